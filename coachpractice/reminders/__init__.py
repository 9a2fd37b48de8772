"""What is due: the Today page, the mails about it, the calendar feed."""
