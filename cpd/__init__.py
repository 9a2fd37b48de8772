"""Continuing professional development and accreditation."""
