"""Which packets get from one end to another, and what each of them meets."""
