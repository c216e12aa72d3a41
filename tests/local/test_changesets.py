from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import NO_SUCH_VPC, TOPIC
from tests.local.test_nested import NAME, child, leaf, nested, two_leaves

NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information "
    "to create a change set."
)


def changed(shown: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a change set does: action and logical id."""
    changes = [c["ResourceChange"] for c in shown["Changes"]]
    return [(c["Action"], c["LogicalResourceId"]) for c in changes]


def test_a_first_change_set_shows_additions_and_makes_nothing(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    assert changed(shown) == [("Add", "Topic")]
    assert shown["ExecutionStatus"] == "AVAILABLE"
    assert cloud.stack("s")["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert not cloud.resources("s")


def test_executing_it_makes_the_stack(cloud: Cloud) -> None:
    outputs = {"Arn": {"Value": {"Ref": "Topic"}}}
    body = template({"Topic": TOPIC}, Outputs=outputs)
    shown = cloud.preview("s", body, ChangeSetType="CREATE")
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    assert cloud.settled("s")["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.outputs("s")["Arn"].startswith("arn:aws:sns:us-east-1:")


def test_it_cannot_be_executed_twice(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    cloud.settled("s")
    with pytest.raises(ClientError, match="InvalidChangeSetStatus"):
        cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])


def test_a_repeated_request_is_no_second_execution(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    names = {"ChangeSetName": shown["ChangeSetId"], "ClientRequestToken": "once"}
    cloud.formation.execute_change_set(**names)
    cloud.settled("s")
    told = cloud.history("s")
    cloud.formation.execute_change_set(**names)
    assert cloud.history("s") == told


def test_no_changes_fail_the_change_set(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC})
    cloud.create("s", body)
    shown = cloud.preview("s", body, ChangeSetType="UPDATE")
    assert (shown["Status"], shown["StatusReason"]) == ("FAILED", NO_CHANGES)
    assert shown["ExecutionStatus"] == "UNAVAILABLE"


def test_a_parameter_that_reaches_one_child_changes_that_child(cloud: Cloud) -> None:
    body = two_leaves(cloud)
    cloud.create("root", body)
    shown = cloud.preview(
        "root",
        body,
        Parameters=given(Name="new"),
        ChangeSetType="UPDATE",
        IncludeNestedStacks=True,
    )
    assert changed(shown) == [("Modify", "First"), ("Modify", "Second")]
    change = shown["Changes"][0]["ResourceChange"]
    assert change["PhysicalResourceId"] == child(cloud, "First")
    inner = cloud.formation.describe_change_set(ChangeSetName=change["ChangeSetId"])
    assert changed(inner) == [("Modify", "Topic")]
    assert inner["ParentChangeSetId"] == shown["ChangeSetId"]
    with pytest.raises(ClientError, match="root change set"):
        cloud.formation.execute_change_set(ChangeSetName=inner["ChangeSetId"])


def test_a_new_child_shows_its_own_additions(cloud: Cloud) -> None:
    (url,) = cloud.upload({"leaf.json": leaf()})
    shown = cloud.preview(
        "root",
        template({"Leaf": nested(url)}),
        ChangeSetType="CREATE",
        IncludeNestedStacks=True,
    )
    inner = shown["Changes"][0]["ResourceChange"]["ChangeSetId"]
    described = cloud.formation.describe_change_set(ChangeSetName=inner)
    assert changed(described) == [("Add", "Topic")]


def test_replacement_and_removal_are_told(cloud: Cloud) -> None:
    def body(name: str, **more: Any) -> dict[str, Any]:
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}
        return template({"Logs": logs, **more})

    cloud.create("s", body("/one", Topic=TOPIC))
    shown = cloud.preview("s", body("/two"), ChangeSetType="UPDATE")
    assert changed(shown) == [("Modify", "Logs"), ("Remove", "Topic")]
    change = shown["Changes"][0]["ResourceChange"]
    assert (change["Replacement"], change["PolicyAction"]) == (
        "True",
        "ReplaceAndDelete",
    )
    assert change["Details"][0]["Target"]["RequiresRecreation"] == "Always"


def test_values_are_shown_on_request_and_secrets_never(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}
    secret = {"Name": {"Type": "String", "NoEcho": True}}
    body = template({"Topic": topic}, Parameters=secret)
    cloud.create("s", body, Parameters=given(Name="hush-one"))
    shown = cloud.preview(
        "s", body, Parameters=given(Name="hush-two"), ChangeSetType="UPDATE"
    )
    assert "AfterContext" not in shown["Changes"][0]["ResourceChange"]
    whole = cloud.formation.describe_change_set(
        ChangeSetName=shown["ChangeSetId"], IncludePropertyValues=True
    )
    assert "****" in whole["Changes"][0]["ResourceChange"]["AfterContext"]
    assert "hush" not in str(whole) and "hush" not in str(cloud.stack("s"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("UPDATE", r"Stack \[s\] does not exist", id="update of nothing"),
        pytest.param(
            "CREATE", "already exists and cannot be created", id="second create"
        ),
    ],
)
def test_the_wrong_kind_is_refused(cloud: Cloud, kind: str, words: str) -> None:
    if kind == "CREATE":
        cloud.create("s", template({"Topic": TOPIC}))
    with pytest.raises(ClientError, match=words):
        cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType=kind)


def test_a_wrong_template_makes_no_stack(cloud: Cloud) -> None:
    topic = {**TOPIC, "DependsOn": "Nobody"}
    with pytest.raises(ClientError, match="Unresolved resource dependencies"):
        cloud.preview("s", template({"Topic": topic}), ChangeSetType="CREATE")
    assert not cloud.formation.list_stacks()["StackSummaries"]


def test_a_rolled_back_stack_cannot_be_updated(cloud: Cloud) -> None:
    cloud.create("s", template({"Subnet": NO_SUCH_VPC}))
    with pytest.raises(ClientError, match="ROLLBACK_COMPLETE state and can not be"):
        cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="UPDATE")


def test_it_can_be_listed_and_deleted(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    listed = cloud.formation.list_change_sets(StackName="s")["Summaries"]
    assert [c["ChangeSetId"] for c in listed] == [shown["ChangeSetId"]]
    cloud.formation.delete_change_set(ChangeSetName=shown["ChangeSetId"])
    assert not cloud.formation.list_change_sets(StackName="s")["Summaries"]
    with pytest.raises(ClientError, match="does not exist"):
        cloud.formation.describe_change_set(ChangeSetName=shown["ChangeSetId"])


def test_the_previous_template_and_values_can_be_used(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}
    cloud.create(
        "s", template({"Topic": topic}, Parameters=NAME), Parameters=given(Name="a")
    )
    made = cloud.formation.create_change_set(
        StackName="s",
        ChangeSetName="same",
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": "Name", "UsePreviousValue": True}],
    )
    shown = cloud.formation.describe_change_set(ChangeSetName=made["Id"])
    assert shown["StatusReason"] == NO_CHANGES


def first_change(cloud: Cloud, shown: dict[str, Any], **how: Any) -> dict[str, Any]:
    described = cloud.formation.describe_change_set(
        ChangeSetName=shown["ChangeSetId"], **how
    )
    return dict(described["Changes"][0]["ResourceChange"])


def test_a_nested_stack_that_stays_as_it_is_has_a_failed_change_set(
    cloud: Cloud,
) -> None:
    body = two_leaves(cloud)
    cloud.create("root", body)
    shown = cloud.preview(
        "root", body, Parameters=given(Name="new"), IncludeNestedStacks=True
    )
    first, second = (c["ResourceChange"] for c in shown["Changes"])
    assert second["Details"] == [
        {
            "Target": {"Attribute": "Properties", "RequiresRecreation": "Never"},
            "Evaluation": "Dynamic",
            "ChangeSource": "Automatic",
        }
    ]
    describe = cloud.formation.describe_change_set
    inner = describe(ChangeSetName=second["ChangeSetId"])
    assert (inner["Status"], inner["StatusReason"]) == ("FAILED", NO_CHANGES)
    other = describe(ChangeSetName=first["ChangeSetId"])
    assert other["StatusReason"] == "Only executable from the root change set."
    assert other["ExecutionStatus"] == "UNAVAILABLE"
    assert other["RootChangeSetId"] == shown["ChangeSetId"]
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    assert cloud.settled("root")["StackStatus"] == "UPDATE_COMPLETE"
    assert "Second UPDATE_IN_PROGRESS" not in cloud.history("root")


def test_a_new_nested_stack_is_under_review_until_it_is_made(cloud: Cloud) -> None:
    (url,) = cloud.upload({"leaf.json": leaf()})
    body = template({"Leaf": nested(url)})
    shown = cloud.preview(
        "root", body, ChangeSetType="CREATE", IncludeNestedStacks=True
    )
    inner = cloud.formation.describe_change_set(
        ChangeSetName=first_change(cloud, shown)["ChangeSetId"]
    )
    reviewed = cloud.stack(inner["StackId"])
    assert reviewed["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert reviewed["ParentId"] == shown["StackId"]
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    cloud.settled("root")
    assert child(cloud, "Leaf") == inner["StackId"]
    assert cloud.stack(inner["StackId"])["StackStatus"] == "CREATE_COMPLETE"


def test_deleting_a_root_change_set_takes_those_of_its_nested_stacks(
    cloud: Cloud,
) -> None:
    (url,) = cloud.upload({"leaf.json": leaf()})
    body = template({"Leaf": nested(url)})
    shown = cloud.preview(
        "root", body, ChangeSetType="CREATE", IncludeNestedStacks=True
    )
    inner = first_change(cloud, shown)["ChangeSetId"]
    with pytest.raises(ClientError, match="deleted with the root"):
        cloud.formation.delete_change_set(ChangeSetName=inner)
    cloud.formation.delete_change_set(ChangeSetName=shown["ChangeSetId"])
    with pytest.raises(ClientError, match="does not exist"):
        cloud.formation.describe_change_set(ChangeSetName=inner)
    statuses = {s["StackName"]: s["StackStatus"] for s in listed(cloud)}
    assert statuses.pop("root") == "REVIEW_IN_PROGRESS"
    assert set(statuses.values()) == {"DELETE_COMPLETE"}


def listed(cloud: Cloud) -> list[dict[str, Any]]:
    return list(cloud.formation.list_stacks()["StackSummaries"])


def test_a_nested_stack_that_is_refused_fails_the_root_which_names_it(
    cloud: Cloud,
) -> None:
    (url,) = cloud.upload({"leaf.json": leaf()})
    shown = cloud.preview(
        "root",
        template({"Topic": TOPIC, "Leaf": nested(url, Nobody="x")}),
        ChangeSetType="CREATE",
        IncludeNestedStacks=True,
    )
    inner = shown["Changes"][1]["ResourceChange"]["ChangeSetId"]
    assert (shown["Status"], shown["StatusReason"]) == (
        "FAILED",
        f"Nested change set {inner} was not successfully created: Currently in FAILED.",
    )
    described = cloud.formation.describe_change_set(ChangeSetName=inner)
    assert described["StatusReason"] == (
        "Parameters: [Nobody] do not exist in the template"
    )


def test_each_place_that_changes_is_told_with_its_values(cloud: Cloud) -> None:
    def body(cidr: str, *tags: tuple[str, str]) -> dict[str, Any]:
        properties = {
            "CidrBlock": cidr,
            "Tags": [{"Key": key, "Value": value} for key, value in tags],
        }
        return template({"Vpc": {"Type": "AWS::EC2::VPC", "Properties": properties}})

    cloud.create("s", body("10.0.0.0/16", ("a", "1"), ("b", "2")))
    shown = cloud.preview("s", body("10.0.0.0/20", ("a", "3")))
    change = first_change(cloud, shown, IncludePropertyValues=True)
    targets = [detail["Target"] for detail in change["Details"]]
    assert targets == [
        {
            "Attribute": "Properties",
            "Name": "CidrBlock",
            "RequiresRecreation": "Always",
            "Path": "/Properties/CidrBlock",
            "BeforeValue": "10.0.0.0/16",
            "AfterValue": "10.0.0.0/20",
            "AttributeChangeType": "Modify",
        },
        {
            "Attribute": "Tags",
            "RequiresRecreation": "Never",
            "Path": "/Properties/Tags/0/Value",
            "BeforeValue": "1",
            "AfterValue": "3",
            "AttributeChangeType": "Modify",
        },
        {
            "Attribute": "Tags",
            "RequiresRecreation": "Never",
            "Path": "/Properties/Tags/1",
            "BeforeValue": '{"Key":"b","Value":"2"}',
            "AttributeChangeType": "Remove",
        },
    ]
    assert change["Scope"] == ["Properties", "Tags"]
    plain = first_change(cloud, shown)
    assert [d["Target"] for d in plain["Details"]] == [
        {
            "Attribute": "Properties",
            "Name": "CidrBlock",
            "RequiresRecreation": "Always",
        },
        {"Attribute": "Tags", "RequiresRecreation": "Never"},
    ]


def test_what_causes_a_change_is_told(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}
    named = {"Fn::GetAtt": ["Logs", "Arn"]}
    other = {**TOPIC, "Properties": {"DisplayName": named}}

    def body(name: str) -> dict[str, Any]:
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}
        made = {"Logs": logs, "Topic": topic, "Other": other}
        return template(made, Parameters=NAME)

    cloud.create("s", body("/one"))
    shown = cloud.preview("s", body("/two"), Parameters=given(Name="new"))
    details = {
        c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"]["Details"][0]
        for c in shown["Changes"]
    }
    told = {
        name: (d["ChangeSource"], d.get("CausingEntity"), d["Evaluation"])
        for name, d in details.items()
    }
    assert told == {
        "Logs": ("DirectModification", None, "Static"),
        "Topic": ("ParameterReference", "Name", "Static"),
        "Other": ("ResourceAttribute", "Logs.Arn", "Dynamic"),
    }


def test_changes_come_in_pages(cloud: Cloud) -> None:
    body = template({f"T{i}": TOPIC for i in range(130)})
    shown = cloud.preview("s", body, ChangeSetType="CREATE")
    assert len(shown["Changes"]) == 100 and shown["NextToken"]
    pages = cloud.formation.get_paginator("describe_change_set").paginate(
        ChangeSetName=shown["ChangeSetId"]
    )
    assert sum(len(page["Changes"]) for page in pages) == 130


def test_an_update_makes_it_obsolete(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    shown = cloud.preview("s", template({"Topic": TOPIC, "Other": TOPIC}))
    cloud.update("s", template({"Topic": TOPIC, "Third": TOPIC}))
    described = cloud.formation.describe_change_set(ChangeSetName=shown["ChangeSetId"])
    assert described["ExecutionStatus"] == "OBSOLETE"
    with pytest.raises(ClientError, match=r"current execution status of \[OBSOLETE\]"):
        cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])


def test_executing_one_deletes_the_others(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    shown = cloud.preview("s", template({"Topic": TOPIC, "Other": TOPIC}))
    other = cloud.preview("s", template({"Topic": TOPIC, "Third": TOPIC}))
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    cloud.settled("s")
    with pytest.raises(ClientError, match="does not exist"):
        cloud.formation.describe_change_set(ChangeSetName=other["ChangeSetId"])


def test_a_repeated_request_makes_one(cloud: Cloud) -> None:
    order = {
        "StackName": "s",
        "ChangeSetName": "one",
        "ChangeSetType": "CREATE",
        "ClientToken": "once",
        "TemplateBody": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
    }
    create = cloud.formation.create_change_set
    assert create(**order)["Id"] == create(**order)["Id"]
    with pytest.raises(ClientError, match="already exists"):
        create(**{**order, "ClientToken": "twice"})


def test_role_topics_and_alarms_come_with_it(cloud: Cloud) -> None:
    role, topic = "arn:aws:iam::123456789012:role/deploy", "arn:aws:sns:x:1:t"
    alarms = {
        "RollbackTriggers": [
            {"Arn": "arn:aws:cloudwatch:x", "Type": "AWS::CloudWatch::Alarm"}
        ],
        "MonitoringTimeInMinutes": 5,
    }
    shown = cloud.preview(
        "s",
        template({"Topic": TOPIC}),
        ChangeSetType="CREATE",
        RoleARN=role,
        NotificationARNs=[topic],
        RollbackConfiguration=alarms,
        Description="why",
    )
    assert (shown["NotificationARNs"], shown["Description"]) == ([topic], "why")
    assert shown["RollbackConfiguration"] == alarms
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    stack = cloud.settled("s")
    assert (stack["RoleARN"], stack["NotificationARNs"]) == (role, [topic])
    assert stack["RollbackConfiguration"] == alarms
    cloud.update("s", template({"Topic": TOPIC, "Other": TOPIC}))
    assert cloud.stack("s")["RoleARN"] == role


def test_on_failure_excludes_another_word_at_its_execution(cloud: Cloud) -> None:
    body = template({"Subnet": NO_SUCH_VPC})
    shown = cloud.preview("s", body, ChangeSetType="CREATE", OnStackFailure="DELETE")
    execute = cloud.formation.execute_change_set
    with pytest.raises(ClientError, match="DisableRollback cannot be specified"):
        execute(ChangeSetName=shown["ChangeSetId"], DisableRollback=False)
    execute(ChangeSetName=shown["ChangeSetId"])
    assert cloud.settled(shown["StackId"])["StackStatus"] == "DELETE_COMPLETE"


def test_there_are_no_hooks(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    hooks = cloud.formation.describe_change_set_hooks(
        ChangeSetName=shown["ChangeSetId"]
    )
    assert (hooks["Hooks"], hooks["Status"]) == ([], "PLANNED")
    results = cloud.formation.list_hook_results(
        TargetType="CHANGE_SET", TargetId=shown["ChangeSetId"]
    )
    assert results["HookResults"] == []
