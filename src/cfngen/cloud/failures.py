"""The two refusals that a caller acts on, besides those in `cfngen.errors`."""

from __future__ import annotations

from cfngen.errors import CloudUnreachable, OperationFailed


class Busy(CloudUnreachable):
    """The cloud is throttling or out of reach for now; asking again may help."""


class Absent(OperationFailed):
    """What was asked about does not exist."""
