"""The words in which apps answer each other's questions. The floor: it imports nothing of ours."""
