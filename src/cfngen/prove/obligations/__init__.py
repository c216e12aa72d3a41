"""What must work although nobody claims it: tasks start, requests arrive."""

from cfngen.prove.obligations.deriving import obligations

__all__ = ["obligations"]
