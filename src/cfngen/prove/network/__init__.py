"""A model's network as plain facts: who is where, and what lets packets through."""
