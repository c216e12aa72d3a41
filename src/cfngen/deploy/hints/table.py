"""All rows, the particular ones before the general ones."""

from __future__ import annotations

from cfngen.deploy.hints import (
    access,
    containers,
    network,
    quotas,
    stacks,
    stores,
    taken,
)
from cfngen.deploy.hints.row import Hint, Row

ROWS: tuple[Row, ...] = (
    *stacks.ROWS,
    *containers.ROWS,
    *access.ROWS,
    *quotas.ROWS,
    *network.ROWS,
    *stores.ROWS,
    *taken.ROWS,
    *quotas.GENERAL,
)


def hint(reason: str, type: str = "") -> Hint | None:
    """Return what a reason means for a resource of a type, None where nobody knows."""
    said = " ".join(reason.split())  # AWS breaks long reasons into lines
    found = (row.hint(said, type) for row in ROWS)
    return next((one for one in found if one), None)
