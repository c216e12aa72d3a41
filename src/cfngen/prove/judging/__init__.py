"""Claims against a network and the rights in it: verdicts with their evidence."""
