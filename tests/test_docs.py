"""The documentation: whole, fresh, and about this project only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.committed import FILES, body
from tests.pages import PAGES, ROOT, shown

LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")


def test_what_is_generated_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "docs" / "reference.py"), "--check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_layer_has_a_page() -> None:
    names = {file.stem for file in FILES} - {"root"}
    pages = {page.stem for page in (ROOT / "docs" / "layers").glob("*.md")}
    assert {"service" if n.startswith("service-") else n for n in names} == pages


def test_every_system_has_a_page() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "systems").glob("*.md")}
    assert {file.parent.name for file in FILES} == pages


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_to_a_heading(page: Path) -> None:
    for target, heading in re.findall(
        r"\]\(([^)#:]*)#([^)]+)\)", page.read_text("utf-8")
    ):
        there = (page.parent / target) if target else page
        titles = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M)
        slugs = {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titles}
        assert heading in slugs, f"{target}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_outputs_that_commands_look_up_are_there(page: Path) -> None:
    own = page.stem if page.parent.name == "systems" else ""
    there = set[str]()
    for file in FILES:
        if file.stem == "root" and own in ("", file.parent.name):
            there |= body(file)["Outputs"].keys()
    asked = set(re.findall(r"\$\(output (\w+)\)", page.read_text("utf-8")))
    assert asked <= there


def test_the_changelog_starts_with_this_version() -> None:
    version = re.search(r"^version = (.+)$", (ROOT / "setup.cfg").read_text(), re.M)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert version is not None
    assert newest is not None
    assert newest[1] == version[1]
