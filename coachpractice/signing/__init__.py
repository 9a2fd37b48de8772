"""Envelope → Party → Signature → seal; the proof of it; the public page that checks it."""
