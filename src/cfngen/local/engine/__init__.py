"""The engine: stacks, their changes, events and ends, whatever their resources are."""
