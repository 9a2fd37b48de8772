"""Supervision: the logs of a coach's work with a supervisor."""
