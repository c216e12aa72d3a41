"""What botocore's errors mean: the one place that reads codes and messages.

The codes of all services, and of S3:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from cfngen.cloud.failures import (
    Absent,
    Busy,
    Contended,
    Denied,
    Taken,
    Unsupported,
)
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
        *("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"),
        *("IncompleteSignature", "MissingAuthenticationToken", "InvalidSecurity"),
        *("MissingAuthenticationTokenException", "InvalidIdentityToken"),
        *("IDPRejectedClaim", "UnauthorizedException", "InvalidGrantException"),
    )
)
UNKNOWN = frozenset(
    (
        *("InvalidToken", "InvalidClientTokenId", "InvalidAccessKeyId", "AuthFailure"),
        *("UnrecognizedClientException", "RegionDisabledException"),
    )
)
"""Codes for credentials that a region does not know, which need not be wrong."""

MISTIMED = frozenset(
    (
        *("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"),
        *("SignatureDoesNotMatch", "InvalidSignatureException"),
    )
)
DENIED = frozenset(
    (
        *("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"),
        *("NotAuthorized", "ForbiddenException", "AccountProblem", "NotSignedUp"),
        *("OptInRequired", "AllAccessDisabled", "Forbidden", "401", "403"),
    )
)
BUSY = frozenset(
    (
        *("Throttling", "ThrottlingException", "ThrottledException", "SlowDown"),
        *("RequestLimitExceeded", "RequestThrottled", "RequestThrottledException"),
        *("TooManyRequestsException", "BandwidthLimitExceeded", "OperationAborted"),
        *("ServiceUnavailable", "ServiceUnavailableException", "InternalFailure"),
        *("InternalError", "InternalServerError", "InternalServerException"),
        *("ServerException", "RequestTimeout", "RequestTimeoutException"),
        "IDPCommunicationError",
        *("408", "409", "429", "500", "502", "503", "504"),
    )
)
ABSENT = frozenset(
    (
        *("NoSuchBucket", "NoSuchKey", "NotFound", "404"),
        *("ChangeSetNotFound", "ChangeSetNotFoundException", "HookResultNotFound"),
        *("ResourceNotFoundException", "StackNotFoundException"),
        *("ClusterNotFoundException", "ServiceNotFoundException"),
    )
)
ELSEWHERE = frozenset(
    (
        *("PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed"),
        *("IllegalLocationConstraintException", "301", "307"),
    )
)
"""How S3 says that a bucket is in another region."""

CONTENDED = "ConditionalRequestConflict"
TAKEN = frozenset(("PreconditionFailed", "412"))
"""How S3 answers IfNoneMatch where somebody is writing the object, or has written it:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html"""

UNSUPPORTED = frozenset(
    ("InvalidAction", "UnknownOperationException", "NotImplemented", "501")
)
NOT_THERE = re.compile("does not exist|is not imported by any stack")
"""How CloudFormation words an absence, for which it has no code."""

ACTIONS = {
    "HeadBucket": "s3:ListBucket",
    "HeadObject": "s3:GetObject and s3:ListBucket",
    "ListObjectVersions": "s3:ListBucketVersions",
}
"""The permissions of calls that have none of their own name; without s3:ListBucket, S3
refuses to tell of an object that is not there:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"""

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
    "Sign in (aws sso login, or aws configure), or choose a profile: --profile NAME, "
    "or the variable AWS_PROFILE."
)


REGION_HINT = (
    f"{SIGN_IN_HINT} A region that the account has not switched on says so, too: "
    "aws account list-regions. It also refuses tokens of the global endpoint of STS."
)
CLOCK_HINT = (
    "Is the clock of this machine right? AWS refuses what is 15 minutes off. "
    f"{SIGN_IN_HINT}"
)
MUTE_HINT = (
    "S3 does not say why where only a header is asked for; most often the "
    f"credentials have expired. {SIGN_IN_HINT}"
)
STRANGE = "What answers does not speak as AWS does: a proxy, or a page to sign in."
NETWORK_HINT = "Check the network, the region and the endpoint."


def ask(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a boto3 call returns; raise its refusal as a CfngenError."""
    try:
        return call(*args, **kwargs)
    except exceptions.ParamValidationError:
        raise  # the request is malformed: our bug, not a refusal
    except (ClientError, BotoCoreError) as error:
        raise translated(error) from error
    except ResponseParserError as error:
        raise Busy(STRANGE, NETWORK_HINT) from error


def translated(error: ClientError | BotoCoreError) -> CfngenError:
    """Return the error in cfngen's words, with what to do about it."""
    if isinstance(error, ClientError):
        return _refusal(error)
    if isinstance(error, SIGN_IN):
        return CloudUnreachable(f"AWS was not asked: {error}", SIGN_IN_HINT)
    if isinstance(error, NETWORK):
        return Busy(str(error), NETWORK_HINT)
    return CloudUnreachable(f"AWS was not asked: {error}")


def _refusal(error: ClientError) -> CfngenError:
    """Return what a service's answer means."""
    detail = error.response.get("Error", {})
    code, operation = detail.get("Code", ""), error.operation_name
    message = f"{operation}: {detail.get('Message') or code}"
    hint = _stranger(code)
    if hint:
        return CloudUnreachable(message, hint)
    if code in DENIED:
        return Denied(message, _permission(operation))
    if code in UNSUPPORTED:
        return Unsupported(message, f"{operation} is not offered there.")
    if code in BUSY:
        return Busy(message, "AWS is busy; try again in a minute.")
    if code == CONTENDED:
        return Contended(message, "Somebody else writes the same; try again.")
    if code in TAKEN:
        return Taken(message)
    if code in ABSENT or (code == "ValidationError" and _absent(message)):
        return Absent(message)
    if code in ELSEWHERE:
        return NeedsHuman(message, "The bucket is in another region: name one in this.")
    if code == "LimitExceededException":
        return NeedsHuman(message, "Delete what is not needed or raise the quota.")
    if operation in PREVIEW:
        return PreviewRejected(message, "Nothing was touched.")
    return OperationFailed(message)


def _stranger(code: str) -> str:
    """Return what to do where AWS does not take somebody for who they are; or empty."""
    if code in EXPIRED:
        return SIGN_IN_HINT
    if code in UNKNOWN:
        return REGION_HINT
    if code in MISTIMED:
        return CLOCK_HINT
    return MUTE_HINT if code == "400" else ""


def _permission(operation: str) -> str:
    """Return what to ask for where somebody may not."""
    action = ACTIONS.get(operation)
    named = f"{operation} ({action})" if action else operation
    return (
        f"Ask for permission to call {named}, or check who you are. "
        "cfngen policy SYSTEM ENVIRONMENT prints all that is needed."
    )


def _absent(message: str) -> bool:
    """Say whether a message is about a stack or an export that is not there.

    A template that S3 does not have is none of these: what names it is refused.
    """
    return bool(NOT_THERE.search(message)) and "S3 error" not in message
