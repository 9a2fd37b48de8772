"""What happened: chained entries, plain ids, no personal data."""
