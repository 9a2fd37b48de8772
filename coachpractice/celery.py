"""Celery only wakes jobs; what must happen is a row in the database (see `jobs`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachpractice.settings")

app = Celery("coachpractice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["coachpractice.jobs", "coachpractice.reminders"], related_name="worker")
