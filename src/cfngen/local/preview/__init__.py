"""The preview: what an operation would do, kept as a change set until it is called."""
