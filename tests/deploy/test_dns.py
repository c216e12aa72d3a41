"""DNS records out of the reasons of certificates."""

from __future__ import annotations

import pytest

from cfngen.deploy.dns import records
from cfngen.deploy.listening import Listener
from cfngen.deploy.progress import Awaiting, Record, Step
from tests.deploy.stories import START
from tests.fakes.world import World
from tests.plan.shop import Told, here, order

CERTIFICATE = "AWS::CertificateManager::Certificate"
REASON = (
    "Content of DNS Record is: {Name: _8c764e0f.awsam.hands-on.cloud.,Type: CNAME,"
    "Value: _f10faf50.kirrbxfjtw.acm-validations.aws.}"
)
RECORD = Record(
    "_8c764e0f.awsam.hands-on.cloud.",
    "CNAME",
    "_f10faf50.kirrbxfjtw.acm-validations.aws.",
)


def step(reason: str, status: str = "CREATE_IN_PROGRESS") -> Step:
    return Step(START, "Edge/Certificate", CERTIFICATE, status, reason)


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param(REASON, id="as AWS writes it"),
        pytest.param(REASON.replace(",", ",\n    "), id="broken into lines"),
        pytest.param(f"{REASON} {REASON}"[: len(REASON)], id="once"),
    ],
)
def test_the_record_is_read_from_the_reason(reason: str) -> None:
    assert list(records(step(reason))) == [RECORD]


def test_several_records_in_one_reason_are_all_read() -> None:
    other = REASON.replace("_8c764e0f.awsam", "_other")
    assert len(list(records(step(f"{REASON} {other}")))) == 2


@pytest.mark.parametrize(
    "reason", ["", "Resource creation Initiated", "Content of DNS Record is: {}"]
)
def test_other_reasons_hold_no_record(reason: str) -> None:
    assert list(records(step(reason))) == []


def test_a_record_is_told_once_and_waited_for_until_the_certificate_is_there() -> None:
    told = Told()
    listener = Listener(order(), here(World(), told))
    listener(step(REASON))
    listener(step(REASON))
    assert told.of(Awaiting) == [Awaiting("Edge/Certificate", RECORD)]
    assert listener.records == (RECORD,)
    listener(step("", "CREATE_COMPLETE"))
    assert not listener.records
