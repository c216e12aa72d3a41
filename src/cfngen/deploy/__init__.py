"""Carry a deployment out: from reviewed templates to a stack, event by event."""
