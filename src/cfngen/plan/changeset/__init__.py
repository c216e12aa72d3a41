"""The change set: asked for, awaited, read, and cleaned away."""
