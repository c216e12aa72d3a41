"""The whole of a policy: what is in it, what is not, and that IAM takes it."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import awacs
import pytest

from cfngen.checks.access.actions import exists, resources_of
from cfngen.permissions import LONGEST, Place, characters, policy
from cfngen.permissions.corrections import ADDITIONS
from cfngen.permissions.handlers import APART, listed
from cfngen.permissions.names import ANYWHERE, GLOBAL
from cfngen.permissions.narrowing import Ground
from cfngen.permissions.need import REGION, VIA_CLOUDFORMATION
from cfngen.permissions.services import in_use
from tests.models import model, of_resources
from tests.permissions.environments import (
    ACCOUNT,
    ROLE,
    actions,
    every_environment,
    model_of,
    policy_of,
)

BESIDES = {"cloudformation", "iam", "s3", "sts"}
"""The services that cfngen itself, or any deployment with roles, asks."""


@cache
def known() -> frozenset[str]:
    """Return every action that awacs has a name for, in small letters."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(awacs.__path__):
        for value in vars(import_module(f"awacs.{module.name}")).values():
            if getattr(value, "prefix", None) and getattr(value, "action", None):
                found.add(f"{value.prefix}:{value.action}".lower())
    return frozenset(found)


def statements(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every statement of a policy."""
    for document in found.documents:
        yield from document["Statement"]


def texts(value: Any) -> list[str]:
    """Return what may stand alone as a list."""
    return value if isinstance(value, list) else [value]


@every_environment
def test_every_action_is_one_that_iam_has(system: str, name: str) -> None:
    found = actions(policy_of(system, name))
    assert len(found) > 300
    assert [one for one in found if "*" in one or not exists(one)] == []
    assert [one for one in found if one.lower() not in known()] == []


@every_environment
def test_each_document_is_short_enough_and_they_can_all_be_attached(
    system: str, name: str
) -> None:
    documents = policy_of(system, name).documents
    assert all(characters(one) <= LONGEST for one in documents)
    assert len(documents) <= 10
    names = [one["Sid"] for one in statements(policy_of(system, name))]
    assert len(set(names)) == len(names)
    assert all(one.isalnum() for one in names)


@every_environment
def test_the_documents_allow_what_is_needed_and_no_more(system: str, name: str) -> None:
    found = policy_of(system, name)
    allowed = {
        (action, arn)
        for statement in statements(found)
        for action in texts(statement["Action"])
        for arn in texts(statement["Resource"])
    }
    needed = {(need.action, arn) for need in found.needs for arn in need.resources}
    anywhere = {action for action, arn in needed if arn == "*"}
    assert {one for one in needed if one[0] not in anywhere or one[1] == "*"} == allowed


@every_environment
def test_every_handler_of_every_type_is_covered_or_said_not_to_be(
    system: str, name: str
) -> None:
    found = policy_of(system, name)
    accounted = actions(found) | {left.action for left in found.left_out} | APART
    for type in {one.type for one in model_of(system, name).resources.values()}:
        assert set(listed(type)) <= accounted, type
        assert listed(type) or any(one.type == type for one in ADDITIONS), type


@every_environment
def test_no_service_that_is_not_in_use_is_asked_for(system: str, name: str) -> None:
    types = {one.type for one in model_of(system, name).resources.values()}
    added = {a.partition(":")[0] for one in ADDITIONS for a in one.actions}
    services = {need.service for need in policy_of(system, name).needs}
    assert services <= in_use(types) | BESIDES | added
    assert not services & {
        "lambda",
        "firehose",
        "cognito-idp",
        "redshift",
        "apigateway",
    }


@every_environment
def test_what_is_not_narrowed_cannot_be(system: str, name: str) -> None:
    for statement in statements(policy_of(system, name)):
        if statement["Resource"] == "*":
            for action in texts(statement["Action"]):
                assert action in ANYWHERE or not resources_of(action), action
        else:
            assert "*" not in texts(statement["Resource"])


@every_environment
def test_only_cloudformation_uses_what_its_handlers_need(
    system: str, name: str
) -> None:
    types = {one.type for one in model_of(system, name).resources.values()}
    for need in policy_of(system, name).needs:
        asked = need.why.partition(": ")[0] in types
        through = VIA_CLOUDFORMATION in need.conditions
        assert through == (asked and need.service != "cloudformation") or (
            through and need.service in ("ec2", "route53", "secretsmanager")
        ), need


@every_environment
def test_regions_are_named_where_nothing_else_is(system: str, name: str) -> None:
    here = set(Ground(model_of(system, name), Place()).regions)
    for need in policy_of(system, name).needs:
        regions = [v for _, key, v in need.conditions if key == REGION]
        if need.resources == ("*",) and need.service not in GLOBAL:
            assert len(regions) == 1
            assert set(regions[0]) <= here
        else:
            assert not regions


@every_environment
def test_a_deployer_with_a_role_only_hands_it_on(system: str, name: str) -> None:
    found = policy_of(system, name, role=ROLE)
    services = {need.service for need in found.needs}
    assert services == {"cloudformation", "ecs", "iam", "logs", "s3", "sts"}
    passing = [need for need in found.needs if need.service == "iam"]
    assert [(need.action, need.resources) for need in passing] == [
        ("iam:PassRole", (ROLE,))
    ]
    assert len(found.documents) == 1
    assert "cloudformation:CreateStack" not in actions(found)


@every_environment
def test_deployer_and_role_together_may_do_what_one_alone_may(
    system: str, name: str
) -> None:
    alone = actions(policy_of(system, name))
    role = policy_of(system, name, scope="role")
    assert actions(policy_of(system, name, role=ROLE)) | actions(role) == alone
    assert "aws:CalledVia" not in json.dumps(role.documents)
    assert "s3:PutObject" not in actions(role)
    assert "cloudformation:CreateStack" in actions(role)


@every_environment
def test_without_deletion_data_stays(system: str, name: str) -> None:
    kept = policy_of(system, name, keep_data=True)
    gone = actions(policy_of(system, name)) - actions(kept)
    assert {"s3:DeleteBucket", "s3:DeleteObject", "rds:DeleteDBInstance"} <= gone
    assert {"kms:ScheduleKeyDeletion", "logs:DeleteLogGroup"} <= gone
    assert {"ec2:DeleteVpc", "ecs:DeleteService"} <= actions(kept)
    assert not {one for one in gone if "Delete" not in one} - {
        "kms:ScheduleKeyDeletion",
        "rds:CreateDBSnapshot",
        "rds:CreateDBClusterSnapshot",
        "rds:RemoveFromGlobalCluster",
        "rds:DescribeGlobalClusters",
        "elasticache:CreateSnapshot",
        "secretsmanager:RemoveRegionsFromReplication",
    }


def test_a_small_system_needs_little() -> None:
    topic = of_resources(Topic={"Type": "AWS::SNS::Topic", "Properties": {}})
    found = policy(topic, Place(ACCOUNT))
    assert {need.service for need in found.needs} == {
        "cloudformation",
        "s3",
        "sns",
        "sts",
    }
    for need in found.needs:
        if need.action == "sns:CreateTopic":
            assert need.resources == (f"arn:aws:sns:us-east-1:{ACCOUNT}:stack-*",)
            assert need.paths == ("Topic",)
            assert need.why == "AWS::SNS::Topic"


def test_what_a_condition_leaves_out_is_not_asked_for() -> None:
    without, with_it = (
        policy(model("nextjs", "dev", EnableWaf=value), Place(ACCOUNT))
        for value in ("false", "true")
    )
    services = {need.service for need in with_it.needs}
    assert services - {need.service for need in without.needs} == {"wafv2"}
    assert "elasticloadbalancing:SetWebACL" in actions(with_it) - actions(without)


def test_an_account_that_is_not_known_is_any() -> None:
    topic = of_resources(Topic={"Type": "AWS::SNS::Topic", "Properties": {}})
    found = policy(topic, Place())
    written = json.dumps(found.documents)
    assert "arn:aws:sns:us-east-1:*:stack-*" in written
    assert "arn:aws:s3:::cfngen-*-us-east-1/*" in written


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        pytest.param("cn-north-1", "aws-cn", id="China"),
        pytest.param("us-gov-west-1", "aws-us-gov", id="GovCloud"),
    ],
)
def test_arns_are_of_the_regions_partition(region: str, partition: str) -> None:
    topic = of_resources(region, Topic={"Type": "AWS::SNS::Topic", "Properties": {}})
    for statement in statements(policy(topic, Place(ACCOUNT))):
        for arn in texts(statement["Resource"]):
            assert arn == "*" or arn.startswith(f"arn:{partition}:")
