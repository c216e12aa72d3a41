"""Values as text: one form a module."""
