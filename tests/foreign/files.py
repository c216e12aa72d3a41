"""Templates in the styles that others write."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

FILES = tuple(
    sorted(file for file in FOLDER.rglob("*") if file.suffix in (".yaml", ".json"))
)
"""Every one, the nested ones too."""


ROOTS = tuple(
    file for file in FILES if "nested" not in file.parts or file.stem == "root"
)
"""Those that nobody nests."""


def shown(file: Path) -> str:
    """Return a template's name in test ids."""
    return file.relative_to(FOLDER).as_posix()
