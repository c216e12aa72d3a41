"""What AWS's refusals become: through the real botocore, without a socket."""

from __future__ import annotations

import pytest
from botocore import exceptions
from botocore.exceptions import BotoCoreError
from botocore.parsers import ResponseParserError

from cfngen.cloud.aws import open_cloud
from cfngen.cloud.failures import Absent, Busy, Denied, Unsupported
from cfngen.cloud.refusals import ask
from cfngen.errors import (
    CfngenError,
    CloudUnreachable,
    Exit,
    NeedsHuman,
    OperationFailed,
    PreviewRejected,
)
from tests.cloud.fakes import Refusal, scripted

pytestmark = pytest.mark.usefixtures("nobody")

URL = "https://cloudformation.us-east-1.amazonaws.com/"


def refused(answer: Refusal | Exception) -> CfngenError:
    """Return what a refusal to delete a stack becomes."""
    cloud, _ = scripted({"DeleteStack": answer})
    with pytest.raises(CfngenError) as raised:
        cloud.stacks.delete("small-dev", "token")
    return raised.value


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("ExpiredToken", "aws sso login"),
        ("RequestExpired", "aws sso login"),
        ("InvalidClientTokenId", "aws sso login"),
        ("SignatureDoesNotMatch", "aws sso login"),
        ("MissingAuthenticationToken", "aws sso login"),
        ("UnauthorizedException", "aws sso login"),
        ("InvalidClientTokenId", "not switched on"),
        ("RegionDisabledException", "not switched on"),
        ("RequestTimeTooSkewed", "clock of this machine"),
        ("InvalidSignatureException", "clock of this machine"),
        ("400", "most often the credentials have expired"),
        ("NotAuthorized", "permission to call DeleteStack"),
        ("ForbiddenException", "permission to call DeleteStack"),
        ("AccessDenied", "permission to call DeleteStack"),
        ("UnauthorizedOperation", "permission to call DeleteStack"),
    ],
)
def test_who_may_not_ask_is_told_what_to_do(code: str, hint: str) -> None:
    error = refused(Refusal(code, "no", 403))
    assert type(error) is (Denied if "permission" in hint else CloudUnreachable)
    assert error.message == "DeleteStack: no"
    assert error.exit_code == Exit.CLOUD
    assert hint in error.hint


@pytest.mark.parametrize(
    "code",
    [
        *("Throttling", "ThrottlingException", "RequestLimitExceeded"),
        *("RequestThrottledException", "BandwidthLimitExceeded", "429"),
        *("ServiceUnavailable", "InternalServerException", "ServerException"),
    ],
)
def test_a_busy_service_may_be_asked_again(code: str) -> None:
    error = refused(Refusal(code, "Rate exceeded"))
    assert type(error) is Busy
    assert error.exit_code == Exit.CLOUD


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.NoCredentialsError(), CloudUnreachable),
        (exceptions.SSOTokenLoadError(error_msg="old"), CloudUnreachable),
        (
            exceptions.TokenRetrievalError(provider="sso", error_msg="x"),
            CloudUnreachable,
        ),
        (exceptions.EndpointConnectionError(endpoint_url=URL), Busy),
        (exceptions.ReadTimeoutError(endpoint_url=URL), Busy),
        (exceptions.ConnectTimeoutError(endpoint_url=URL), Busy),
        (exceptions.ConnectionClosedError(endpoint_url=URL), Busy),
        (exceptions.NoRegionError(), CloudUnreachable),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_keeps_a_question_from_being_asked(
    error: BotoCoreError, kind: type[CfngenError]
) -> None:
    assert type(refused(error)) is kind


def test_no_credentials_are_noticed_before_anything_is_sent() -> None:
    with pytest.raises(CloudUnreachable, match="credentials") as raised:
        open_cloud("us-east-1")
    assert "AWS_PROFILE" in raised.value.hint


def test_a_profile_that_does_not_exist_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody-has-this")
    with pytest.raises(CloudUnreachable, match="nobody-has-this"):
        open_cloud("us-east-1")


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal("InvalidAction", "unknown"), Unsupported),
        (Refusal("NotImplemented", "not yet", 501), Unsupported),
        (Refusal("ClusterNotFoundException", "none"), Absent),
        (
            Refusal("ValidationError", "Export 'x' is not imported by any stack."),
            Absent,
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Refusal) else None,
)
def test_what_a_caller_can_do_without(
    refusal: Refusal, kind: type[CfngenError]
) -> None:
    assert type(refused(refusal)) is kind


def test_a_quota_is_for_a_person() -> None:
    assert type(refused(Refusal("LimitExceededException", "too many"))) is NeedsHuman


def test_any_other_no_is_a_failed_operation() -> None:
    error = refused(Refusal("ValidationError", "Stack is protected"))
    assert type(error) is OperationFailed
    assert error.message == "DeleteStack: Stack is protected"


def test_a_refused_execution_has_touched_nothing() -> None:
    cloud, _ = scripted({"ExecuteChangeSet": Refusal("InvalidChangeSetStatus", "old")})
    with pytest.raises(PreviewRejected, match="ExecuteChangeSet: old"):
        cloud.change_sets.execute("arn", "stack", "token")


def test_a_template_that_is_not_there_is_a_refused_preview() -> None:
    gone = "S3 error: The specified key does not exist."
    cloud, _ = scripted({"ExecuteChangeSet": Refusal("ValidationError", gone)})
    with pytest.raises(PreviewRejected, match="specified key"):
        cloud.change_sets.execute("arn", "stack", "token")


def test_a_result_of_a_hook_that_is_gone_is_absent() -> None:
    assert type(refused(Refusal("HookResultNotFound", "gone", 404))) is Absent


@pytest.mark.parametrize("code", ["301", "PermanentRedirect"])
def test_a_bucket_of_another_region_is_for_a_person(code: str) -> None:
    error = refused(Refusal(code, "Moved", 301))
    assert type(error) is NeedsHuman
    assert "another region" in error.hint


def test_what_to_ask_for_is_named_as_iam_names_it() -> None:
    cloud, _ = scripted({"HeadObject": Refusal("403", "Forbidden", 403)})
    with pytest.raises(Denied) as raised:
        cloud.objects.has("b", "k")
    assert "HeadObject (s3:GetObject and s3:ListBucket)" in raised.value.hint


def test_what_is_not_aws_is_no_traceback() -> None:
    """A captive portal, or another server at the emulator's port, answers HTML."""
    error = refused(ResponseParserError("invalid XML received: <html>hunter2"))
    assert type(error) is Busy
    assert "hunter2" not in error.message


def test_an_endpoint_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "garbage")
    with pytest.raises(CloudUnreachable, match="garbage") as raised:
        open_cloud("us-east-1")
    assert "AWS_ENDPOINT_URL" in raised.value.hint


def test_a_malformed_request_is_our_own_bug() -> None:
    cloud, _ = scripted({})
    with pytest.raises(exceptions.ParamValidationError):
        cloud.change_sets.execute("", "stack", "")


def test_an_answer_passes_through() -> None:
    assert ask(str.upper, "answer") == "ANSWER"
