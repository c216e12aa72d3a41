"""The spec: what a user writes about a system, as strict frozen models."""
