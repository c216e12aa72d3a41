"""The resource types: what stands behind each, from real objects to stand-ins."""
