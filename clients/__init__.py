"""Clients: the people a coach accompanies."""
