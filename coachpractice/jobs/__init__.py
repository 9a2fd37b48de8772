"""Work that must happen once: a row of the action's transaction. Celery only wakes it."""
