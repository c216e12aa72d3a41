"""Small projects on disk, as somebody would have committed them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cfngen.generate import generate
from cfngen.params import Parameters, interface_of, sync
from cfngen.project import Project
from cfngen.spec.load import load

SHOP = """\
system: shop
description: Nothing but a network
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
"""

SERVICES = """\
edge:
  domain: shop.example.com
services:
"""

SERVICE = """\
  {name}:
    port: 8080
    cpu: 256
    memory: 512
    subnets: public
    health_check: /health
    routes: [{{path: /{name}/*}}]
"""


def shop(
    folder: Path, services: Iterable[str] = (), environments: Iterable[str] = ("dev",)
) -> Project:
    """Return a project with one system, generated, with parameter files.

    Its services are alike but for their names.
    """
    project = Project(folder.resolve())
    parts = "".join(SERVICE.format(name=name) for name in services)
    project.spec("shop").parent.mkdir(parents=True)
    project.spec("shop").write_text(SHOP + (SERVICES + parts if parts else ""), "utf-8")
    commit(project)
    for environment in environments:
        path = project.params("shop", environment)
        path.parent.mkdir(parents=True, exist_ok=True)
        root = (project.templates("shop") / "root.json").read_text("utf-8")
        empty = Parameters(project.shown(path), environment)
        path.write_text(sync(empty, interface_of(root)), "utf-8")
    return project


def commit(project: Project) -> None:
    """Write what the spec makes."""
    folder = project.templates("shop")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in generate(load(project, "shop")).items():
        (folder / name).write_text(text, "utf-8")


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file."""
    body = json.loads(path.read_text("utf-8"))
    change(body)
    path.write_text(json.dumps(body, indent=2) + "\n", "utf-8")


def set_value(path: Path, name: str, text: str) -> None:
    """Change a value of a parameter file."""

    def change(entries: Any) -> None:
        for entry in entries:
            if entry["ParameterKey"] == name:
                entry["ParameterValue"] = text

    edit(path, change)
