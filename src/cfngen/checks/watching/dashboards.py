"""Dashboards: whether CloudWatch can draw them, and if there is anything to see."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from cfngen.checks.check import Problem
from cfngen.checks.watching.alarms import ALARMS
from cfngen.checks.watching.metrics import KNOWN, misnamed
from cfngen.model import Model, Reference, Resource, Text, Value, listed, target, text

DASHBOARD = "AWS::CloudWatch::Dashboard"
BODY = ("DashboardBody",)
COLUMNS, MOST_HEIGHT, MOST_WIDGETS, MOST_METRICS = 24, 1_000, 500, 500

TYPES = ("alarm", "chart", "custom", "explorer", "log", "metric", "text", "trace")
SOURCES = ("metrics", "annotations", "insightRule")
"""What a graph can show: metrics, an alarm, or what a rule of Contributor Insights
counts."""

MARK, END = "\x01", "\x02"


@dataclass(frozen=True)
class Body:
    """A dashboard's body; `names` are the values that stand in it as marks."""

    json: Any
    names: tuple[Value, ...]

    def value(self, written: Any) -> Value:
        """Return what a text of the body stands for."""
        if isinstance(written, str) and written[:1] == MARK and written[-1:] == END:
            index = written[1:-1]
            if index.isdecimal() and int(index) < len(self.names):
                return self.names[int(index)]
        return written


def drawn(model: Model) -> Iterator[Problem]:
    """A dashboard is JSON that CloudWatch draws.

    It has 500 widgets at most, on 24 columns; each has a type, properties and a place
    in them, and a graph has something to show and a region. CloudWatch refuses it
    otherwise ("The dashboard body is invalid"); a type that is misspelt it takes, and
    draws nothing.
    """
    for dashboard in model.of(DASHBOARD):
        body = _body(dashboard.get(*BODY))
        if body is None or _veiled(body.json):
            continue
        if not isinstance(body.json, dict):
            message = "the body is no JSON object."
            yield Problem(dashboard, BODY, message, 'Write one: {"widgets": []}')
            continue
        widgets = body.json.get("widgets")
        if _veiled(widgets):
            continue
        if widgets is not None and not isinstance(widgets, list):
            yield Problem(dashboard, BODY, "widgets is no list.", "Write a list.")
            continue
        if len(widgets or ()) > MOST_WIDGETS:
            message = f"{len(widgets or ())} widgets are more than {MOST_WIDGETS}."
            yield Problem(dashboard, BODY, message, "Make two dashboards.")
        for index, widget in enumerate(widgets or ()):
            for message in () if _veiled(widget) else _widget(widget):
                yield Problem(dashboard, BODY, f"widget {index + 1}: {message}")


def watching(model: Model) -> Iterator[Problem]:
    """A dashboard shows metrics that are published, and alarms.

    A graph of a metric that nobody publishes stays empty, and an alarm's widget takes
    ARNs of alarms only.
    """
    for dashboard in model.of(DASHBOARD):
        body = _body(dashboard.get(*BODY))
        for index, widget in enumerate(_widgets(body)):
            properties = widget.get("properties")
            if body is None or not isinstance(properties, dict):
                continue
            found = [
                *_metrics(model, body, properties),
                *_alarms(model, body, properties),
            ]
            for message, mend in dict.fromkeys(found):
                yield Problem(dashboard, BODY, f"widget {index + 1}: {message}", mend)


def _body(value: Value) -> Body | None:
    """Return a body with its named parts replaced by marks; None where unknown.

    A part at the start of a text gets a mark, any other is NaN, which Python reads and
    JSON does not have: where that makes no body, the part may be more than a value, and
    nothing is known.
    """
    if not isinstance(value, str | Text):
        return Body(value, ()) if isinstance(value, dict) else None
    pieces = value.parts if isinstance(value, Text) else (value,)
    names: list[Value] = []
    written = ""
    for piece in pieces:
        if isinstance(piece, str):
            written += piece
        else:
            quoted = written[-1:] == '"'
            written += f"\\u0001{len(names)}\\u0002" if quoted else "NaN"
            names.append(piece)
    try:
        found = json.loads(written)
    except ValueError:
        return None if names else Body(None, ())
    return Body(found, tuple(names))


def _veiled(value: Any) -> bool:
    """Return whether what stands in a body is not known."""
    return isinstance(value, float) and math.isnan(value)


def _widgets(body: Body | None) -> Iterator[Mapping[str, Any]]:
    """Yield the widgets of a body."""
    widgets = body.json.get("widgets") if body and isinstance(body.json, dict) else ()
    for widget in widgets if isinstance(widgets, list) else ():
        yield widget if isinstance(widget, dict) else {}


def _widget(widget: Any) -> Iterator[str]:
    """Yield what is wrong with one widget."""
    if not isinstance(widget, dict):
        yield "it is no object."
        return
    kind, properties = widget.get("type"), widget.get("properties")
    if kind is None:
        yield f"it has no type, such as {', '.join(TYPES)}."
    elif close := kind not in TYPES and get_close_matches(str(kind).lower(), TYPES, 1):
        yield f"its type is '{kind}', which is none; did you mean {close[0]}?"
    x, width = widget.get("x", 0), widget.get("width", 6)
    for name, value, least, most in (
        ("x", x, 0, COLUMNS - 1),
        ("y", widget.get("y", 0), 0, None),
        ("width", width, 1, COLUMNS),
        ("height", widget.get("height", 6), 1, MOST_HEIGHT),
    ):
        whole = isinstance(value, int) and not isinstance(value, bool)
        if _veiled(value):
            continue
        if not whole or value < least or (most is not None and value > most):
            yield f"{name} is {json.dumps(value)}, and not {least} to {most or 'more'}."
    if isinstance(x, int) and isinstance(width, int) and x + width > COLUMNS:
        yield f"from column {x} on there is no room for {width} of them."
    if _veiled(properties):
        return
    if not isinstance(properties, dict):
        yield "it has no properties."
        return
    if kind == "metric":
        yield from _graph(properties)
    for name, property, lacks in (
        ("text", "markdown", "text"),
        ("alarm", "alarms", "alarms"),
    ):
        if kind == name and property not in properties:
            yield f"it has no {lacks}."


def _graph(properties: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a graph lacks."""
    metrics = properties.get("metrics")
    if all(properties.get(name) is None for name in SOURCES):
        yield "it has no metrics."
    if isinstance(metrics, list) and len(metrics) > MOST_METRICS:
        yield f"{len(metrics)} metrics are more than {MOST_METRICS}."
    if properties.get("region") is None:
        yield "it has no region."


def _metrics(
    model: Model, body: Body, properties: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield the metrics of a graph that nobody publishes."""
    before: list[Any] = []
    for row in listed(properties.get("metrics")):
        if not isinstance(row, list):
            continue
        cells = [body.value(cell) for cell in row if not isinstance(cell, dict)]
        cells = [
            before[index] if cell == "." and index < len(before) else cell
            for index, cell in enumerate(cells)
        ]
        before = cells
        namespace = text(cells[0]) if cells else None
        for name, value in zip(cells[2::2], cells[3::2], strict=False):
            if namespace is not None and isinstance(name, str):
                yield from misnamed(model, namespace, name, value)


def _alarms(
    model: Model, body: Body, properties: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield what a widget of alarms names that is none."""
    for written in listed(properties.get("alarms")):
        value = body.value(written)
        found: Resource | None = target(model, value)
        if found is None or not isinstance(value, Reference):
            continue
        if found.type in KNOWN:
            yield f"{found.path} is no alarm.", "Name an alarm by its ARN."
        elif found.type in ALARMS and value.attribute != "Arn":
            yield f"{found.path} is named, and not its ARN.", "Write Fn::GetAtt Arn."
