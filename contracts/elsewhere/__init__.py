"""What was signed on paper or in another system, and is taken in: its facts, its scan, and a sealed
copy that says so."""
