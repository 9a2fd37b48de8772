"""Pages of the code: for anyone (code), for the coach who signs it (mine), and the register."""
