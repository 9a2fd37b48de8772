"""One field that finds people, contracts, clauses and pages. What was typed stands in no address
and no log."""
