"""What Celery knows of us: remind, every hour and when a worker starts."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from coachpractice.reminders import sending

logger = logging.getLogger(__name__)


@shared_task(name="reminders.remind")
def remind() -> None:
    sending.remind()


@worker_ready.connect
def begin(**_: Any) -> None:
    """What was missed while nobody worked is made up for at once."""
    try:
        remind.apply_async(retry=False)
    except Exception as error:  # beat will ask again
        logger.warning("Broker does not answer: %s", type(error).__name__)
