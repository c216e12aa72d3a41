"""The committed templates, as tests read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FILES = sorted(TEMPLATES.glob("*/*.json"))


def shown(file: Path) -> str:
    """Return a template's name as tests show it: `nextjs/network`."""
    return f"{file.parent.name}/{file.stem}"


def body(file: Path) -> dict[str, Any]:
    """Return a template."""
    read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return read


def resources(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the resources of a template by logical id."""
    yield from body(file)["Resources"].items()
