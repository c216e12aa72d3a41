"""What botocore's errors mean: the one place that reads codes and messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from cfngen.cloud.failures import Absent, Busy, Denied, Unsupported
from cfngen.errors import (
    CfngenError,
    CloudUnreachable,
    NeedsHuman,
    OperationFailed,
    PreviewRejected,
)

P = ParamSpec("P")
T = TypeVar("T")

EXPIRED = frozenset(
    (
        *("ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidToken"),
        *("InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException"),
        *("SignatureDoesNotMatch", "IncompleteSignature", "AuthFailure"),
    )
)
DENIED = frozenset(
    (
        *("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"),
        *("OptInRequired", "AllAccessDisabled", "Forbidden", "403"),
    )
)
BUSY = frozenset(
    (
        *("Throttling", "ThrottlingException", "ThrottledException", "SlowDown"),
        *("RequestLimitExceeded", "RequestThrottled", "TooManyRequestsException"),
        *("ServiceUnavailable", "InternalFailure", "InternalError", "RequestTimeout"),
        *("500", "502", "503", "504"),
    )
)
ABSENT = frozenset(
    (
        *("NoSuchBucket", "NoSuchKey", "NotFound", "404"),
        *("ChangeSetNotFound", "ChangeSetNotFoundException"),
        *("ResourceNotFoundException", "StackNotFoundException"),
        *("ClusterNotFoundException", "ServiceNotFoundException"),
    )
)
UNSUPPORTED = frozenset(
    ("InvalidAction", "UnknownOperationException", "NotImplemented", "501")
)
NOT_THERE = re.compile("does not exist|is not imported by any stack")
"""How CloudFormation words an absence, for which it has no code."""

PREVIEW = frozenset({"CreateChangeSet", "ExecuteChangeSet"})
"""Operations whose refusal leaves everything as it was."""

SIGN_IN = (
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.TokenRetrievalError,
    exceptions.NoAuthTokenError,
    exceptions.SSOError,
    exceptions.LoginError,
    exceptions.ProfileNotFound,
    exceptions.ConfigParseError,
)
NETWORK = (
    exceptions.ConnectionError,
    exceptions.HTTPClientError,
    exceptions.InvalidEndpointConfigurationError,
)

SIGN_IN_HINT = (
    "Sign in (aws sso login, or aws configure) or choose a profile: AWS_PROFILE=<name>."
)


def ask(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a boto3 call returns; raise its refusal as a CfngenError."""
    try:
        return call(*args, **kwargs)
    except exceptions.ParamValidationError:
        raise  # the request is malformed: our bug, not a refusal
    except (ClientError, BotoCoreError) as error:
        raise translated(error) from error


def translated(error: ClientError | BotoCoreError) -> CfngenError:
    """Return the error in cfngen's words, with what to do about it."""
    if isinstance(error, ClientError):
        return _refusal(error)
    if isinstance(error, SIGN_IN):
        return CloudUnreachable(f"AWS was not asked: {error}", SIGN_IN_HINT)
    if isinstance(error, NETWORK):
        return Busy(str(error), "Check the network, the region and the endpoint.")
    return CloudUnreachable(f"AWS was not asked: {error}")


def _refusal(error: ClientError) -> CfngenError:
    """Return what a service's answer means."""
    detail = error.response.get("Error", {})
    code, operation = detail.get("Code", ""), error.operation_name
    message = f"{operation}: {detail.get('Message') or code}"
    if code in EXPIRED:
        return CloudUnreachable(message, SIGN_IN_HINT)
    if code in DENIED:
        return Denied(
            message, f"Ask for permission to call {operation}, or check who you are."
        )
    if code in UNSUPPORTED:
        return Unsupported(message, f"{operation} is not offered there.")
    if code in BUSY:
        return Busy(message, "AWS is busy; try again in a minute.")
    if code in ABSENT or (code == "ValidationError" and NOT_THERE.search(message)):
        return Absent(message)
    if code == "LimitExceededException":
        return NeedsHuman(message, "Delete what is not needed or raise the quota.")
    if operation in PREVIEW:
        return PreviewRejected(message, "Nothing was touched.")
    return OperationFailed(message)
