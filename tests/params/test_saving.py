"""Writing a parameter file whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.params import save


def test_a_new_file_appears_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "params" / "shop" / "dev.json"
    assert save(path, "[]\n")
    assert path.read_bytes() == b"[]\n"
    assert [p.name for p in path.parent.iterdir()] == ["dev.json"]


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_bytes(b"[]\n")
    before = path.stat()
    assert not save(path, "[]\n")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_changed_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_bytes(b"[]\n")
    path.chmod(0o640)
    assert save(path, "{}\n")
    assert path.read_bytes() == b"{}\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "shared.json", tmp_path / "dev.json"
    target.write_bytes(b"[]\n")
    link.symlink_to(target)
    save(link, "{}\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"{}\n"


def test_what_cannot_be_written_is_an_error_without_traces(tmp_path: Path) -> None:
    (tmp_path / "shop").write_bytes(b"in the way")
    with pytest.raises(InputError, match="cannot be written"):
        save(tmp_path / "shop" / "dev.json", "[]\n")
    assert [p.name for p in tmp_path.iterdir()] == ["shop"]
