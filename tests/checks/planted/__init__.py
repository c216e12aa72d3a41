"""Mistakes planted in our own systems, each with the check that must catch it."""
