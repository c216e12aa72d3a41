"""Items of lists by the names that they have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.cloud.changes import Change, Detail
from cfngen.plan.changeset.seen import Seen
from cfngen.plan.judging.causes import causes
from cfngen.plan.judging.naming import contexts, named
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Cause
from tests.plan.shop import SECRET, bodies, order


def statement(sid: str, action: str) -> dict[str, str]:
    said = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"Sid": sid, **said} if sid else said


BEFORE: dict[str, Any] = {
    "Tags": [{"Key": "Name", "Value": "a"}, {"Key": "my.team 1", "Value": "b"}],
    "ContainerDefinitions": [
        {"Name": "web", "Environment": [{"Name": "LOG", "Value": "info"}]},
        {"Name": "proxy"},
    ],
    "Policies": [
        {"PolicyName": "p", "Statement": [statement("", "a:B"), statement("Q", "c:D")]}
    ],
    "Subnets": ["subnet-1", "subnet-2"],
    "Twins": [{"Name": "a"}, {"Name": "a"}],
}
SWAPPED = {**BEFORE, "Tags": list(reversed(BEFORE["Tags"]))}
LONGER = {**BEFORE, "Tags": [*BEFORE["Tags"], {"Key": "New", "Value": "c"}]}


@pytest.mark.parametrize(
    ("path", "after", "place"),
    [
        pytest.param("Tags/1/Value", BEFORE, "Tags[my.team 1].Value", id="key"),
        pytest.param(
            "ContainerDefinitions/0/Environment/0/Value",
            BEFORE,
            "ContainerDefinitions[web].Environment[LOG].Value",
            id="name in name",
        ),
        pytest.param(
            "Policies/0/Statement/1/Action", BEFORE, "Policies[p].Statement[Q].Action"
        ),
        pytest.param(
            "Policies/0/Statement/0/Action", BEFORE, "Policies[p].Statement[0].Action"
        ),
        pytest.param("Tags/2", LONGER, "Tags[New]", id="comes"),
        pytest.param("Tags/1", None, "Tags[my.team 1]", id="goes"),
        pytest.param("Tags/0/Value", SWAPPED, "", id="another stands there"),
        pytest.param("Subnets/1", BEFORE, "", id="no names"),
        pytest.param("Twins/0/Name", BEFORE, "", id="no name of its own"),
        pytest.param("Tags/7/Value", BEFORE, "", id="not there"),
        pytest.param("Engine/0", BEFORE, "", id="no such property"),
    ],
)
def test_a_place_has_the_names_that_are_sure(path: str, after: Any, place: str) -> None:
    assert named(path.split("/"), BEFORE, after) == place


@pytest.mark.parametrize("context", ["", "{", '{"Properties":{"Tags":[{"Ke'])
def test_what_is_not_told_or_cut_off_names_nothing(context: str) -> None:
    change = Change("Modify", "A", "T", before=context, after=context)
    assert contexts(change) == (None, None)
    assert named(("Properties", "Tags", "0"), None, None) == ""


def caused(context: Any, *details: Detail, scope: tuple[str, ...] = ()) -> list[Cause]:
    """Return the causes of a change of the shop's database."""
    text = json.dumps({"Properties": context})
    told = Change(
        *("Modify", "Database", "T", "False"),
        scope=scope,
        details=details,
        before=text,
        after=text,
    )
    sides = Sides(order(bodies()), None, {})
    return list(causes(Seen("Data", told), sides))


def test_a_cause_keeps_its_path_and_has_a_place_beside_it() -> None:
    detail = Detail("Properties", "Tags", "/Properties/Tags/1/Value", before="b")
    (cause,) = caused(BEFORE, detail)
    assert cause.path == "Properties.Tags.1.Value"
    assert cause.place == "Properties.Tags[my.team 1].Value"
    (cause,) = caused({}, detail)
    assert cause.place == ""


def test_a_secret_is_in_no_name() -> None:
    detail = Detail("Properties", "Tags", "/Properties/Tags/0/Value", before="b")
    (cause,) = caused({"Tags": [{"Key": SECRET, "Value": "a"}]}, detail)
    assert cause.place == "Properties.Tags[****].Value"


def test_where_only_a_scope_is_told_the_stacks_tags_change() -> None:
    assert caused({}, scope=("Tags",)) == [Cause("Tags", why="the stack's tags")]
    assert caused({}, scope=("Properties",)) == []
