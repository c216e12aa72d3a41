"""What goes on, while it does, and how it ended."""
