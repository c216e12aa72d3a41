"""The fingerprint of the tools: it changes with whatever may change an answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cfnlint.helpers import get_cache_dir

from cfngen.gate.fingerprint import (
    AFTER,
    APART,
    SOURCE,
    fingerprint,
    of_generating,
    updated,
)
from tests.test_architecture import STAGES


class Tools:
    """A source folder, installed packages and fetched schemas, all of the test's."""

    def __init__(self, folder: Path) -> None:
        self.source, self.packages = folder / "cfngen", folder / "site"
        self.environ = {"XDG_CACHE_HOME": str(folder / "caches")}
        self.schemas = folder / "caches" / "aws" / "cfn-lint" / "schemas"
        for path in (
            *("checks/sizes.py", "layers/edge.py", "render/text.py"),
            *("data/plans.json", "a.txt"),
        ):
            (self.source / path).parent.mkdir(parents=True, exist_ok=True)
            (self.source / path).write_text("pass")
        (self.packages / "cfn_lint-1.58.0.dist-info").mkdir(parents=True)

    def fingerprint(self) -> str:
        path = (str(self.packages), "nowhere")
        return fingerprint(self.environ, self.source, path)

    def of_generating(self) -> str:
        return of_generating(self.source, (str(self.packages),))

    def fetch(self, date: str) -> None:
        self.schemas.mkdir(parents=True, exist_ok=True)
        (self.schemas / "version.json").write_text(date)


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(tmp_path)


CHANGES: dict[str, Callable[[Tools], object]] = {
    "a check": lambda t: (t.source / "checks/sizes.py").write_text("import os"),
    "a new check": lambda t: (t.source / "checks/more.py").write_text(""),
    "data": lambda t: (t.source / "data/plans.json").write_text("{}"),
    "another cfn-lint": lambda t: (t.packages / "cfn_lint-1.58.0.dist-info").rename(
        t.packages / "cfn_lint-1.59.0.dist-info"
    ),
    "one more package": lambda t: (t.packages / "regex-1.0.dist-info").mkdir(),
    "fetched schemas": lambda t: t.fetch("2027"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_with(change: str, tools: Tools) -> None:
    before = tools.fingerprint()
    assert tools.fingerprint() == before
    CHANGES[change](tools)
    assert tools.fingerprint() != before


def test_it_changes_when_schemas_are_fetched_again(tools: Tools) -> None:
    tools.fetch("2027")
    before = tools.fingerprint()
    tools.fetch("2028")
    assert tools.fingerprint() != before


def test_what_only_shows_findings_does_not_count(tools: Tools) -> None:
    before = tools.fingerprint()
    (tools.source / "render/text.py").write_text("import os")
    (tools.source / "a.txt").write_text("notes")
    assert tools.fingerprint() == before


MAKERS: dict[str, tuple[Callable[[Tools], object], bool]] = {
    "a layer": (lambda t: (t.source / "layers/edge.py").write_text("import os"), True),
    "a check": (CHANGES["a check"], False),
    "what shows": (lambda t: (t.source / "render/text.py").write_text("os"), False),
    "data": (CHANGES["data"], True),
    "a package": (CHANGES["one more package"], True),
    "schemas": (CHANGES["fetched schemas"], False),
}


@pytest.mark.parametrize("change", MAKERS)
def test_templates_hang_on_what_makes_them(change: str, tools: Tools) -> None:
    before = tools.of_generating()
    act, counts = MAKERS[change]
    act(tools)
    assert (tools.of_generating() != before) is counts


def test_the_stages_that_no_template_hangs_on_are_behind_generate() -> None:
    names = [name for names in STAGES for name in names]
    behind = names[names.index("freshness") + 1 :]
    assert {*behind} >= {*APART, *AFTER}
    assert {*behind} - {*APART, *AFTER} <= {"bootstrap", "package", "__main__"}


def test_the_stages_left_out_are_those_behind_the_gate() -> None:
    names = [name for names in STAGES for name in names]
    behind = set(names[names.index("gate") + 1 :])
    assert behind >= set(AFTER)
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert behind & folders <= {*AFTER, "catalogue"}


def test_schemas_are_looked_for_where_cfn_lint_keeps_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for environ in ({"XDG_CACHE_HOME": str(tmp_path)}, {}):
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        assert updated(environ) == Path(get_cache_dir())


def test_nothing_is_imported_for_it() -> None:
    code = (
        "import os, sys; from cfngen.gate.fingerprint import fingerprint;"
        "fingerprint(os.environ);"
        "sys.exit(bool({'cfnlint', 'troposphere', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
