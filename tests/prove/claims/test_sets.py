"""Files of ranges that sets name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.prove.claims.texts import good, read

SET = "set partners = file(data/partners.txt), 192.0.2.1"


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "data" / "partners.txt"
    file.parent.mkdir()
    text = content.encode() if isinstance(content, str) else content
    file.write_bytes(text)
    return folder


def test_a_file_has_a_range_a_line(tmp_path: Path) -> None:
    text = "# ours\n203.0.113.0/24,\r\n\n2001:db8::/32  # v6\n198.51.100.0/24\n"
    ranges = good(SET, written(tmp_path, text)).claims.sets["partners"]
    assert len(ranges.v4) == 3
    assert len(ranges.v6) == 1


def test_a_bad_line_is_found_in_its_file(tmp_path: Path) -> None:
    text = "203.0.113.0/24\n  203.0.113.9/24\nnonsense\n"
    found = read(SET, written(tmp_path, text)).findings
    assert [(f.file, f.line, f.column, f.message) for f in found] == [
        ("data/partners.txt", 2, 3, "'203.0.113.9/24' is no address range."),
        ("data/partners.txt", 3, 1, "'nonsense' is no address range."),
    ]
    assert found[0].mend == "Did you mean 203.0.113.0/24?"


def test_a_file_without_ranges(tmp_path: Path) -> None:
    (found,) = read(SET, written(tmp_path, "# nobody\n\n")).findings
    assert found.message == "data/partners.txt holds no ranges."
    assert (found.line, found.column) == (1, 21)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (found,) = read(SET, written(tmp_path, b"\xff\xfe")).findings
    assert found.message == "data/partners.txt is not UTF-8 text."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "data" / "partners.txt").mkdir(parents=True)
    (found,) = read(SET, tmp_path).findings
    assert found.message == "data/partners.txt cannot be read: is a directory."


def test_without_a_project_there_are_no_files() -> None:
    (found,) = read(SET).findings
    assert found.message == "'data/partners.txt' is not a file of the project."


def test_a_file_that_is_too_long_is_not_read_in_part(tmp_path: Path) -> None:
    text = "203.0.113.0/24\n" * 70_000
    (found,) = read(SET, written(tmp_path, text)).findings
    assert found.message == "data/partners.txt is longer than a megabyte."
    assert found.mend


@pytest.mark.parametrize("target", ["../secret.txt", "partners.txt"])
def test_a_link_does_not_lead_out_of_the_project(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2\n")
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    (project / "data" / "partners.txt").symlink_to(f"../{target}")
    (found,) = read(SET, project).findings
    assert "hunter2" not in found.message
    assert found.line == 1


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "mine.txt").write_text("203.0.113.0/24\n")
    (tmp_path / "data" / "partners.txt").symlink_to("../mine.txt")
    assert len(good(SET, tmp_path).claims.sets["partners"].v4) == 2


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data" / "partners.txt")
    (found,) = read(SET, tmp_path).findings
    assert found.message == "data/partners.txt is no file."


def test_what_cannot_be_printed_is_not_repeated(tmp_path: Path) -> None:
    found = read(SET, written(tmp_path, "\x1b[2J\n203.0.113.0/24 10.0.0.0/8")).findings
    assert all(one.message.isprintable() for one in found)
    assert {one.mend for one in found} == {
        "Write a range on each line, such as 203.0.113.0/24."
    }
