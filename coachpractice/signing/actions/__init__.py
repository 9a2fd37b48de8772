"""What can be done with an envelope, by subject: sending, reading, concluding, sealing."""
