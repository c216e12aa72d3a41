"""Alarms on the result of a calculation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.watching.alarms import ALARM
from cfngen.model import Model, Resource, Value, switched, text
from cfngen.resolve.scope import Path

ID = r"[a-z][a-zA-Z0-9_]*"
MOST = 10
"""Metrics of an alarm, and expressions as well."""

WORDS = ("and", "or", "repeat", "linear", "asc", "desc")
"""Words between values that we have seen in lower case; nobody says they are wrong."""


def calculated(model: Model) -> Iterator[Problem]:
    """A calculation has one result, from metrics that are there.

    Exactly one of Metrics returns data, or two where one of them is the band that
    ThresholdMetricId names. Each has an id of its own that begins with a lower-case
    letter, is a metric or an expression, ten of each at most, and an expression names
    ids that there are. CloudWatch refuses the alarm otherwise.
    """
    for alarm in model.of(ALARM):
        queries = alarm.get("Metrics")
        if not isinstance(queries, list) or not all(
            isinstance(q, dict) for q in queries
        ):
            continue
        ids = [text(query.get("Id")) or "" for query in queries]
        results = [switched(query.get("ReturnData", True)) for query in queries]
        shown = [index for index, one in enumerate(results) if one]
        band = alarm.get("ThresholdMetricId")
        wanted = 1 if band in (None, "") else 2
        if None not in results and len(shown) != wanted:
            last: Path = ("Metrics", shown[-1], "ReturnData") if shown else ("Metrics",)
            message = f"{len(shown)} of its metrics return data."
            what = "the result" if wanted == 1 else "the metric and its band"
            mend = f"Set ReturnData to true for {what}, and to false for the others."
            yield Problem(alarm, last, message, mend)
        for kind, what in (("MetricStat", "metrics"), ("Expression", "expressions")):
            count = sum(query.get(kind) is not None for query in queries)
            if count > MOST:
                message = f"{count} {what} are more than the {MOST} of an alarm."
                yield Problem(alarm, ("Metrics",), message)
        if isinstance(band, str) and band and "" not in ids and band not in ids:
            message = f"no metric has the id '{band}'."
            there = f"There are: {', '.join(ids)}."
            yield Problem(alarm, ("ThresholdMetricId",), message, there)
        for index, query in enumerate(queries):
            yield from _query(alarm, index, query, ids)


def _query(
    alarm: Resource, index: int, query: Mapping[str, Value], ids: list[str]
) -> Iterator[Problem]:
    """Yield what is wrong with one metric or expression."""
    path, name = ("Metrics", index), ids[index]
    if name and not re.fullmatch(ID, name):
        message = f"'{name}' is no id."
        mend = "Begin with a lower-case letter; go on with letters, digits, _"
        yield Problem(alarm, (*path, "Id"), message, mend)
    elif name and name in ids[:index]:
        message = f"'{name}' is the id of two metrics."
        yield Problem(alarm, (*path, "Id"), message, "Rename one.")
    both = query.get("Expression") is not None and query.get("MetricStat") is not None
    if both or (query.get("Expression") is None and query.get("MetricStat") is None):
        which = (
            "both a metric and an expression" if both else "no metric, no expression"
        )
        message = f"it is {which}."
        yield Problem(alarm, path, message, "Write Expression or MetricStat.")
    for unknown in _unknown(query.get("Expression"), ids):
        message = f"no metric has the id '{unknown}'."
        there = ", ".join(filter(None, ids))
        yield Problem(alarm, (*path, "Expression"), message, f"There are: {there}.")


def _unknown(expression: Value, ids: list[str]) -> Iterator[str]:
    """Yield the ids in an expression that no metric has.

    Functions are upper-case, and so are the words between values; quoted text, such as
    a search's, names no ids. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """
    if not isinstance(expression, str) or expression.lstrip().upper().startswith(
        "SELECT"
    ):
        return
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", expression)
    for word in dict.fromkeys(re.findall(rf"(?<![\w.]){ID}\b(?!\s*\()", bare)):
        if word not in ids and "" not in ids and word not in WORDS:
            yield word
