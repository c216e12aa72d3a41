"""What people do with a stack that is there: look, ask, compare."""
