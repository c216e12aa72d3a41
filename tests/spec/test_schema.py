"""The JSON Schema for editors: fresh, true to the models, and strict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from cfngen.spec.schema import render, schema
from cfngen.spec.words import FORMS
from tests.spec.specs import NEXTJS, ROOT, edited

SYSTEMS = sorted((ROOT / "systems").glob("*.yaml"))

FILE = ROOT / "docs" / "schema" / "system.schema.json"


def wrong(text: str) -> list[str]:
    """Return the places that the committed schema refuses."""
    committed = json.loads(FILE.read_text("utf-8"))
    errors = Draft202012Validator(committed).iter_errors(yaml.safe_load(text))
    return sorted(".".join(map(str, error.absolute_path)) for error in errors)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping of the schema."""
    if isinstance(node, dict):
        yield node
    for below in node.values() if isinstance(node, dict) else node:
        if isinstance(below, dict | list):
            yield from parts(below)


def test_the_committed_schema_is_fresh() -> None:
    assert FILE.read_text("utf-8") == render(), "run: make docs"


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", SYSTEMS, ids=lambda file: file.stem)
def test_the_systems_fit(file: Path) -> None:
    assert wrong(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        pytest.param(("health_check", "heath_check"), "services.web", id="unknown key"),
        pytest.param(("  domain: nextjs.example.com\n", ""), "edge", id="missing key"),
        pytest.param(("port: 3000", "port: '1'"), "services.web.port", id="kind"),
        pytest.param(("port: 3000", "port: 0"), "services.web.port", id="bounds"),
        pytest.param(("cpu: 512", "cpu: 500"), "services.web.cpu", id="size"),
        pytest.param(("nat: single", "nat: one"), "network.nat", id="word"),
        pytest.param(
            ("  storage:", "  capacity: {min: 0.7}\n  storage:"),
            "database.capacity.min",
            id="step",
        ),
        pytest.param(
            ("nat: single", "nat: single\n  endpoints: [logs, logs]"),
            "network.endpoints",
            id="word twice",
        ),
        pytest.param(("10.0.0.0/16", "10.0.0.0"), "network.cidr", id="form"),
        pytest.param(("  web:", "  Web:"), "services", id="name"),
        pytest.param(("[443]", "[443, 443]"), "services.web.egress", id="twice"),
        pytest.param(("{out: 70, in: 50}", "x"), "services.web.scale.cpu", id="either"),
        pytest.param(("port: 3000", "port: null"), "services.web.port", id="null"),
        pytest.param(("nat: single", "nat: ~"), "network.nat", id="null for a default"),
    ],
)
def test_broken_specs_do_not_fit(edit: tuple[str, str], place: str) -> None:
    assert place in wrong(edited(edit))


def test_an_absent_section_is_not_null() -> None:
    assert wrong(NEXTJS + "edge: null\n") == ["edge"]


def test_every_key_is_described_and_nothing_else_may_stand() -> None:
    for part in parts(schema()):
        for key, value in part.get("properties", {}).items():
            assert value["description"].endswith((".", ")")), key
        if part.get("type") == "object":
            assert part["additionalProperties"] is False


def test_every_pattern_has_its_words() -> None:
    known = {form.pattern for form in FORMS}
    for part in parts(schema()):
        if isinstance(part.get("pattern"), str):
            assert part["pattern"] in known
            assert part["patternErrorMessage"].startswith("Expected ")
        assert set(part.get("patternProperties", ())) <= known


def test_no_titles_but_the_first() -> None:
    titles = [part["title"] for part in parts(schema()) if "title" in part]
    assert titles == ["cfngen system"]


@pytest.mark.parametrize("file", SYSTEMS, ids=lambda file: file.stem)
def test_a_spec_names_its_schema(file: Path) -> None:
    first = file.read_text("utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (ROOT / "systems" / path).resolve() == Path(FILE).resolve()
