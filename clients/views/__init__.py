"""Pages about clients, those beside them, and sponsors."""
