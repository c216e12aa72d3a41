"""Claims: what is said of a system in short lines, and what its spec already says."""
