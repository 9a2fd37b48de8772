"""A Celery worker on the test's databases, with the jobs that only tests know:

celery -A tests.worker worker
"""

from tests.processes import set_up

set_up()

import tests.jobs.samples  # noqa: E402, F401
from coachpractice.celery import app  # noqa: E402

__all__ = ["app"]
