"""The platform: what a second product could use. The four apps above it say what a coach does."""

from coachpractice.celery import app as celery_app

__all__ = ["celery_app"]
