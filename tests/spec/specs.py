"""Specs for tests: the nextjs system with edits of its text, loaded from a project."""

from __future__ import annotations

from pathlib import Path

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.system import System

ROOT = Path(__file__).resolve().parents[2]
NEXTJS = (ROOT / "systems" / "nextjs.yaml").read_text("utf-8")

Edit = tuple[str, str]
"""A piece of the text, which is there, and what stands in its place."""


def edited(*edits: Edit) -> str:
    """Return the spec of nextjs with the first occurrence of each piece replaced."""
    text = NEXTJS
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def loaded(folder: Path, text: str, name: str = "nextjs") -> System:
    """Return the system that a text describes, as a project in `folder` loads it."""
    file = folder / "systems" / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8", newline="")
    return load(Project(folder), name)


def refused(folder: Path, text: str, name: str = "nextjs") -> tuple[Finding, ...]:
    """Return what is wrong with a text, nothing if it loads."""
    try:
        loaded(folder, text, name)
    except InputError as error:
        return error.findings
    return ()
