"""Small systems for the rules to judge, and the real one, bent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.lint.rules import RULES
from cfngen.lint.subject import Subject, read
from cfngen.model import Model
from cfngen.params import Parameters, parse
from cfngen.project import Project
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of

REAL = Path(__file__).parents[2] / "templates" / "nextjs"

Body = dict[str, Any]


def stack(file: str, **parameters: Any) -> Body:
    """Return a nested stack."""
    properties = {"TemplateURL": file, "Parameters": parameters}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def subject(
    folder: Path,
    templates: Mapping[str, Body],
    environments: Mapping[str, Mapping[str, str]] | None = None,
) -> Subject:
    """Return a system of templates and parameter files that are really on disk."""
    project = Project(folder)
    home = project.templates("shop")
    home.mkdir(parents=True)
    for name, body in templates.items():
        (home / name).write_text(json.dumps(body, indent=2), "utf-8")
    given = [environment(*each) for each in (environments or {}).items()]
    texts = {name: json.dumps(body, indent=2) for name, body in templates.items()}
    given = (given or [Parameters("", "")]) if "root.json" in texts else []
    models = tuple(_models(texts, given))
    return read(project, "shop", "us-east-1", models, ())


def _models(texts: Mapping[str, str], given: Iterable[Parameters]) -> Iterator[Model]:
    """Yield the model of each environment, where there is one."""
    for file in given:
        with suppress(InputError):
            tree = tree_of(texts, "root.json", "templates/shop")
            yield resolve((Root(tree, region="us-east-1"),), file)


def environment(name: str, values: Mapping[str, str]) -> Parameters:
    """Return a parameter file, one value a line from line 2 on."""
    text = json.dumps(values, indent=1)
    return parse(text.encode(), f"params/shop/{name}.json", name)


def real(
    folder: Path,
    bend: Callable[[dict[str, Body]], None] = lambda templates: None,
    **overrides: str,
) -> Subject:
    """Return the real system, its templates bent, in one environment."""
    templates = {p.name: json.loads(p.read_text("utf-8")) for p in REAL.glob("*.json")}
    defaults = {
        name: str(declared.get("Default", ""))
        for name, declared in templates["root.json"]["Parameters"].items()
    }
    bend(templates)
    return subject(folder, templates, {"dev": {**defaults, **overrides}})


def judge(id: str, judged: Subject) -> list[Finding]:
    """Return what one rule finds."""
    (rule,) = (rule for rule in RULES if rule.id == id)
    return list(rule.check(judged))
