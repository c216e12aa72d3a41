"""Two models, resource by resource."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfngen.diff import Effect, Fate, compare
from cfngen.model import Model
from tests import models
from tests.diff.small import (
    BUCKET,
    CLUSTER,
    GROUP,
    INSTANCE,
    QUEUE,
    change,
    of,
    one,
    tree,
)
from tests.models import of_resources, of_template

CREATED = Effect.CREATE
GONE = (Effect.DESTROY, Effect.ORPHAN)

ON = {"Fn::Equals": [{"Ref": "Unknown"}, "on"]}


def effects(before: Model, after: Model) -> dict[str, Effect]:
    """Return the effect on each resource that changes, in order."""
    return {found.path: found.effect for found in compare(before, after)}


def switched(**resources: Any) -> Model:
    """Return a model with a condition On of which nothing is known."""
    return of_template(
        {
            "Parameters": {"Unknown": {"Type": "String"}},
            "Conditions": {"On": ON},
            "Resources": resources,
        }
    )


@pytest.mark.parametrize(("system", "name"), models.ENVIRONMENTS)
def test_a_model_does_not_differ_from_itself(system: str, name: str) -> None:
    assert compare(models.model(system, name), models.model(system, name)) == ()


def test_what_comes_is_created_and_what_goes_is_deleted() -> None:
    before, after = of_resources(A=of(CLUSTER)), of_resources(B=of(CLUSTER))
    assert effects(before, after) == {"A": Effect.DESTROY, "B": CREATED}


def test_the_order_is_data_then_identity_then_the_worst() -> None:
    before = of_resources(
        Gone=of(CLUSTER),
        Same=of(CLUSTER),
        Bucket=of(BUCKET, BucketName="a"),
        Queue=of(QUEUE),
        Address=of("AWS::EC2::EIP"),
        Replaced=of(GROUP, GroupDescription="a"),
        Updated=of(GROUP, GroupDescription="a"),
    )
    after = of_resources(
        Same=of(CLUSTER),
        Bucket=of(BUCKET, BucketName="b"),
        Replaced=of(GROUP, GroupDescription="b"),
        Updated=of(GROUP, GroupDescription="a", Tags=[{"Key": "a", "Value": "b"}]),
        New=of(CLUSTER),
    )
    assert list(effects(before, after)) == [
        *("Queue", "Bucket", "Address", "Gone", "Replaced", "New", "Updated"),
    ]


def test_attributes_change_without_effect() -> None:
    before = of(QUEUE, DelaySeconds=1) | {"DeletionPolicy": "Delete"}
    after = of(QUEUE, DelaySeconds=1) | {
        "DeletionPolicy": "Retain",
        "Metadata": {"Why": "so"},
        "DependsOn": "Other",
    }
    other = of(CLUSTER)
    found = change({"It": before, "Other": other}, {"It": after, "Other": other}, "It")
    assert found.effect is Effect.NO_CHANGE
    assert not found.loses
    assert {d.path[0] for d in found.attributes} == {
        *("DeletionPolicy", "DependsOn", "Metadata"),
    }


def test_the_order_of_depends_on_is_nothing() -> None:
    others = {"A": of(CLUSTER), "B": of(CLUSTER)}
    one_way = of_resources(It=of(QUEUE) | {"DependsOn": ["A", "B"]}, **others)
    other_way = of_resources(It=of(QUEUE) | {"DependsOn": ["B", "A"]}, **others)
    assert compare(one_way, other_way) == ()


def test_another_type_under_one_logical_id_is_refused() -> None:
    found = one(of(QUEUE), of("AWS::SNS::Topic"))
    assert found.effect is Effect.REPLACE
    (refusal,) = found.refusals
    assert "the type changes from AWS::SQS::Queue to AWS::SNS::Topic" in refusal
    assert found.stateful is not None


@pytest.mark.parametrize(
    ("type", "before", "after", "refused"),
    [
        pytest.param(
            GROUP,
            {"GroupName": "a", "GroupDescription": "a"},
            {"GroupName": "a", "GroupDescription": "b"},
            "GroupName",
            id="a name that is no identifier",
        ),
        pytest.param(
            GROUP,
            {"GroupName": "a", "GroupDescription": "a"},
            {"GroupName": "b", "GroupDescription": "b"},
            "",
            id="another name",
        ),
        pytest.param(
            GROUP, {"GroupDescription": "a"}, {"GroupDescription": "b"}, "", id="none"
        ),
        pytest.param(
            "AWS::Backup::BackupVault",
            {"BackupVaultName": "a", "EncryptionKeyArn": "a"},
            {"BackupVaultName": "a", "EncryptionKeyArn": "b"},
            "BackupVaultName",
            id="a name that is the identifier",
        ),
        pytest.param(
            INSTANCE,
            {"DBInstanceIdentifier": "a", "StorageEncrypted": False},
            {"DBInstanceIdentifier": "a", "StorageEncrypted": True},
            "DBInstanceIdentifier",
            id="an identifier that is no Name",
        ),
        pytest.param(
            INSTANCE,
            {"DBInstanceIdentifier": "a", "AllocatedStorage": 1},
            {"DBInstanceIdentifier": "a", "AllocatedStorage": 2},
            "",
            id="no replacement",
        ),
        pytest.param(
            "AWS::Logs::MetricFilter",
            {"FilterName": "a", "LogGroupName": "a"},
            {"FilterName": "a", "LogGroupName": "b"},
            "",
            id="the old one goes first",
        ),
        pytest.param(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            {"PolicyName": "a", "PolicyType": "b", "ResourceId": "a"},
            {"PolicyName": "a", "PolicyType": "b", "ResourceId": "b"},
            "",
            id="a name that everybody has to give",
        ),
        pytest.param(
            "AWS::ECS::TaskDefinition",
            {"Family": "a", "Cpu": "256"},
            {"Family": "a", "Cpu": "512"},
            "",
            id="a family is no name",
        ),
    ],
)
def test_what_has_a_name_of_its_own_cannot_be_replaced(
    type: str, before: dict[str, Any], after: dict[str, Any], refused: str
) -> None:
    found = one(of(type, **before), of(type, **after))
    if refused:
        assert refused in found.refusals[0]
    else:
        assert found.refusals == ()


@pytest.mark.parametrize(
    ("type", "before", "after", "refused"),
    [
        pytest.param(
            "AWS::KMS::Key", {}, {"MultiRegion": True}, "MultiRegion", id="a key"
        ),
        pytest.param(
            "AWS::EC2::PrefixList",
            {"MaxEntries": 1, "Entries": [{"Cidr": "10.0.0.0/8"}]},
            {
                "MaxEntries": 2,
                "Entries": [{"Cidr": "10.0.0.0/8"}, {"Cidr": "11.0.0.0/8"}],
            },
            "Entries and MaxEntries",
            id="a prefix list",
        ),
        pytest.param(
            "Custom::It",
            {"ServiceToken": "a"},
            {"ServiceToken": "b"},
            "Token",
            id="custom",
        ),
    ],
)
def test_updates_that_aws_refuses(
    type: str, before: dict[str, Any], after: dict[str, Any], refused: str
) -> None:
    assert refused in one(of(type, **before), of(type, **after)).refusals[0]


def test_one_of_two_that_cannot_change_together_may() -> None:
    prefixes = "AWS::EC2::PrefixList"
    found = one(of(prefixes, MaxEntries=1), of(prefixes, MaxEntries=2))
    assert (found.effect, found.refusals) == (Effect.UPDATE, ())


def test_a_secret_that_is_generated_anew_is_at_stake() -> None:
    secret = "AWS::SecretsManager::Secret"
    found = one(
        of(secret, GenerateSecretString={"PasswordLength": 20}),
        of(secret, GenerateSecretString={"PasswordLength": 30}),
    )
    assert found.effect is Effect.UPDATE
    assert found.loses
    assert "a new value is generated" in found.notes[0]


def test_a_nested_stack_goes_with_all_in_it() -> None:
    before = tree({}, Data={"Queue": of(QUEUE), "Cluster": of(CLUSTER)})
    found = effects(before, tree({}))
    assert found == dict.fromkeys(
        ["Data/Queue", "Data", "Data/Cluster"], Effect.DESTROY
    )


def test_parameters_of_nested_stacks_show_in_what_they_change() -> None:
    before = tree(
        {"Data": {"Properties": {"TemplateURL": "Data.json"}}}, Data={"Q": of(QUEUE)}
    )
    after = tree({}, Data={"Q": of(QUEUE, DelaySeconds=1)})
    assert effects(before, after) == {"Data/Q": Effect.UPDATE}


def test_a_resource_under_another_logical_id_is_named() -> None:
    before = of_resources(Old=of(BUCKET, BucketName="a"))
    after = of_resources(New=of(BUCKET, BucketName="a"))
    gone, come = compare(before, after)
    assert (gone.path, gone.effect, gone.renamed) == ("Old", Effect.DESTROY, "New")
    assert (come.path, come.effect, come.renamed) == ("New", CREATED, "Old")


def test_two_that_look_alike_are_paired_once() -> None:
    before = of_resources(A=of(BUCKET, BucketName="a"), B=of(BUCKET, BucketName="a"))
    after = of_resources(C=of(BUCKET, BucketName="a"))
    assert sorted(found.renamed for found in compare(before, after)) == ["", "A", "C"]


def test_a_stack_in_another_region_is_made_anew() -> None:
    before = tree({"Q": of(QUEUE)}, "us-east-1")
    after = tree({"Q": of(QUEUE)}, "eu-west-1")
    (found,) = compare(before, after)
    assert found.effect is CREATED
    assert found.notes == (
        "its stack is made anew in eu-west-1; what is in us-east-1 stays there, "
        "unmanaged",
    )


def test_what_a_condition_decides_may_be() -> None:
    conditional = of(QUEUE) | {"Condition": "On"}
    sure, perhaps = switched(Q=of(QUEUE)), switched(Q=conditional)
    nothing = switched(Other=of(CLUSTER))
    seen = {
        "comes": compare(nothing, perhaps),
        "goes": compare(perhaps, nothing),
        "may go": compare(sure, perhaps),
        "may come": compare(perhaps, sure),
        "stays": compare(
            perhaps, switched(Q=of(QUEUE, DelaySeconds=1) | {"Condition": "On"})
        ),
    }
    found = {
        name: next((c.effect, c.certain) for c in changes if c.path == "Q")
        for name, changes in seen.items()
    }
    assert found == {
        "comes": (CREATED, False),
        "goes": (Effect.DESTROY, False),
        "may go": (Effect.DESTROY, False),
        "may come": (CREATED, False),
        "stays": (Effect.UPDATE, False),
    }
    assert "the condition On" in seen["may go"][0].notes[0]


def test_what_a_condition_may_take_is_kept_if_its_policy_says_so() -> None:
    before = switched(Q=of(QUEUE) | {"DeletionPolicy": "Retain"})
    after = switched(Q=of(QUEUE) | {"DeletionPolicy": "Retain", "Condition": "On"})
    (found,) = compare(before, after)
    assert (found.effect, found.fate) == (Effect.ORPHAN, Fate.KEPT)


KINDS: dict[str, dict[str, list[Any]]] = {
    QUEUE: {"DelaySeconds": [1, 2]},
    GROUP: {"GroupDescription": ["a", "b"]},
}
RESOURCES = st.dictionaries(
    st.sampled_from("ABCD"),
    st.sampled_from(
        [
            of(k, **{p: v})
            for k, all in KINDS.items()
            for p, vs in all.items()
            for v in vs
        ]
    ),
    min_size=1,
)


@given(RESOURCES)
def test_nothing_differs_from_itself(resources: dict[str, Any]) -> None:
    assert compare(of_resources(**resources), of_resources(**resources)) == ()


@given(RESOURCES, RESOURCES)
def test_swapping_the_sides_swaps_what_comes_and_what_goes(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    there = compare(of_resources(**one), of_resources(**other))
    back = compare(of_resources(**other), of_resources(**one))
    come = {c.path for c in there if c.effect is CREATED}
    gone = {c.path for c in back if c.effect in GONE}
    assert come == gone
    assert {c.path for c in there} == {c.path for c in back}
    assert there == compare(of_resources(**one), of_resources(**other))


def test_a_resource_that_seems_to_go_on_may_have_other_tags() -> None:
    def bucket(name: str) -> dict[str, Any]:
        return of(BUCKET, BucketName="a", Tags=[{"Key": "Name", "Value": name}])

    gone, come = compare(of_resources(Old=bucket("a")), of_resources(New=bucket("b")))
    assert (gone.renamed, come.renamed) == ("New", "Old")


def test_what_aws_refuses_stands_above_other_effects() -> None:
    before = of_resources(Key=of("AWS::KMS::Key"), Gone=of(CLUSTER))
    after = of_resources(Key=of("AWS::KMS::Key", MultiRegion=True))
    assert list(effects(before, after)) == ["Key", "Gone"]


def test_a_cause_stands_above_what_follows_it() -> None:
    def network(cidr: str) -> Model:
        group = of(GROUP, GroupDescription="g", VpcId={"Ref": "Vpc"})
        vpc = of("AWS::EC2::VPC", CidrBlock=cidr)
        return of_resources(A=group, Vpc=vpc)

    found = effects(network("10.0.0.0/16"), network("10.1.0.0/16"))
    assert list(found) == ["Vpc", "A"]
