"""What we send: an outbox of ids. Words and addresses are made at delivery and never stored."""
