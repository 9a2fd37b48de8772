"""Keys per subject and scope, in a database of their own; encrypted fields and files."""
