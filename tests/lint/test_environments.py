"""CG104: environments differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cfngen.findings import Severity
from tests.lint.subjects import judge, subject

ROOT: dict[str, Any] = {
    "root.json": {"Parameters": {"EnvironmentName": {}, "Size": {}, "Tasks": {}}}
}


def values(name: str, size: str = "small", tasks: str = "1") -> dict[str, str]:
    return {"Size": size, "Tasks": tasks, "EnvironmentName": name}


def test_environments_that_differ_are_let_be(tmp_path: Path) -> None:
    both = {"dev": values("dev"), "prod": values("prod", tasks="2")}
    assert judge("CG104", subject(tmp_path, ROOT, both)) == []


def test_one_environment_is_like_no_other(tmp_path: Path) -> None:
    assert judge("CG104", subject(tmp_path, ROOT, {"dev": values("dev")})) == []
    assert judge("CG104", subject(tmp_path / "none", ROOT)) == []


def test_a_copy_is_found_at_its_name(tmp_path: Path) -> None:
    both = {"dev": values("dev"), "prod": values("prod")}
    (found,) = judge("CG104", subject(tmp_path, ROOT, both))
    assert (found.file, found.path, found.line) == (
        "params/shop/prod.json",
        "EnvironmentName",
        4,
    )
    assert found.severity is Severity.WARNING
    assert found.message == "prod is dev under another name."
    assert "remove the file" in found.mend


def test_each_copy_is_found_once(tmp_path: Path) -> None:
    names = ("dev", "prod", "test")
    three = {name: values(name) for name in names}
    found = judge("CG104", subject(tmp_path, ROOT, three))
    assert [f.file for f in found] == ["params/shop/prod.json", "params/shop/test.json"]
