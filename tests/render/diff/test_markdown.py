"""A diff as a comment on GitHub."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cfngen.diff import Diff
from cfngen.render.diff.markdown import render
from cfngen.render.markdown import MOST
from tests.render.diffs import ACROSS, SINCE, every, large, of_values


def test_what_is_at_stake_comes_first() -> None:
    text = render(every(), SINCE)
    assert text.startswith("### shop prod: main → working tree\n\n2 deleted, ")
    stake, table = text.index("> - `Jobs` is deleted"), text.index("| Deleted | `Jobs`")
    assert stake < table < text.index("<details>")
    assert text.index("| Kept unmanaged | `Bucket`") < text.index("| Deleted | `Old`")


def test_what_is_refused_has_a_box_of_its_own() -> None:
    text = render(every(), SINCE)
    box = "> [!WARNING]\n> AWS refuses the whole update:\n> - `New` would be created; "
    assert text.index("> [!CAUTION]") < text.index(box) < text.index("| Deleted |")
    assert "> - `Db` would be replaced" in text
    assert "AWS refuses Db, New, and with it the whole update." in text


def test_details_unfold() -> None:
    assert (
        "<details><summary>Group: is replaced; the old one is deleted</summary>\n"
        "\n"
        "```diff\n"
        "- GroupDescription: a\n"
        "+ GroupDescription: b  # cannot be updated\n"
        "```\n"
        "\n"
        "</details>\n"
    ) in render(every(), SINCE)


def test_secrets_are_not_shown() -> None:
    text = render(every(), SINCE)
    assert "! MasterUserPassword: changed, and not shown\n" in text
    assert "hunter" not in text


def test_environments_have_no_effects() -> None:
    text = render(every(), ACROSS)
    assert "CAUTION" not in text
    assert "| Only in prod | `New` | `AWS::ECS::Cluster` |" in text
    assert "replaced" not in text
    assert "--names shows it." in text


def test_a_value_cannot_end_its_block() -> None:
    text = render(of_values("a", "```\n</details>`````@all"), SINCE)
    fences = re.findall(r"^(`+)(?:diff)?$", text, re.M)
    assert fences == ["``````", "``````"]
    assert r"+ GroupDescription: ```\n</details>`````@all" in text


def test_titles_mean_nothing_to_markdown() -> None:
    sides = replace(SINCE, before="feature/*a*|`b`<i>@me")
    first = render(Diff(), sides).splitlines()[0]
    assert first == (
        "### shop prod: feature/&#42;a&#42;&#124;&#96;b&#96;&#60;i&#62;&#64;me"
        " → working tree"
    )


@pytest.mark.parametrize(
    ("count", "value"),
    [
        pytest.param(400, "x", id="the details"),
        pytest.param(3000, "x", id="the table"),
        pytest.param(300, "ä" * 400, id="not in ASCII"),
    ],
)
def test_a_comment_is_never_too_long(count: int, value: str) -> None:
    text = render(large(count, value), SINCE)
    assert MOST - 2_000 < len(text.encode()) <= MOST
    left = [int(number) for number in re.findall(r"^_(\d+) more: ", text, re.M)]
    details = text.count("<details>")
    rows = text.count("\n| Replaced |")
    assert rows + details + sum(left) == 2 * count


def test_what_fits_is_whole() -> None:
    assert "more: see" not in render(large(100), SINCE)


def test_nothing_is_short() -> None:
    assert render(Diff(), SINCE) == (
        "### shop prod: main → working tree\n\nNo resource differs.\n"
    )
