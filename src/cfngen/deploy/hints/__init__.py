"""What AWS's reasons mean and what to do about them: a table, no guessing.

A reason that no row matches gets no hint: none is better than a wrong one.
"""

from cfngen.deploy.hints.row import Hint, Row
from cfngen.deploy.hints.table import ROWS, hint

__all__ = ["ROWS", "Hint", "Row", "hint"]
