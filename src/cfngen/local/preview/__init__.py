"""The preview: what an operation would do, kept as a change set and carried out later."""
