"""A stack that stands: what it is, has and was."""
