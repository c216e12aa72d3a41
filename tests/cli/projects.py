"""A project to try commands on."""

from __future__ import annotations

from pathlib import Path

from cfngen.project import Project

EXAMPLE = Path(__file__).parents[2] / "systems" / "nextjs.yaml"


def two_systems(folder: Path) -> Project:
    """Return a project with the systems nextjs and shop and nothing generated."""
    made = Project(folder.resolve())
    made.spec("nextjs").parent.mkdir()
    text = EXAMPLE.read_text("utf-8").partition("\nenvironments:")[0]
    made.spec("nextjs").write_text(text, "utf-8")
    made.spec("shop").write_text(
        text.replace("system: nextjs", "system: shop"), "utf-8"
    )
    return made
