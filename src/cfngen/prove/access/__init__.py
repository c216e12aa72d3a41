"""What roles may do, who may become them, and who can read what."""
