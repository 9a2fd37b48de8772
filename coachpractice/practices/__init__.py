"""Practices: the tenant, its members, and what each may do."""
