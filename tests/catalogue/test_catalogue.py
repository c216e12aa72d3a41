"""The catalogue: everything that can find something is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfngen.catalogue import About, about, ours
from cfngen.catalogue.fixed import PARAMETERS, TARGETS
from cfngen.catalogue.reference import markdown
from cfngen.findings import Finding, Severity

SOURCE = Path(__file__).parents[2] / "src" / "cfngen"
EVERY = ours()


def test_every_id_of_the_source_is_there_once_and_no_other() -> None:
    used = {
        id
        for path in SOURCE.rglob("*.py")
        if "catalogue" not in path.parts
        for id in re.findall(r'"(CG\d{3})"', path.read_text("utf-8"))
    }
    ids = [one.id for one in EVERY]
    assert ids == sorted(set(ids))
    assert set(ids) == used


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_says_what_holds_in_a_sentence(one: About) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", one.holds)
    assert "\n" not in one.why
    assert not one.link or one.link.startswith("https://")


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        pytest.param("params", PARAMETERS, id="of parameter files"),
        pytest.param("environments", TARGETS, id="of environments"),
    ],
)
def test_what_a_page_lists_is_the_same(
    name: str, checks: tuple[tuple[str, str], ...]
) -> None:
    page = (SOURCE.parents[1] / "docs" / f"{name}.md").read_text("utf-8")
    listed = re.findall(r"^\| (CG4\d\d) \|", page, re.M)
    assert [id for id, _ in checks] == listed


@pytest.mark.parametrize(
    ("id", "holds", "severity"),
    [
        pytest.param("CG540", "A task that runs on Fargate", Severity.ERROR, id="ours"),
        pytest.param("CG105", "Every suppression", Severity.WARNING, id="a warning"),
        pytest.param("E1010", "GetAtt", Severity.ERROR, id="cfn-lint's"),
        pytest.param("W1030", "", Severity.WARNING, id="a warning of cfn-lint's"),
        pytest.param("F0001", "Resources section", Severity.ERROR, id="AWS's engine's"),
        pytest.param("CG999", "The check CG999.", Severity.ERROR, id="nobody's"),
        pytest.param("X1", "The check X1.", Severity.ERROR, id="no engine's"),
    ],
)
def test_a_check_is_known_by_its_id(id: str, holds: str, severity: Severity) -> None:
    (found,) = about({id}).values()
    assert found.id == id
    assert found.holds.startswith(holds)
    assert found.severity is severity


def test_what_is_asked_for_comes_by_id() -> None:
    assert list(about({"W1030", "CG540", "E1010"})) == ["CG540", "E1010", "W1030"]


def test_the_whole_says_nothing_twice() -> None:
    assert About("X", "It holds.", "It holds because.").whole == "It holds because."
    assert About("X", "It holds.", "Why not.").whole == "It holds. Why not."
    assert About("X", "It holds.").whole == "It holds."


def test_the_page_has_a_section_and_an_example() -> None:
    example = Finding("f", "p", "CG540", "Web/Task: too small.", "Make it larger.")
    page = markdown({"CG540": example})
    section = page[page.index("### CG540") :]
    assert section.startswith("### CG540\n\nA task that runs on Fargate has a size")
    assert "(error)\n" in section
    assert "[AWS](https://docs.aws.amazon.com/" in section
    assert "```text\nWeb/Task: too small.\n    Make it larger.\n```\n" in section
    headings = re.findall(r"^### (\S+)$", page, re.M)
    assert headings == sorted(headings)
    assert not [id for id in headings if id.startswith(("CG0", "CG4"))]
