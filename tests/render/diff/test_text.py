"""A diff as people read it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cfngen.diff import Diff, difference
from cfngen.model import Reference, Text
from cfngen.render.diff.text import render
from cfngen.render.diff.words import Sides
from tests import models
from tests.diff.small import CLUSTER, QUEUE, of, tree
from tests.models import of_template
from tests.render.diffs import ACROSS, SINCE, every, of_values

CUT = "…"
POLICY = "AWS::IAM::ManagedPolicy"

SINCE_MAIN = """\
shop prod: main → working tree

DATA OR IDENTITY AT STAKE
  Db (AWS::RDS::DBInstance) would be replaced; the old one is deleted after a\
 final snapshot
      left in a final snapshot only: the databases in it
      refused: it cannot be replaced while it keeps its own name (DBInstanceIdentifier)\
: the new one
        has to exist before the old one goes. Give it another name, or none
      StorageEncrypted: false → true  (cannot be updated)
      MasterUserPassword: changed, and not shown
  Jobs (AWS::SQS::Queue) is deleted
      lost with it: the messages that wait in it
  Bucket (AWS::S3::Bucket) leaves the stack and is kept by its DeletionPolicy
      left behind: its objects

REFUSED BY AWS
  New (AWS::ECS::Cluster) would be created
      refused: its ClusterName is taken by Old, which goes only after the new one\
 has come
      note: the same as Old, which goes; nothing is moved

Deleted
  Old (AWS::ECS::Cluster)
      note: the same as New, which is created; nothing is moved

Replaced
  Group (AWS::EC2::SecurityGroup)
      GroupDescription: a → b  (cannot be updated)

Updated
  Trusting (AWS::Logs::LogGroup)
      Tags[host].Value: new value, as Db is replaced

In the template only
  Told (AWS::ECS::Cluster)
      Metadata.Why: a → b

Settings that differ, and change no resource
  Idle: a → b

Outputs
  Host: perhaps a new value, as Db is replaced

2 deleted, 2 replaced, 1 kept unmanaged, 1 created, 1 updated, 1 in the template only.
Data or an identity is at stake: Db, Jobs, Bucket.
AWS refuses Db, New, and with it the whole update.
"""

DEV_AND_PROD = """\
shop: dev → prod

Different
  Db (AWS::RDS::DBInstance)
      StorageEncrypted: false → true
      MasterUserPassword: changed, and not shown
  Group (AWS::EC2::SecurityGroup)
      GroupDescription: a → b
  Told (AWS::ECS::Cluster)
      Metadata.Why: a → b

Only in dev
  Bucket (AWS::S3::Bucket)
  Jobs (AWS::SQS::Queue)
  Old (AWS::ECS::Cluster)

Only in prod
  New (AWS::ECS::Cluster)

Settings that differ, and change no resource
  Idle: a → b

3 different, 3 only in dev, 1 only in prod.
What differs by the environment's name only is left out; --names shows it.
"""


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        pytest.param(SINCE, SINCE_MAIN, id="since a revision"),
        pytest.param(ACROSS, DEV_AND_PROD, id="across environments"),
    ],
)
def test_every_kind_of_change(sides: Sides, expected: str) -> None:
    assert render(every(), sides) == expected


def test_no_difference_is_said() -> None:
    assert render(Diff(), SINCE) == (
        "shop prod: main → working tree\n\nNo resource differs.\n"
    )


def test_colours_add_escapes_and_change_no_word() -> None:
    coloured = render(every(), SINCE, colour=True)
    assert "\x1b[1;31mDATA OR IDENTITY AT STAKE" in coloured
    assert re.sub(r"\x1b\[[\d;]+m", "", coloured) == render(every(), SINCE)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        pytest.param("a", None, "a → (none)", id="taken away"),
        pytest.param("", "a", '"" → a', id="empty text"),
        pytest.param(
            "a\nb", "a\x1b[31mb", r"a\nb → a\x1b[31mb", id="control characters"
        ),
    ],
)
def test_values_are_escaped(before: Any, after: Any, line: str) -> None:
    assert f"      GroupDescription: {line}  (cannot be updated)\n" in render(
        of_values(before, after), SINCE
    )


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        pytest.param("x" * 60, "y" * 60, ("x" * 60, "y" * 60), id="whole"),
        pytest.param(
            "x" * 99,
            "x" * 99 + "y",
            (f"{CUT}{'x' * 20}", f"{CUT}{'x' * 20}y"),
            id="cut before what differs",
        ),
        pytest.param(
            "a" + "x" * 99, "b", (f"a{'x' * 87}{CUT}", "b"), id="cut after what differs"
        ),
    ],
)
def test_values_that_are_long_stand_below_each_other(
    before: str, after: str, lines: tuple[str, str]
) -> None:
    assert (
        "      GroupDescription:  (cannot be updated)\n"
        f"        - {lines[0]}\n"
        f"        + {lines[1]}\n"
    ) in render(of_values(before, after), SINCE)


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        pytest.param(60, ["      refused: it cannot be replaced while it keeps its"]),
        pytest.param(80, ["      would be replaced; the old one is deleted after a"]),
        pytest.param(140, ["  Db (AWS::RDS::DBInstance) would be replaced; the"]),
    ],
    ids=str,
)
def test_words_go_on_where_the_terminal_ends(columns: int, lines: list[str]) -> None:
    text = render(every(), SINCE, columns=columns)
    assert all(line in text for line in lines)
    remarks = [line for line in text.splitlines() if line.startswith(" " * 6)]
    assert max(map(len, remarks)) <= columns


def test_a_list_of_items_has_its_name_once() -> None:
    statement = {"Effect": "Allow", "Action": ["a:B", "a:C"]}
    other = {"Effect": "Allow", "Action": ["a:D", "a:E"]}
    found = difference(
        *(
            of_template(
                {"Resources": {"It": of(POLICY, PolicyDocument={"Statement": [s]})}}
            )
            for s in (statement, other)
        )
    )
    assert (
        "      PolicyDocument.Statement[0].Action[]:\n"
        "        - a:B\n"
        "        - a:C\n"
        "        + a:D\n"
        "        + a:E\n"
    ) in render(found, SINCE)


def test_what_comes_of_one_replacement_is_one_line() -> None:
    before, after = (
        models.model("nextjs", "prod"),
        models.model("nextjs", "prod", DatabaseSnapshotIdentifier="before"),
    )
    text = render(difference(before, after), SINCE)
    assert text.count("[DATABASE_HOST].Value and 2 more:\n") == 2
    assert "DATABASE_PORT" not in text


def test_a_stack_stands_for_what_is_in_it() -> None:
    stack = {"Queue": of(QUEUE), "One": of(CLUSTER), "Two": of(CLUSTER)}
    text = render(difference(tree({}, Data=stack), tree({})), SINCE)
    assert "  Data/Queue (AWS::SQS::Queue) is deleted\n" in text
    assert "  Data (AWS::CloudFormation::Stack): with 2 resources in it\n" in text
    assert "Data/One" not in text
    assert "4 deleted." in text
    across = render(difference(tree({}), tree({}, Data=stack)), ACROSS)
    assert "Only in prod\n  Data (AWS::CloudFormation::Stack): with 3" in across


def test_what_is_refused_stands_above_the_rest_and_below_all() -> None:
    key = "AWS::KMS::Key"
    before = of_template({"Resources": {"Key": of(key), "A": of(CLUSTER)}})
    after = of_template({"Resources": {"Key": of(key, MultiRegion=True)}})
    text = render(difference(before, after), SINCE)
    assert text.index("REFUSED BY AWS\n  Key ") < text.index("Deleted\n  A ")
    assert text.endswith("AWS refuses Key, and with it the whole update.\n")


def test_only_the_first_are_named_below_all() -> None:
    queues = {name: of(QUEUE) for name in "ABCDE"}
    found = difference(
        of_template({"Resources": queues | {"It": of(CLUSTER)}}),
        of_template({"Resources": {"It": of(CLUSTER)}}),
    )
    assert render(found, SINCE).endswith("at stake: A, B, C and 2 more.\n")


def test_values_that_are_known_by_name() -> None:
    def model(target: str) -> Any:
        queues = {"A": of(QUEUE), "B": of(QUEUE)}
        value = {"Fn::Sub": f"to ${{{target}.Arn}}"}
        group = of("AWS::Logs::LogGroup", Tags=[{"Key": "k", "Value": value}])
        return of_template({"Resources": {**queues, "Group": group}})

    assert model("A")["Group"].get("Tags", 0, "Value") == Text(
        ("to ", Reference("A", "Arn"))
    )
    text = render(difference(model("A"), model("B")), SINCE)
    assert "      Tags[k].Value: to ${A.Arn} → to ${B.Arn}\n" in text


def test_another_order_is_a_line() -> None:
    group = "AWS::ElastiCache::ReplicationGroup"
    models = [
        of_template({"Resources": {"It": of(group, PreferredCacheClusterAZs=zones)}})
        for zones in (["a", "b"], ["b", "a"])
    ]
    text = render(difference(models[0], models[1]), SINCE)
    assert "PreferredCacheClusterAZs: a, b → b, a  (cannot be updated, order)" in text


def test_a_change_that_is_not_sure_says_may() -> None:
    before = of_template({"Resources": {"It": of("Custom::It", A=1)}})
    after = of_template({"Resources": {"It": of("Custom::It", A=2)}})
    text = render(difference(before, after), SINCE)
    assert "May be replaced\n  It (Custom::It)\n" in text


def test_nextjs_dev_and_prod() -> None:
    found = difference(models.model("nextjs", "dev"), models.model("nextjs", "prod"))
    text = render(found, Sides("nextjs", "dev", "prod", effects=False))
    assert (
        "  Database/Database (AWS::RDS::DBInstance)\n"
        "      DBInstanceClass: db.t4g.micro → db.t4g.small\n"
        "      MultiAZ: false → true\n"
        "      AllocatedStorage: 20 → 100\n"
        "      MaxAllocatedStorage: 100 → 500\n"
        "      BackupRetentionPeriod: 1 → 7\n"
        "      DeletionProtection: false → true\n"
    ) in text
    assert "Only in prod\n  Network/NatEip2 (AWS::EC2::EIP)\n" in text
