"""The refusals that a caller acts on, besides those in `cfngen.errors`."""

from __future__ import annotations

from cfngen.errors import CloudUnreachable, OperationFailed


class Busy(CloudUnreachable):
    """The cloud is throttling or out of reach for now; asking again may help."""


class Denied(CloudUnreachable):
    """Whoever asks may not; an answer that only adds to others can be done without."""


class Unsupported(OperationFailed):
    """The service, or the installed botocore, does not know the operation."""


class Absent(OperationFailed):
    """What was asked about does not exist."""


class Taken(OperationFailed):
    """What was to be written only where nothing is stands there already."""


class Contended(Busy):
    """Somebody else writes the same thing at this moment; how that ends is open."""
