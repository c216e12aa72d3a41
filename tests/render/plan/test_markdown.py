"""A plan as a comment on GitHub."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cfngen.plan.planned import Blocked, Cause, Given, Kind, Planned
from cfngen.render.markdown import MOST
from cfngen.render.plan.markdown import render
from tests.render.plans import ARN, DATABASE, GROUP, NOISE, every, nothing, of

MALICE = "|`</details>\n```\n@all #1 <script> &amp; ![x](http://x) \\| ~~~\n| a | b |"


def test_a_small_plan_word_for_word() -> None:
    database = replace(DATABASE, causes=DATABASE.causes[:1])
    plan = of(database, GROUP, NOISE)
    plan = replace(plan, parameters=(Given("Zone", "a", "b", "--set"),))
    assert render(plan) == (
        "### shop-prod: update in us-east-1 of account 123456789012\n"
        "\n"
        "1 to replace, 1 to update; 1 most likely unchanged.\n"
        "\n"
        "**Database**\n"
        "\n"
        "| | Resource | Type |\n"
        "| --- | --- | --- |\n"
        "| is replaced; the old one is deleted; lost: the databases in it "
        "| `Database/Database` | `AWS::RDS::DBInstance` |\n"
        "\n"
        "**Network**\n"
        "\n"
        "| | Resource | Type |\n"
        "| --- | --- | --- |\n"
        "| is updated in place | `Network/WebGroup` | `AWS::EC2::SecurityGroup` |\n"
        "\n"
        "1 more that most likely does not change; -v shows it\n"
        "\n"
        "**Parameters**\n"
        "\n"
        "| Name | Was | Will be | From |\n"
        "| --- | --- | --- | --- |\n"
        "| `Zone` | `a` | `b` | `--set` |\n"
        "\n"
        "<details><summary>Database/Database is replaced; the old one is deleted"
        "</summary>\n"
        "\n"
        "```diff\n"
        "- Engine: mysql\n"
        "+ Engine: postgres  # the template; replaces it\n"
        "```\n"
        "\n"
        "</details>\n"
        "\n"
        "<details><summary>Network/WebGroup is updated in place</summary>\n"
        "\n"
        "```diff\n"
        "- SecurityGroupIngress[0]: tcp 443, 10.0.0.0/8\n"
        "+ SecurityGroupIngress[0]: tcp 443, anyone (0.0.0.0/0)  # the template\n"
        "! SecurityGroupIngress[0]: opens it to everybody\n"
        "```\n"
        "\n"
        "</details>\n"
    )


def test_what_is_blocked_comes_first() -> None:
    text = render(every())
    box = (
        "> [!CAUTION]\n> BLOCKED: not without your word:\n"
        "> - `Database/Database` would be replaced: a new one takes its place, without "
        "the databases in it; the old one is deleted; "
        "to allow it: `--allow-replace Database/Database`\n"
    )
    assert text.index("2 to delete") < text.index(box) < text.index("| Resource |")
    for heading in ("Exports", "Warnings", "Hooks", "Notes", "Capabilities"):
        assert f"\n**{heading}**\n\n- " in text
    assert "\nMonitoring: 1 that most likely does not change; -v shows it\n" in text


def test_a_shallow_plan_has_a_box() -> None:
    text = render(of(GROUP, shallow="The limit is reached."))
    assert "> [!WARNING]\n> SHALLOW PLAN: nested stacks were not evaluated:\n" in text
    assert "> - The limit is reached.\n" in text


def test_no_changes_are_short() -> None:
    line = "### shop-prod: no changes in us-east-1 of account 123456789012\n"
    assert render(nothing()) == line


def test_secrets_are_not_shown() -> None:
    text = render(nothing(parameters=(Given("Token", "****", "hunter2", "--set"),)))
    assert "hunter" not in text
    assert "| `Token` | `****` | `****` secret, cannot be compared | `--set` |" in text


def hostile() -> Planned:
    """Return a change whose every text tries to break out."""
    cause = Cause(f"Properties.{MALICE}", "a", MALICE, MALICE)
    json = '{"A": "x"}', '{"A": "```@all</details>"}'
    return Planned(
        Kind.REPLACE,
        "Web`|@all",
        "Custom::|@all",
        causes=(cause, Cause("Properties.J", *json)),
        lost=MALICE,
        doubt=MALICE,
    )


def test_no_value_breaks_what_it_stands_in_or_calls_anybody() -> None:
    plan = of(
        hostile(),
        parameters=(Given("Zone", MALICE, f"{MALICE}2", MALICE),),
        blocked=(Blocked("Web`|@all", "T", Kind.REPLACE, MALICE, MALICE),),
        notes=(MALICE,),
        exports=(MALICE,),
        shallow=MALICE,
    )
    text = render(plan)
    bare = re.sub(r"(`{3,})diff\n.*?\n\1\n", "", text, flags=re.S)
    bare = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", bare)
    assert "@" not in bare
    assert "<script" not in bare
    assert bare.count("<details>") == bare.count("</details>") == 1
    rows = [line for line in bare.splitlines() if line.startswith("| ")]
    assert [line.count("|") for line in rows] == [4, 4, 4, 5, 5, 5]
    assert not re.search(r"^\| a", text, re.M)


def large(count: int, value: str) -> tuple[Planned, ...]:
    """Return as many changes, each with a value."""
    cause = Cause("Properties.Name", value, f"{value}x", "the template")
    return tuple(
        Planned(
            Kind.UPDATE, f"Stack{n % 7}/Topic{n}", "AWS::SNS::Topic", causes=(cause,)
        )
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("count", "value"),
    [
        pytest.param(400, "x", id="the details"),
        pytest.param(3000, "x", id="the table"),
        pytest.param(300, "ä" * 400, id="not in ASCII"),
        pytest.param(300, "|" * 400, id="escaped"),
    ],
)
def test_a_comment_is_never_too_long(count: int, value: str) -> None:
    text = render(of(*large(count, value)))
    assert MOST - 4_000 < len(text.encode()) <= MOST
    left = [int(number) for number in re.findall(r"^_(\d+) more: ", text, re.M)]
    rows = text.count("| is updated in place |")
    assert rows + text.count("<details>") + sum(left) == 2 * count


def test_what_is_blocked_leaves_room_as_well() -> None:
    why = "<" * 400
    blocked = tuple(Blocked(f"A/B{n}", "T", Kind.DELETE, "l", why) for n in range(300))
    text = render(of(*large(300, "x"), blocked=blocked))
    assert len(text.encode()) <= MOST
    assert re.search(r"^> - and \d+ more$", text, re.M)


def test_an_account_is_known_by_the_stack() -> None:
    assert "of account 123456789012" in render(nothing(stack_id=ARN))
    assert "of account" not in render(nothing(stack_id=""))
