"""The code of ethics: its editions, who adopted it, and what the records show of each clause."""
