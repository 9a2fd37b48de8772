"""Doors for people without an account. Nothing secret is stored: a token is computed."""
