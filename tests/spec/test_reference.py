"""The reference names every key and every check."""

from __future__ import annotations

import re

from cfngen.spec import checks
from cfngen.spec.fargate import CPU_UNITS
from cfngen.spec.reference import markdown
from cfngen.spec.schema import schema


def test_every_key_has_a_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", markdown(), re.MULTILINE)
    definitions = (schema(), *schema()["$defs"].values())
    keys = {key for part in definitions for key in part.get("properties", ())}
    assert keys <= set(rows)


def test_every_section_that_is_linked_has_a_heading() -> None:
    text = markdown()
    headings = re.findall(r"^### `(.+)`$", text, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9_-]", "", heading) for heading in headings}
    linked = set(re.findall(r"\(#([^)]+)\)", text))
    assert linked
    assert linked <= anchors


def test_rows_say_what_a_value_is() -> None:
    lines = markdown().splitlines()
    assert (
        "| `domain` | a domain name, at most 64 characters | required | Domain name "
        "unless a parameter file says otherwise. |"
    ) in lines
    assert (
        "| `max` | 1 to 256 in steps of 0.5 | `4` | ACU at most, unless a parameter "
        "file says otherwise. |"
    ) in lines
    assert (
        "| `nat` | `none`, `single` or `per-zone` | `none` | NAT gateways of the "
        "private tier unless a parameter file says otherwise. |"
    ) in lines
    assert "| `2048` | `4096` to `16384` in steps of 1024 |" in lines


def test_every_size_and_check_is_there() -> None:
    text = markdown()
    assert all(f"| `{cpu}` | " in text for cpu in CPU_UNITS)
    for check in checks.every():
        assert f"| `{check.id}` | {check.rule} |" in text


def test_checks_have_ids_of_their_own_and_a_rule() -> None:
    ids = [check.id for check in checks.every()]
    assert len(ids) == len(set(ids))
    for check in checks.every():
        assert re.fullmatch(r"CG0\d\d", check.id)
        assert re.fullmatch(r"[A-Z][^\n]+\.", check.rule), check.id
