"""Claims in the spec, in a file beside it, and both."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.project import Project
from cfngen.prove.claims.loading import claims_of
from cfngen.prove.claims.parsing import Read
from cfngen.spec.load import load
from cfngen.spec.reader import read
from tests.spec.specs import NEXTJS

BROKEN = "web --> database"


def project(folder: Path, claims: str = "", beside: str | bytes = "") -> Read:
    """Return the claims of nextjs with a text behind its spec, and one beside it."""
    (folder / "systems").mkdir()
    made = Project(folder)
    made.spec("nextjs").write_bytes((NEXTJS + claims).encode())
    if beside:
        content = beside.encode() if isinstance(beside, str) else beside
        made.claims("nextjs").write_bytes(content)
    file = made.spec("nextjs")
    source, _ = read(file, made.shown(file))
    return claims_of(made, load(made, "nextjs"), source)


LAST = NEXTJS.count("\n")


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        pytest.param("claims: |\n  {}\n", 2, 7, id="two blanks"),
        pytest.param("claims: |\n      {}\n", 2, 11, id="six blanks"),
        pytest.param("claims: |-\n  {}\n", 2, 7, id="stripped"),
        pytest.param("claims: |+\n\n\n  {}\n\n", 4, 7, id="blank lines first"),
        pytest.param("claims: |2\n     {}\n", 2, 10, id="indentation written"),
        pytest.param("claims: | # ours\n  # first\n  {}", 3, 7, id="comments"),
        pytest.param("claims: |\n  a -/-> b\n     {}\n", 3, 10, id="indented further"),
        pytest.param("claims: |\r\n  a -/-> b\r\n  {}\r\n", 3, 7, id="CRLF"),
        pytest.param("claims:\n  |\n  {}\n", 3, 7, id="bar on its own line"),
        pytest.param("claims: &mine |\n  {}\n", 2, 7, id="anchor"),
        pytest.param("claims: !!str |\n  {}\n", 2, 7, id="tag"),
    ],
)
def test_a_mistake_is_where_it_stands_in_the_spec(
    block: str, line: int, column: int, tmp_path: Path
) -> None:
    found = project(tmp_path, block.format(BROKEN)).findings
    places = [(one.file, one.path, one.line, one.column) for one in found]
    assert places == [("systems/nextjs.yaml", "claims", LAST + line, column)]
    text = (tmp_path / "systems" / "nextjs.yaml").read_text().splitlines()
    assert text[LAST + line - 1][column - 1 :].startswith("-->")


def test_a_claim_knows_where_it_stands(tmp_path: Path) -> None:
    found = project(tmp_path, "claims: |\n  web -/-> cache\n  cache -/-> web\n")
    said = [claim.said for claim in found.claims.written]
    assert [(one.place.line, one.place.column) for one in said] == [
        (LAST + 2, 3),
        (LAST + 3, 3),
    ]
    assert not any(one.follows for one in said)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param('claims: "web -/-> cache"\n', id="double quotes"),
        pytest.param("claims: 'web -/-> cache'\n", id="single quotes"),
        pytest.param("claims: web -/-> cache\n", id="plain"),
        pytest.param("claims: >\n  web -/-> cache\n  cache -/-> web\n", id="folded"),
    ],
)
def test_claims_are_a_block(block: str, tmp_path: Path) -> None:
    (found,) = project(tmp_path, block).findings
    assert (found.line, found.column, found.id) == (LAST + 1, 9, "CG800")
    assert found.message == "The claims are not written as a block of lines."
    assert found.mend == "Write claims: | and below it, indented, a claim a line."


@pytest.mark.parametrize(
    "block", [pytest.param("claims: |\n", id="empty"), pytest.param("", id="none")]
)
def test_a_spec_without_claims(block: str, tmp_path: Path) -> None:
    found = project(tmp_path, block)
    assert found.findings == ()
    assert found.claims.written == ()
    assert found.claims.derived


def test_a_file_beside_the_spec_shares_its_sets(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        "claims: |\n  set office = 203.0.113.0/24\n  group both = web, cache\n",
        "internet[office] -/-> both\ninternet[cloudflare] -/-> web\n",
    )
    assert found.findings == ()
    said = [one.said.place for one in found.claims.written]
    assert [(one.file, one.path, one.line) for one in said] == [
        ("systems/nextjs.claims", "", 1),
        ("systems/nextjs.claims", "", 2),
    ]


def test_the_same_in_both_is_too_much(tmp_path: Path) -> None:
    text = "web -/-> cache\n"
    found = project(tmp_path, f"claims: |\n  {text}", f"# again\n{text}").findings
    assert [(one.file, one.line, one.message) for one in found] == [
        (
            *("systems/nextjs.claims", 2),
            f"The claim is here again; it is on line {LAST + 2} "
            "of systems/nextjs.yaml.",
        )
    ]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (found,) = project(tmp_path, beside=b"web \xff").findings
    assert found.message == "The file is not UTF-8 text."


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "systems" / "nextjs.claims").mkdir(parents=True)
    made = Project(tmp_path)
    made.spec("nextjs").write_text(NEXTJS)
    source, _ = read(made.spec("nextjs"), "systems/nextjs.yaml")
    (found,) = claims_of(made, load(made, "nextjs"), source).findings
    assert found.message == "The file cannot be read: is a directory."
    assert found.mend == "Put a file in its place."


def test_ranges_of_the_project_that_do_not_fit_are_found(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cloudflare.json").write_text("{}")
    found = project(tmp_path).findings
    assert {one.id for one in found} == {"CG099"}
    assert {one.file for one in found} == {"data/cloudflare.json"}


def test_hidden_files_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / ".#nextjs.claims").symlink_to("me@here.1:2")
    made = Project(tmp_path)
    made.spec("nextjs").write_text(NEXTJS)
    source, _ = read(made.spec("nextjs"), "systems/nextjs.yaml")
    assert claims_of(made, load(made, "nextjs"), source).findings == ()
