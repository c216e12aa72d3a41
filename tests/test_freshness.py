"""Generated templates against committed ones, as values and as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.errors import CfngenError
from cfngen.freshness import Comparison, State, bring_up_to_date, compare, difference

TEMPLATE = '{\n  "AWSTemplateFormatVersion": "2010-09-09"\n}\n'


@pytest.mark.parametrize(
    ("committed", "generated", "state"),
    [
        pytest.param("a", "a", State.FRESH, id="the same"),
        pytest.param("a", "b", State.STALE, id="another text"),
        pytest.param("a\r\n", "a\n", State.STALE, id="other line ends"),
        pytest.param("", "a", State.STALE, id="an empty file"),
        pytest.param(None, "a", State.MISSING, id="no file"),
        pytest.param("a", None, State.SUPERFLUOUS, id="no layer"),
    ],
)
def test_the_state_of_a_file(
    committed: str | None, generated: str | None, state: State
) -> None:
    assert Comparison(Path("x.json"), committed, generated).state is state


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("x.json", TEMPLATE.replace("  ", "    "), id="another layout"),
        pytest.param("x.json", '{\n  "a": 1\n}\n', id="no template"),
        pytest.param("x.json", '"AWSTemplateFormatVersion"\n', id="no object"),
        pytest.param("x.json", "<<<<<<< HEAD\n", id="no JSON"),
        pytest.param("x.txt", TEMPLATE, id="another ending"),
    ],
)
def test_a_file_that_cfngen_did_not_write_is_none_of_its_business(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert compare(tmp_path, {}) == ()


def test_a_template_that_no_layer_makes_is_superfluous(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(TEMPLATE, "utf-8")
    (found,) = compare(tmp_path, {})
    assert found == Comparison(tmp_path / "old.json", TEMPLATE, None)


def test_bytes_that_are_no_text_are_stale(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xff\n")
    (found,) = compare(tmp_path, {"x.json": "a\n"})
    assert found.state is State.STALE


def test_bringing_up_to_date_makes_everything_fresh(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "shop"
    folder.mkdir(parents=True)
    (folder / "stale.json").write_bytes(b"\xff")
    (folder / "old.json").write_text(TEMPLATE, "utf-8")
    generated = {"stale.json": "é\n", "missing.json": "b\n"}
    bring_up_to_date(compare(folder, generated))
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert files == {"stale.json": "é\n".encode(), "missing.json": b"b\n"}


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "shop"
    bring_up_to_date(compare(folder, {"root.json": TEMPLATE}))
    assert (folder / "root.json").read_text("utf-8") == TEMPLATE


def test_a_new_file_can_be_read_by_whom_the_umask_allows(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    bring_up_to_date(compare(tmp_path, {"root.json": TEMPLATE}))
    made, plain = tmp_path / "root.json", tmp_path / "plain"
    assert made.stat().st_mode == plain.stat().st_mode


def test_what_the_file_system_refuses_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "root.json").mkdir()
    with pytest.raises(CfngenError) as caught:
        bring_up_to_date(compare(tmp_path, {"root.json": TEMPLATE}))
    assert str(tmp_path / "root.json") in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["root.json"]


def test_a_difference_is_a_unified_diff() -> None:
    comparison = Comparison(Path("x.json"), "a\nb\n", "a\nc\n")
    assert list(difference(comparison, "x.json")) == [
        "--- a/x.json",
        "+++ b/x.json",
        "@@ -1,2 +1,2 @@",
        " a",
        "-b",
        "+c",
    ]


def test_a_missing_line_end_is_shown_as_git_shows_it() -> None:
    comparison = Comparison(Path("x.json"), "a", "a\n")
    lines = list(difference(comparison, "x.json"))
    assert lines[3:] == ["-a", "\\ No newline at end of file", "+a"]


@pytest.mark.parametrize(
    ("committed", "generated", "heads"),
    [
        pytest.param(None, "a\n", ["--- /dev/null", "+++ b/x.json"], id="missing"),
        pytest.param("a\n", None, ["--- a/x.json", "+++ /dev/null"], id="superfluous"),
    ],
)
def test_a_side_that_is_not_there_is_the_null_device(
    committed: str | None, generated: str | None, heads: list[str]
) -> None:
    comparison = Comparison(Path("x.json"), committed, generated)
    assert list(difference(comparison, "x.json"))[:2] == heads
