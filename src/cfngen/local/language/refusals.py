"""How CloudFormation says no: before anything is touched, or for one resource."""

from __future__ import annotations

from moto.cloudformation.exceptions import CloudFormationError
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException


class Refused(CloudFormationError):
    """The request is invalid; the client sees a ValidationError."""

    code = "ValidationError"


class ChildRefused(Refused):
    """The template or the parameters of a nested stack are invalid."""


class InsufficientCapabilities(CloudFormationError):
    """The template makes IAM resources that the caller has not acknowledged."""

    code = "InsufficientCapabilitiesException"


class AlreadyExists(CloudFormationError):
    """Another stack or change set has the name."""

    code = "AlreadyExistsException"


class ChangeSetNotFound(CloudFormationError):
    """No change set answers to the name or the ARN."""

    code = "ChangeSetNotFound"


class InvalidChangeSetStatus(CloudFormationError):
    """The change set cannot be executed, or not any more."""

    code = "InvalidChangeSetStatus"


class ResourceFailed(Exception):
    """A service refused a resource; the text becomes the event's reason."""


REFUSALS = (ServiceException, HTTPException)
"""What moto raises where a service would refuse."""


def words(error: Exception) -> str:
    """Return what an error says, without its code."""
    return str(getattr(error, "message", "") or error)
