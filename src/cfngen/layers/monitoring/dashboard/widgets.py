"""The pieces of a dashboard, as CloudWatch draws them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import Ref, Sub

from cfngen.layers.monitoring.alarm import Series

COLUMNS = 24
"""How wide a dashboard is."""

HEADING_HEIGHT, HEIGHT = 1, 6

REGION = "${AWS::Region}"


@dataclass(frozen=True)
class Widget:
    """One piece: its kind, what it shows, and its width of the columns."""

    kind: str
    shows: Mapping[str, Any]
    width: int = 8


@dataclass(frozen=True)
class Section:
    """A heading with pieces below it, in rows from the left."""

    title: str
    widgets: tuple[Widget, ...]


@dataclass(frozen=True)
class Line:
    """One line of a graph and what it is called there."""

    label: str
    series: Series

    def drawn(self) -> list[Any]:
        """Return the line as a graph takes it."""
        series = self.series
        dimensions = [text(part) for pair in series.dimensions for part in pair]
        how = {
            "label": self.label,
            "stat": series.statistic,
            "period": series.period_seconds,
        }
        return [text(series.namespace), series.name, *dimensions, how]


@dataclass(frozen=True)
class Search:
    """Every series that a search finds, each a line."""

    terms: str
    statistic: str

    def drawn(self) -> list[Any]:
        """Return the lines as a graph takes them."""
        found = f"SEARCH('{self.terms}', '{self.statistic}', 300)"
        return [{"expression": found, "label": ""}]


def graph(title: str, *lines: Line | Search, **more: Any) -> Widget:
    """Return lines over time, from zero up."""
    shows = {
        "title": title,
        "view": "timeSeries",
        "region": REGION,
        "metrics": [line.drawn() for line in lines],
        "yAxis": {"left": {"min": 0, **more}},
    }
    return Widget("metric", shows)


def percents(title: str, *lines: Line | Search) -> Widget:
    """Return lines over time on a scale from 0 to 100 percent."""
    return graph(title, *lines, max=100)


def states(arns: Sequence[str]) -> Widget:
    """Return the states of alarms."""
    return Widget("alarm", {"title": "States", "alarms": list(arns)}, COLUMNS)


def lines_of(title: str, groups: Sequence[Any]) -> Widget:
    """Return the newest lines of some log groups."""
    sources = " | ".join(f"SOURCE '{text(group)}'" for group in groups)
    query = "fields @timestamp, @logStream, @message | sort @timestamp desc | limit 50"
    shows = {
        "title": title,
        "view": "table",
        "region": REGION,
        "query": f"{sources} | {query}",
    }
    return Widget("log", shows, 2 * COLUMNS // 3)


def placed(sections: Sequence[Section]) -> Iterator[dict[str, Any]]:
    """Yield every piece with its place, sections from the top down."""
    y = 0
    for section in sections:
        heading = {"markdown": f"## {section.title}"}
        yield _at(0, y, HEADING_HEIGHT, Widget("text", heading, COLUMNS))
        x, y = 0, y + HEADING_HEIGHT
        for widget in section.widgets:
            if x + widget.width > COLUMNS:
                x, y = 0, y + HEIGHT
            yield _at(x, y, HEIGHT, widget)
            x += widget.width
        y += HEIGHT


def text(value: Any) -> str:
    """Return a value as it stands in the text of a Sub.

    Raises TypeError for what only a mapping of Sub could bring in.
    """
    if isinstance(value, Ref):
        return f"${{{value.data['Ref']}}}"
    if isinstance(value, Sub) and isinstance(value.data["Fn::Sub"], str):
        return str(value.data["Fn::Sub"])
    if isinstance(value, str):
        return value
    raise TypeError(f"{value} cannot stand in the text of a Sub")


def _at(x: int, y: int, height: int, widget: Widget) -> dict[str, Any]:
    """Return a piece as the body of a dashboard holds it."""
    return {
        "type": widget.kind,
        "x": x,
        "y": y,
        "width": widget.width,
        "height": height,
        "properties": dict(widget.shows),
    }
