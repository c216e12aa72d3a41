"""The fake carries the real systems, not only the small one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.driving import NAME, deployed, planned
from tests.fakes.stacks import STACK
from tests.fakes.world import World

HOME = Path(__file__).resolve().parents[2]
SYSTEMS = sorted(path.parent.name for path in (HOME / "templates").glob("*/root.json"))


def tree(
    folder: Path, file: str = "root.json"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a template and those of its nested stacks."""
    template = json.loads((folder / file).read_text("utf-8"))
    return template, {
        name: tree(folder, resource["Properties"]["TemplateURL"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == STACK
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_is_created_and_then_has_nothing_to_change(system: str) -> None:
    world = World()
    url = world.package(*tree(HOME / "templates" / system))
    file = HOME / "params" / system / "prod.json"
    written = json.loads(file.read_text("utf-8"))
    given = {entry["ParameterKey"]: entry["ParameterValue"] for entry in written}
    more: dict[str, Any] = {"url": url, "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    state = deployed(world, given, ChangeSetType="CREATE", **more)
    assert state == "CREATE_COMPLETE"
    assert planned(world, given, **more)["Status"] == "FAILED"
    stacks = [stack for stack in world.stacks.all.values() if stack.name != NAME]
    assert {stack.status for stack in stacks} == {"CREATE_COMPLETE"}
