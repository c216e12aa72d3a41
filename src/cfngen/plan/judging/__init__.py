"""What a tree of changes means: what is real, why, and what would be lost."""
