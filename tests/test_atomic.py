"""Files that are written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.atomic import replace


@pytest.mark.parametrize("there", [True, False], ids=["over another", "anew"])
def test_a_private_file_is_its_owners_only(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "folder" / "plan.json"
    if there:
        replace(path, b"old")
        path.chmod(0o664)
    replace(path, b"new", private=True)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["plan.json"]


def test_permissions_stay_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
