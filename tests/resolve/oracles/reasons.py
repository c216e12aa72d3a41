"""Why evaluators that others wrote say something else than ours.

Each row is a kind of disagreement: what they do, and how it is recognized.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.resolve.oracles.disagreement import Disagreement, Reason
from tests.resolve.oracles.judges import CLOUD_RADAR, MOTO, PYCFMODEL, Judge
from tests.resolve.oracles.settled import PIECES


def without_nothing(value: Any, nothing: Any) -> Any:
    """Return a value without what stands where AWS::NoValue stood."""
    if isinstance(value, list):
        items = [without_nothing(item, nothing) for item in value]
        return [item for item in items if item != nothing]
    if isinstance(value, dict):
        pairs = {k: without_nothing(item, nothing) for k, item in value.items()}
        return {k: item for k, item in pairs.items() if item != nothing}
    return value


def keeps(nothing: Any) -> Callable[[Disagreement], bool]:
    """Return whether they differ in what stands where AWS::NoValue stood only."""

    def explains(found: Disagreement) -> bool:
        absent = found.ours is None and found.theirs == nothing
        return absent or bool(found.ours == without_nothing(found.theirs, nothing))

    return explains


def written(function: str) -> Callable[[Disagreement], bool]:
    """Return whether a function is in what they evaluate."""
    return lambda found: f'"Fn::{function}' in found.source


def fails(*words: str) -> Callable[[Disagreement], bool]:
    """Return whether they raise something that says so."""
    return lambda found: any(word in found.failure for word in words)


def failing(source: str, *words: str) -> Callable[[Disagreement], bool]:
    """Return whether they raise something because of what is written."""
    raised = fails(*words)
    return lambda found: source in found.source and raised(found)


def shortened(found: Disagreement) -> bool:
    """Return whether they only lose what is behind the first dot of an attribute."""
    pattern = r"<([^<>.]+\.[^<>.]+)\.[^<>]+>"
    return bool(re.sub(pattern, r"<\1>", str(found.ours)) == found.theirs)


def unfilled(found: Disagreement) -> bool:
    """Return whether they only leave attributes in a text as they are written."""
    tokens = rf"<(?:[^<>]*/)?(\w+\.[\w.]+)>{PIECES}"
    ours, theirs = (re.sub(tokens, r"<\1>", str(v)) for v in (found.ours, found.theirs))
    return bool(ours == re.sub(r"\$\{(\w+\.[\w.]+)\}", r"<\1>", theirs))


def untrimmed(found: Disagreement) -> bool:
    """Return whether they only keep blanks behind a comma."""
    return re.sub(r"\s", "", str(found.theirs)) == re.sub(r"\s", "", str(found.ours))


def elsewhere(found: Disagreement) -> bool:
    """Return whether they only take another region's zones."""
    asks = '{"Fn::GetAZs": ""}' in found.source
    return asks and str(found.theirs)[:-1] == "us-east-1" != str(found.ours)[:-1]


REASONS: Mapping[Judge, tuple[Reason, ...]] = {
    MOTO: (
        Reason("AWS::NoValue leaves a null in a list", keeps(None)),
        Reason("there is no Fn::Cidr", written("Cidr")),
        Reason("SSM parameters are looked up", fails("no attribute 'value'")),
        Reason("loops are not expanded", fails("'list' object has no attribute")),
        Reason("macros are not expanded", fails("HelloRole", "Hello.Alias")),
        Reason("every region has the zones of us-east-1", elsewhere),
        Reason(
            "the argument of Fn::GetAZs is not evaluated",
            lambda found: str(found.theirs).startswith("{'Ref': 'AWS::Region'}"),
        ),
        Reason(
            "AWS::NoValue is joined as None",
            lambda found: found.theirs == f"{found.ours},None",
        ),
        Reason("items of lists keep their blanks", untrimmed),
        Reason("an attribute in Fn::Sub ends at its second dot", shortened),
        Reason(
            "Fn::GetAtt of a text takes its first letter for the resource",
            failing('"Fn::GetAtt": "', "undefined resource"),
        ),
    ),
    PYCFMODEL: (
        Reason("AWS::NoValue remains by itself", keeps("AWS::NoValue")),
        Reason("there is no Fn::Cidr", written("Cidr")),
        Reason("there is no Fn::GetAZs", written("GetAZs")),
        Reason("attributes in Fn::Sub stay as they are", unfilled),
        Reason(
            "${!literal} in Fn::Sub keeps its mark",
            lambda found: str(found.theirs).replace("${!", "${") == found.ours,
        ),
        Reason(
            "imports are undefined",
            lambda found: "UNDEFINED_PARAM_" in str(found.theirs),
        ),
        Reason(
            "the name of an SSM parameter stands for its value",
            lambda found: f"{{{{resolve:ssm:{found.theirs}}}}}" in str(found.ours),
        ),
        Reason("loops are taken for conditions", fails("_BooleanModel")),
        Reason("items of lists keep their blanks", untrimmed),
    ),
    CLOUD_RADAR: (
        Reason("AWS::NoValue remains as an empty text", keeps("")),
        Reason(
            "AWS::NoValue is joined as an empty text",
            lambda found: found.theirs == f"{found.ours},",
        ),
        Reason("zones are fetched from the internet", fails("ConnectionError")),
        Reason("dynamic references are looked up", fails("dynamic references")),
        Reason("items of lists keep their blanks", untrimmed),
        Reason("macros are not expanded", fails("HelloRole", "Hello.Alias")),
        Reason("loops are left to another pass", fails("Fn::ForEach")),
        Reason(
            "a member Condition of a property is taken for a function",
            fails("Fn::Condition - Unable to find condition"),
        ),
        Reason(
            "Fn::GetAtt of a text is refused",
            failing('"Fn::GetAtt": "', "must be a List, not str"),
        ),
        Reason(
            "Fn::Select takes no index that is a text",
            failing('"Fn::Select": ["', "must be a Number"),
        ),
        Reason("Fn::Cidr knows IPv4 only", failing("Cidr", "AddressValueError")),
    ),
}
