"""The gate: everything that can be known of what is committed, and nothing twice."""
