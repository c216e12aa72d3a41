"""The part of a spec that a resource is made for: by its layer, then by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cfngen.naming import logical
from cfngen.spec.service import sidecar_image
from cfngen.spec.source import Place
from cfngen.spec.system import System

SERVICE = "service-"

SECTIONS: Mapping[str, Place] = {
    "network": ("network",),
    "endpoints": ("network", "endpoints"),
    "registry": ("services",),
    "storage": ("buckets",),
    "database": ("database",),
    "cache": ("cache",),
    "edge": ("edge",),
    "cluster": ("services",),
    "jobs": ("jobs",),
    "monitoring": ("monitoring",),
    "backup": ("backup",),
    "recovery": ("recovery",),
    "delivery": ("delivery",),
}
"""The section of each layer; that of a service has its own name."""

STORES: Mapping[str, Place] = {
    "Alb": ("edge",),
    "Database": ("database",),
    "Cache": ("cache",),
    "Endpoints": ("network", "endpoints"),
    "Cloudflare": ("edge", "allow_from"),
    "AccessLog": ("edge",),
}
"""What has resources in the layers of others, by how their names begin."""

BY_NAME = ("registry", "storage", "jobs", "recovery")
"""Layers whose resources begin with the name of what they are made for."""

KEYS: Mapping[str, str] = {"Alb": "port", "Internet": "egress"}
"""The key of a task's section that opens a way to something; otherwise it is uses."""

RULE = re.compile(r"([A-Za-z0-9]+)(?:IngressFrom|EgressTo)([A-Za-z]+)[0-9].*")
"""The name of a rule between two security groups."""


def owner(system: System, layer: str, name: str) -> Place:
    """Return the part of a spec that a resource is made for; empty if it is none."""
    if layer == "root":
        return _of_stack(system, name)
    if layer.startswith(SERVICE):
        return ("services", layer.removeprefix(SERVICE))
    if layer == "security":
        return _of_group(system, name)
    if layer == "delivery" and system.delivery is not None:
        return ("delivery", "pipeline" if system.pipelined else "github")
    if layer == "monitoring":
        return _watched(system).get(name, SECTIONS[layer])
    named = {**_tasks(system), **_others(system)}
    found = _longest(named, name) if layer in BY_NAME else ()
    return found or SECTIONS.get(layer, ())


def _of_stack(system: System, name: str) -> Place:
    """Return the section of a nested stack by its logical id."""
    layers = (*SECTIONS, *(f"{SERVICE}{service}" for service in system.services))
    layer = next((layer for layer in layers if logical(layer) == name), "")
    return owner(system, layer, "") if layer else ()


def _of_group(system: System, name: str) -> Place:
    """Return what a security group, or a rule of one, is made for."""
    tasks = _tasks(system)
    rule = RULE.fullmatch(name)
    if rule is None:
        return _longest(tasks, name) or _longest(STORES, name)
    sides = rule.groups()
    if "Endpoints" in sides:
        return STORES["Endpoints"]
    task = next((tasks[side] for side in sides if side in tasks), ())
    if not task:
        return ("delivery", "pipeline") if "Testers" in sides else STORES["Cloudflare"]
    other = sides[0] if sides[1] in tasks else sides[1]
    return (*task, KEYS.get(other, "uses"))


def _watched(system: System) -> dict[str, Place]:
    """Return what jobs and metrics of logs have in the layer of alarms, by its name."""
    found: dict[str, Place] = {
        f"{logical(name)}FailureRule": ("jobs", name) for name in system.jobs
    }
    for service, part in system.services.items():
        for name in part.log_metrics:
            for ending in ("MetricFilter", "CountAlarm"):
                place = ("services", service, "log_metrics", name)
                found[logical(name) + ending] = place
    return found


def _tasks(system: System) -> dict[str, Place]:
    """Return the places of services and jobs by their names in templates."""
    services = {logical(name): ("services", name) for name in system.services}
    return {**services, **{logical(name): ("jobs", name) for name in system.jobs}}


def _others(system: System) -> dict[str, Place]:
    """Return the places of buckets and of sidecars that have an image of their own."""
    found: dict[str, Place] = {logical(n): ("buckets", n) for n in system.buckets}
    for service, part in system.services.items():
        for name in part.sidecars:
            image = logical(sidecar_image(service, name))
            found[image] = ("services", service, "sidecars", name)
    return {**found, "AccessLog": STORES["AccessLog"]}


def _longest(places: Mapping[str, Place], name: str) -> Place:
    """Return the place whose name a resource's begins with; the longest of several."""
    fitting = [word for word in places if name.startswith(word)]
    return places[max(fitting, key=len)] if fitting else ()
