"""The templates of a tree of stacks, and what leads from one to the other."""
