"""People who log in: e-mail and password, second factor, sessions."""
