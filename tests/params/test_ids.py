"""The ids of findings on parameter files: each one is in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ID = re.compile(r"CG4\d\d")


def test_the_page_has_a_row_for_each_id_and_for_no_other() -> None:
    sources = (ROOT / "src" / "cfngen" / "params").glob("*.py")
    used = {id for path in sources for id in ID.findall(path.read_text("utf-8"))}
    page = (ROOT / "docs" / "params.md").read_text("utf-8")
    assert re.findall(r"^\| (CG4\d\d) \|", page, re.M) == sorted(used)
