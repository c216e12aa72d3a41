"""What a deployment would do, and whether it may."""
