"""Checks of what is counted in logs: that a match has a value, and a name of its own.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.naming import logical
from cfngen.spec.checks.check import Check
from cfngen.spec.service import LogMetric, Service
from cfngen.spec.source import Place, Problem, dotted
from cfngen.spec.system import System

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A value that is the same for every match."""

FIELD_OF_JSON = re.compile(r"\$(\.[A-Za-z0-9_-]+|\[[0-9]+\])+")
FIELD_OF_WORDS = re.compile(r"\$[A-Za-z0-9_]+")


def value_is_there(service: Service) -> Iterator[Problem]:
    """What a match adds is a number, or a field that its pattern names."""
    for name, metric in service.log_metrics.items():
        place: Place = ("log_metrics", name, "value")
        for message, mend in _mistakes(metric):
            yield Problem(place, message, mend)


def _mistakes(metric: LogMetric) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the value of a match, and how to mend it."""
    value, pattern = metric.value, metric.match.strip()
    if FIELD_OF_JSON.fullmatch(value):
        if (pattern[0], pattern[-1]) != ("{", "}"):
            message = f"{value} is a field of JSON, and match is no pattern of JSON."
            yield message, f"Write match: '{{ {value} = * }}', or value: \"1\"."
    elif FIELD_OF_WORDS.fullmatch(value):
        if not re.search(rf"^\[.*{re.escape(value[1:])}\b.*\]$", pattern):
            message = f"{value} is a word of the line that match does not name."
            yield message, f"Write match: '[..., {value[1:]}]', or value: \"1\"."
    elif not NUMBER.fullmatch(value):
        yield f"'{value}' is no number and no field.", 'Write "1", or $.seconds.'


def metrics_apart(system: System) -> Iterator[Problem]:
    """No two log metrics have the same name in templates, of whatever service."""
    first: dict[str, Place] = {}
    for service, described in system.services.items():
        for name in described.log_metrics:
            place: Place = ("services", service, "log_metrics", name)
            known = first.setdefault(logical(name), place)
            if known != place:
                yield Problem(
                    place,
                    f"'{name}' is taken: {dotted(known)} has that name in templates.",
                    "Rename one of them.",
                    on_key=True,
                )


def metrics_are_counted(system: System) -> Iterator[Problem]:
    """Log metrics have monitoring, which counts them."""
    for name, service in system.services.items():
        if service.log_metrics and system.monitoring is None:
            yield Problem(
                ("services", name, "log_metrics"),
                "Nobody counts: the spec has no monitoring.",
                "Add the section monitoring: {}, or remove log_metrics.",
                on_key=True,
            )


SERVICE = (Check("CG096", value_is_there),)

SYSTEM = (
    Check("CG097", metrics_apart),
    Check("CG098", metrics_are_counted),
)
