"""Prove: what an architecture document claims, decided from templates and values."""
