"""The coach’s pages: today, the list and the page of contracts, drafting and sending."""
