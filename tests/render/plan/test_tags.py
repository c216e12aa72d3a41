"""Resources of which only the same tags change share a line."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import pytest

from cfngen.package import STACK
from cfngen.plan.planned import Cause, Kind, Planned
from cfngen.render.plan import json as planjson
from cfngen.render.plan.markdown import render as markdown
from cfngen.render.plan.tags import Tag, tags_of
from cfngen.render.plan.text import render
from tests.render.plans import DATABASE, NOISE, of

PARAMETER = "parameter WebImageTag"
RELEASE = Cause("Properties.Tags.0.Value", "v1", "v2", PARAMETER)
RELEASE = replace(RELEASE, place="Properties.Tags[Release].Value")
LOGS = Planned(Kind.UPDATE, "Web/Logs", "AWS::Logs::LogGroup", causes=(RELEASE,))
ROLE = Planned(Kind.UPDATE, "Web/Role", "AWS::IAM::Role", causes=(RELEASE,))
WEB = Planned(Kind.UPDATE, "Web", STACK)
LINE = "Tags of 2 resources: Release v1 → v2 (parameter WebImageTag); -v shows them"


def listed(**tags: str) -> str:
    """Return tags as CloudFormation writes them."""
    return json.dumps([{"Key": key, "Value": value} for key, value in tags.items()])


@pytest.mark.parametrize(
    ("cause", "tags"),
    [
        pytest.param(RELEASE, [Tag("Release", "v1", "v2")], id="an item's value"),
        pytest.param(
            Cause("Properties.Tags", listed(A="1", B="1"), listed(A="2", C="1")),
            [Tag("A", "1", "2"), Tag("B", "1", None), Tag("C", None, "1")],
            id="a list",
        ),
        pytest.param(
            Cause("Properties.Tags", None, listed(A="1", B="2")),
            [Tag("A", None, "1"), Tag("B", None, "2")],
            id="the first ones",
        ),
        pytest.param(Cause("Properties.Tags", None, '["a"]'), [], id="no tags at all"),
        pytest.param(
            Cause("Properties.UserPoolTags", '{"A": "1"}', '{"A": "2"}'),
            [Tag("A", "1", "2")],
            id="a map",
        ),
        pytest.param(
            Cause("Properties.Tags.a.b", "1", "2"), [Tag("a.b", "1", "2")], id="a key"
        ),
        pytest.param(Cause("Tags", why="the stack's tags"), [Tag("")], id="untold"),
        pytest.param(Cause("Properties.Tags.0.Value", "1", "2"), [], id="a number"),
        pytest.param(Cause("Properties.PropagateTags", "A", "B"), [], id="a switch"),
        pytest.param(Cause("Properties.Engine", "1", "2"), [], id="something else"),
    ],
)
def test_the_tags_of_a_cause(cause: Cause, tags: list[Tag]) -> None:
    assert list(tags_of(replace(LOGS, causes=(cause,)))) == tags


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(replace(LOGS, kind=Kind.REPLACE), id="replaced"),
        pytest.param(replace(LOGS, lost="its events"), id="something lost"),
        pytest.param(replace(LOGS, doubt="who knows"), id="a doubt"),
        pytest.param(replace(LOGS, noise=True), id="noise"),
        pytest.param(replace(LOGS, causes=()), id="nothing told"),
        pytest.param(
            replace(LOGS, causes=(RELEASE, *DATABASE.causes)), id="more than tags"
        ),
    ],
)
def test_whatever_else_happens_is_shown_by_itself(one: Planned) -> None:
    assert tags_of(one) == ()
    text = render(of(WEB, one, ROLE, replace(LOGS, path="Web/More")))
    assert "Tags of 2 resources" in text
    assert (f"{one.path} (" in text) == (not one.noise)


def test_one_line_stands_for_all_of_them_in_every_stack() -> None:
    more = replace(LOGS, path="Logs/Logs"), Planned(Kind.UPDATE, "Logs", STACK)
    assert render(of(WEB, LOGS, *more, DATABASE)).splitlines()[2:10] == [
        "Database (nested stack)",
        "  ! Database/Database (AWS::RDS::DBInstance) is replaced; the old one is "
        "deleted",
        "      lost: the databases in it",
        "      Engine: mysql → postgres  (the template; replaces it)",
        "      MasterUserPassword: changed, and not shown  (parameter Password)",
        "",
        LINE,
        "",
    ]


def test_they_are_updates_as_before_and_shown_on_demand() -> None:
    plan = of(WEB, LOGS, ROLE, NOISE)
    text = render(plan)
    assert "Web (nested stack)" not in text
    assert text.endswith("2 to update; 1 most likely unchanged.\n")
    assert planjson.summary(plan)["update"] == 2
    verbose = render(plan, verbose=True)
    assert "  ~ Web/Role (AWS::IAM::Role) is updated in place\n" in verbose
    assert "      Tags[Release].Value: v1 → v2  (parameter WebImageTag)\n" in verbose
    assert "Tags of" not in verbose


def test_the_json_keeps_each_of_them() -> None:
    told = json.loads(planjson.render(of(WEB, LOGS, ROLE)))
    assert [one["path"] for one in told["changes"]] == ["Web", "Web/Logs", "Web/Role"]
    assert told["changes"][1]["causes"][0]["path"] == "Properties.Tags.0.Value"


def test_a_comment_has_the_line_too() -> None:
    text = markdown(of(WEB, LOGS, ROLE))
    assert f"\n{LINE}\n" in unescape(text)
    assert "| Resource |" not in text


def test_one_resource_alone_is_shown() -> None:
    assert "~ Web/Logs (AWS::Logs::LogGroup) is updated" in render(of(WEB, LOGS))


def test_others_in_the_stack_stay_under_its_name() -> None:
    group = Planned(Kind.CREATE, "Web/Group", "AWS::EC2::SecurityGroup")
    text = render(of(WEB, LOGS, ROLE, group))
    assert "Web (nested stack) is updated in place\n  + Web/Group" in text
    assert text.endswith("2 to update.\n") or "1 to create, 2 to update." in text


def test_values_are_cut_masked_or_not_told() -> None:
    long, hidden = "x" * 200, "****"
    causes = (
        replace(RELEASE, after=f"{long}\x1b", why=""),
        Cause("Properties.Tags.Token", hidden, hidden),
        Cause("Tags"),
    )
    both = (replace(LOGS, causes=causes), replace(ROLE, causes=causes))
    text = " ".join(render(of(*both)).split())
    assert "(204 characters)" in text
    assert "Token changed, and not shown" in text
    assert "\x1b" not in text
    only = replace(LOGS, causes=causes[2:]), replace(ROLE, causes=causes[2:])
    assert "Tags of 2 resources change; -v shows them\n" in render(of(*only))
