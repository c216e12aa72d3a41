from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import TOPIC

ALLOW = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}


def denied(action: str, **more: Any) -> str:
    """Return a policy that allows all but one thing."""
    deny = {"Effect": "Deny", "Action": action, "Principal": "*", "Resource": "*"}
    return json.dumps({"Statement": [ALLOW, {**deny, **more}]})


def logs(name: str, days: int = 1) -> dict[str, Any]:
    properties = {"LogGroupName": name, "RetentionInDays": days}
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties}


BEFORE = template({"Logs": logs("/one"), "Topic": TOPIC})
AFTERS = {
    "Update:Modify": template({"Logs": logs("/one", 3), "Topic": TOPIC}),
    "Update:Replace": template({"Logs": logs("/two"), "Topic": TOPIC}),
    "Update:Delete": template({"Topic": TOPIC}),
}


@pytest.mark.parametrize("action", AFTERS)
def test_a_statement_keeps_a_resource_as_it_is(cloud: Cloud, action: str) -> None:
    cloud.create("s", BEFORE)
    policy = denied(action, Resource="LogicalResourceId/Lo*")
    cloud.formation.set_stack_policy(StackName="s", StackPolicyBody=policy)
    ended = cloud.update("s", AFTERS[action])
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.reason("s", "Logs", "UPDATE_FAILED") == (
        f"Action denied by stack policy: Statement [#2] does not allow [{action}] for "
        "resource [LogicalResourceId/Logs];"
    )
    (group,) = cloud.client("logs").describe_log_groups()["logGroups"]
    assert (group["logGroupName"], group["retentionInDays"]) == ("/one", 1)


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(denied("Update:Replace"), id="another action"),
        pytest.param(
            denied("Update:*", Resource="LogicalResourceId/Topic"), id="another name"
        ),
        pytest.param(
            denied("Update:*", NotResource="LogicalResourceId/Logs", Resource=[]),
            id="all but it",
        ),
        pytest.param(
            denied(
                "Update:*",
                Condition={"StringEquals": {"ResourceType": ["AWS::SNS::Topic"]}},
            ),
            id="another type",
        ),
    ],
)
def test_what_is_about_something_else_does_not_matter(
    cloud: Cloud, policy: str
) -> None:
    cloud.create("s", BEFORE, StackPolicyBody=policy)
    ended = cloud.update("s", AFTERS["Update:Modify"])
    assert ended["StackStatus"] == "UPDATE_COMPLETE"


def test_what_nothing_allows_is_denied(cloud: Cloud) -> None:
    cloud.create("s", BEFORE, StackPolicyBody='{"Statement": []}')
    cloud.update("s", AFTERS["Update:Modify"])
    assert "Action not allowed by stack policy" in cloud.reason(
        "s", "Logs", "UPDATE_FAILED"
    )


def test_another_policy_can_stand_in_for_one_update(cloud: Cloud) -> None:
    policy = denied("Update:*")
    cloud.create("s", BEFORE, StackPolicyBody=policy)
    once = json.dumps({"Statement": [ALLOW]})
    body = AFTERS["Update:Modify"]
    ended = cloud.update("s", body, StackPolicyDuringUpdateBody=once)
    assert ended["StackStatus"] == "UPDATE_COMPLETE"
    shown = cloud.formation.get_stack_policy(StackName="s")
    assert shown["StackPolicyBody"] == policy
    assert cloud.update("s", BEFORE)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("text", ["{", "[]", '{"Statement": [{"Effect": "No"}]}'])
def test_what_is_no_policy_is_refused(cloud: Cloud, text: str) -> None:
    cloud.create("s", BEFORE)
    with pytest.raises(ClientError, match="Error validating stack policy"):
        cloud.formation.set_stack_policy(StackName="s", StackPolicyBody=text)
