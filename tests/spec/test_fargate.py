"""The sizes of tasks are those that cfn-lint knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cfnlint

from cfngen.spec.fargate import CPU_UNITS, memory_of


def known() -> dict[int, tuple[int, ...]]:
    """Return cfn-lint's memory sizes by CPU units."""
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "extensions"
    file = folder / "aws_ecs_taskdefinition" / "fargate_cpu_memory.json"
    pairs = json.loads(file.read_text("utf-8"))["then"]["anyOf"]
    return {
        int(pair["properties"]["Cpu"]["then"]["enum"][0]): memory(
            pair["properties"]["Memory"]["then"]
        )
        for pair in pairs
    }


def memory(rule: dict[str, Any]) -> tuple[int, ...]:
    """Return the sizes that a rule of cfn-lint allows."""
    if "enum" in rule:
        return tuple(int(size) for size in rule["enum"])
    step = rule["multipleOf"]
    return tuple(range(rule["minimum"], rule["maximum"] + step, step))


NOT_YET = {32768}
"""cfn-lint has 32 vCPU; the AWS pages that the table rests on do not."""


def test_sizes_are_those_of_fargate() -> None:
    expected = {cpu: sizes for cpu, sizes in known().items() if cpu not in NOT_YET}
    assert {cpu: memory_of(cpu) for cpu in CPU_UNITS} == expected
