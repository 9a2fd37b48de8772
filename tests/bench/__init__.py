"""What `scripts/bench` measures, one module per subject; that script says how to write one. The
other modules make what is measured: a coach and her contracts, ten thousand clients, a browser."""

SUBJECTS = ("reminders", "pages", "papers", "journal", "fields")
