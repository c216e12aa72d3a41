"""What names may not be follows from elsewhere, and has to follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import isfunction
from pathlib import Path

import cfnlint

from cfngen import ports
from cfngen.layers.service import settings
from cfngen.naming import logical
from cfngen.ports import Port
from cfngen.spec.checks.names import ENDINGS, TAKEN
from cfngen.spec.checks.regions import REGIONS
from cfngen.spec.service import Scale, Service


def test_regions_are_those_that_cfn_lint_has_schemas_of() -> None:
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "providers"
    assert {file.stem for file in folder.glob("*.json")} - {"sam"} == set(REGIONS)


def of_services() -> Iterator[Callable[[str], Port]]:
    """Yield the functions that make a port of a service."""
    for value in vars(ports).values():
        if isfunction(value) and value.__module__ == ports.__name__:
            yield value


def test_every_name_that_would_take_another_ports_name_is_taken() -> None:
    fixed = {port.name for port in vars(ports).values() if isinstance(port, Port)}
    endings = {make("x").name.removeprefix("X") for make in of_services()}
    assert len(endings) > 5
    heads = {n.removesuffix(e) for n in fixed for e in endings if n.endswith(e)}
    assert heads - {""} == {logical(name) for name in TAKEN}


def test_every_ending_that_would_take_another_settings_name_is_refused() -> None:
    scaled = Service(port=1, scale=Scale(max=2, cpu=70))
    names = {
        made.name.removeprefix("X")
        for service in (scaled, Service(port=1))
        for made in (
            settings.cpu("x", service),
            settings.memory("x", service),
            settings.image_tag("x"),
            settings.migration_image_tag("x"),
            settings.fewest_tasks("x", service),
            settings.most_tasks("x", service),
        )
    }
    clashing = {
        longer.removesuffix(shorter)
        for longer in names
        for shorter in names
        if longer != shorter and longer.endswith(shorter)
    }
    assert clashing == {logical(ending) for ending in ENDINGS}
