"""Systems that a pipeline releases, and the scripts of their build specifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from cfngen.layers import delivery
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.resolved import kind
from tests.layers.variations import described, service

PIPELINE = {"pipeline": {"repository": "example/rails", "branch": "main"}}


def rails(**changes: Any) -> System:
    """Return the rails system, some of its top-level keys changed or left out."""
    return described("rails", **changes)


MIXED = rails(
    services={
        "web": service(
            architecture="arm64",
            build="apps/web",
            migrate=["up"],
            uses=["database"],
            sidecars={
                "nginx": {"port": 80, "front": True, "build": "proxy"},
                "agent": {"image": "public.ecr.aws/example/agent:1"},
            },
        ),
        "api": service(routes=[{"path": "/api/*"}], migrate=["go"], uses=["database"]),
        "mail-worker": {"uses": ["database"]},
    },
    jobs={
        "sync": {"image": "api", "every": "5 minutes"},
        "report": {"every": "day"},
    },
)
"""Both processors, sidecars of both kinds, a worker, jobs with and without an image."""

SYSTEMS: Mapping[str, System] = {
    "as drawn": rails(),
    "several of everything": MIXED,
    "no monitoring": rails(monitoring=None),
    "nothing to migrate": rails(services={"web": service(uses=["database"])}),
    "workers only": rails(
        edge=None, services={"worker": {"uses": ["database"]}}, monitoring=None
    ),
    "public tasks": rails(
        services={"web": service(subnets="public", uses=["database"], migrate=["up"])}
    ),
    "jobs only": rails(services={}, jobs={"report": {"every": "day"}}),
}


def built(system: System | None = None) -> Layer:
    """Return the delivery layer of a system, of rails if none is given."""
    return delivery.build(system or rails())


def projects(system: System | None = None, **given: str) -> dict[str, dict[str, Any]]:
    """Return the projects by title, without the word Project."""
    made = kind(built(system), "CodeBuild::Project", **given)
    return {name.removesuffix("Project"): one for name, one in made.items()}


def specification(project: Mapping[str, Any]) -> dict[str, Any]:
    """Return a project's build specification, read as CodeBuild reads it."""
    read: dict[str, Any] = yaml.safe_load(project["Source"]["BuildSpec"])
    return read


def script(project: Mapping[str, Any]) -> str:
    """Return the one command of a project."""
    (command,) = specification(project)["phases"]["build"]["commands"]
    return str(command)


def variables(project: Mapping[str, Any]) -> dict[str, str]:
    """Return a project's environment variables."""
    listed = project["Environment"]["EnvironmentVariables"]
    return {one["Name"]: one["Value"] for one in listed}
