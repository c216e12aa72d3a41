"""Write the generated parts of the documentation, or check that they are fresh.

`python docs/reference.py [--check]`. The pages ask for their parts in cog blocks, which
call the functions of this module; the JSON Schema for editors is written whole.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from cogapp import Cog

DOCS = Path(__file__).resolve().parent
SCHEMA = DOCS / "schema" / "system.schema.json"
EXAMPLES = ("nextjs", "rails", "platform", "revendiste")
"""The systems whose templates the layer pages show: the first that has the layer."""


def spec() -> str:
    """Return the tables of the spec's keys."""
    from cfngen.spec.reference import markdown

    return markdown()


def cli() -> str:
    """Return the help of every command."""
    from cfngen.cli.reference import markdown

    return markdown()


def checks() -> str:
    """Return a section for each check of templates, with an example from the tests."""
    from cfngen.catalogue.reference import markdown

    return markdown(dict(_examples()))


def _examples() -> Iterator[tuple[str, Any]]:
    """Yield what is found of the first mistake that tests plant for each check."""
    sys.path.insert(0, str(DOCS.parent))
    from tests.checks.planted import every
    from tests.models import model

    from cfngen.checks import CHECKS, check

    first = {mistake.caught_by: mistake for mistake in reversed(every())}
    for one in CHECKS:
        mistake = first.get(one.id)
        if mistake is not None:
            system, name = mistake.environment.split()
            bent = model(system, name, mistake.change, **mistake.parameters)
            yield one.id, mistake.caught(check(bent, (one,)))[0]


def layer(name: str, system: str = "") -> str:
    """Return a layer's resources, settings and ports as tables; of which system's."""
    body = _templates(*([system] if system else EXAMPLES))[name]
    return "\n".join(
        (
            *_table("Resource", ("Type", "Kept on delete"), _resources(body)),
            *_table("Parameter", ("Default", "Meaning"), _parameters(body)),
            *_table("Output", ("Meaning",), _outputs(body)),
        )
    )


def diff_of_environments(system: str, first: str, second: str) -> str:
    """Return what `cfngen diff SYSTEM FIRST SECOND` prints."""
    from cfngen.diff import across, difference
    from cfngen.project import Project
    from cfngen.render.diff.text import render
    from cfngen.render.diff.words import Sides
    from cfngen.spec.load import load

    project = Project(DOCS.parent)
    models = across(project, load(project, system), first, second)
    sides = Sides(system, first, second, effects=False, nameless=True)
    return _printed(render(difference(*models), sides))


def diff_of_setting(system: str, environment: str, name: str, value: str) -> str:
    """Return what `cfngen diff --against main` prints when one setting is changed."""
    from cfngen.diff import difference
    from cfngen.params import Value
    from cfngen.project import Project
    from cfngen.render.diff.text import render
    from cfngen.render.diff.words import Sides
    from cfngen.resolve import committed_tree, fitting, in_trees
    from cfngen.spec.load import load

    project = Project(DOCS.parent)
    loaded = load(project, system)
    tree = committed_tree(project, loaded)
    given = fitting(project, system, environment, tree)
    changed = replace(given, values={**given.values, name: Value(value)})
    models = (in_trees(loaded, tree, made) for made in (given, changed))
    sides = Sides(system, "main", "working tree", environment)
    return _printed(render(difference(*models), sides))


def proof(
    system: str, environment: str, file: str, resource: str, **properties: Any
) -> str:
    """Return what `cfngen prove` prints when properties of a resource are changed.

    A property that is None is taken away.
    """
    from cfngen.cli.proving import of_systems, proved
    from cfngen.project import Project
    from cfngen.render.page import Page
    from cfngen.render.proof.marks import Marks
    from cfngen.render.proof.text import COLUMNS, render

    with TemporaryDirectory() as folder:
        project = Project(Path(folder).resolve())
        for name in ("systems", f"templates/{system}", f"params/{system}"):
            copytree(DOCS.parent / name, project.root / name)
        template = project.templates(system) / file
        body = json.loads(template.read_text("utf-8"))
        held = body["Resources"][resource]["Properties"] | properties
        kept = {key: value for key, value in held.items() if value is not None}
        body["Resources"][resource]["Properties"] = kept
        template.write_text(json.dumps(body, indent=2), "utf-8")
        (subject,) = of_systems(project, (system,), environment, None)
        shown = proved(subject, lambda *_: None, 1, False).shown()
        return _printed(render([*shown], Marks(), Page(False, COLUMNS)))


def flows(system: str, environment: str) -> str:
    """Return what `cfngen reach SYSTEM ENVIRONMENT` prints."""
    from cfngen.project import Project
    from cfngen.prove.network.reading import network_of
    from cfngen.prove.reach.flow import Reach
    from cfngen.prove.reach.matrix import matrix
    from cfngen.render.page import Page
    from cfngen.render.proof import tables
    from cfngen.render.proof.flows import chains, rows
    from cfngen.render.proof.marks import Marks
    from cfngen.resolve import committed
    from cfngen.spec.load import load

    project = Project(DOCS.parent)
    network = network_of(committed(project, load(project, system), environment))
    table = rows(network, matrix(Reach(network)))
    ways, title = chains(network, table), f"{system} {environment}"
    return _printed(tables.text(title, table, ways, Marks(), Page(False, 100)))


def _printed(text: str) -> str:
    """Return what a command prints as a block."""
    return f"```text\n{text}```"


def environments(system: str) -> str:
    """Return the settings in which a system's environments differ, as a table."""
    folder = DOCS.parent / "params" / system
    values = {file.stem: _values(file) for file in sorted(folder.glob("*.json"))}
    names = sorted({name for given in values.values() for name in given})
    rows = ((n, *(given.get(n, "") for given in values.values())) for n in names)
    differing = (row for row in rows if len(set(row[1:])) > 1)
    shown = (tuple(f"`{cell}`" for cell in row) for row in differing)
    return "\n".join(_table("Setting", tuple(values), iter(shown)))


def _values(file: Path) -> dict[str, str]:
    """Return a parameter file's values by name."""
    entries = json.loads(file.read_text("utf-8"))
    return {entry["ParameterKey"]: entry["ParameterValue"] for entry in entries}


@cache
def _templates(*systems: str) -> Mapping[str, Mapping[str, Any]]:
    """Return layers by name, each of the first system that has it."""
    from cfngen.generate import generate
    from cfngen.naming import template_file
    from cfngen.project import Project
    from cfngen.spec.load import load

    found: dict[str, Mapping[str, Any]] = {}
    for name in systems:
        files = generate(load(Project(DOCS.parent), name))
        found = {file: json.loads(text) for file, text in files.items()} | found
    return {file.removesuffix(template_file("")): body for file, body in found.items()}


def _resources(body: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield a row per resource."""
    for name, resource in body["Resources"].items():
        yield f"`{name}`", resource["Type"], resource.get("DeletionPolicy", "")


def _parameters(body: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield a row per parameter; a port has no default."""
    for name, parameter in sorted(body.get("Parameters", {}).items()):
        default = parameter.get("Default", "")
        shown = f"`{default}`" if default != "" else ""
        yield f"`{name}`", shown, parameter["Description"]


def _outputs(body: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield a row per output."""
    for name, output in body.get("Outputs", {}).items():
        yield f"`{name}`", output["Description"]


def _table(
    first: str, others: tuple[str, ...], rows: Iterator[tuple[str, ...]]
) -> Iterator[str]:
    """Yield the lines of a Markdown table, none where there are no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if lines:
        yield f"| {' | '.join((first, *others))} |"
        yield "| " + " | ".join("---" for _ in (first, *others)) + " |"
        yield from lines
        yield ""


def _fresh_page(page: Path) -> str:
    """Return a page's text with its cog blocks run."""
    text = page.read_text("utf-8")
    return Cog().process_string(text, str(page)) if "[[[cog" in text else text


def _fresh() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with the text that it should have."""
    from cfngen.spec.schema import render

    yield SCHEMA, render()
    for page in sorted(DOCS.rglob("*.md")):
        yield page, _fresh_page(page)


def main(arguments: list[str]) -> int:
    """Write what is stale, or with --check say what is and return 1."""
    sys.modules["reference"] = sys.modules[__name__]
    stale = [(p, t) for p, t in _fresh() if not p.exists() or p.read_text("utf-8") != t]
    for path, text in stale:
        shown = re.sub(r"^.*/docs/", "docs/", path.as_posix())
        if "--check" in arguments:
            sys.stdout.write(f"{shown} is stale; run: make docs\n")
        else:
            path.write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"{shown} written\n")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
