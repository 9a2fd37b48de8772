"""Coaching contracts: templates, drafting, sending, what they conclude."""
