from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import TOPIC
from tests.local.waiting import WAIT, signal, waits


def start(cloud: Cloud) -> None:
    body = json.dumps(template({"Topic": TOPIC, "Wait": WAIT}))
    cloud.formation.create_stack(StackName="s", TemplateBody=body)
    waits(cloud, "s")


def test_a_stack_waits_for_its_signal(cloud: Cloud) -> None:
    start(cloud)
    assert cloud.stack("s")["StackStatus"] == "CREATE_IN_PROGRESS"
    signal(cloud, "s")
    assert cloud.settled("s")["StackStatus"] == "CREATE_COMPLETE"


def test_a_failure_signal_fails_it(cloud: Cloud) -> None:
    start(cloud)
    signal(cloud, "s", "FAILURE")
    assert cloud.settled("s")["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "received failed message" in cloud.reason("s", "Wait", "CREATE_FAILED")


def test_time_runs_out(cloud: Cloud) -> None:
    policy = {"ResourceSignal": {"Count": 2, "Timeout": "PT0S"}}
    cloud.create("s", template({"Wait": {**WAIT, "CreationPolicy": policy}}))
    assert cloud.reason("s", "Wait", "CREATE_FAILED") == (
        "WaitCondition timed out. Received 0 conditions when expecting 2"
    )


def test_only_what_waits_can_be_signalled(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    with pytest.raises(ClientError, match="can not be signaled"):
        signal(cloud, "s", logical_id="Topic")
