"""The template language: what a template says, and what is refused before it runs."""
