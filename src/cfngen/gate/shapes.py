"""Templates that differ in a name only: one of them is linted for all.

What is shared is that nothing was found. A finding is never carried over: then every
template is linted for itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cfngen.gate.keys import digest
from cfngen.package import STACK

SERVICE = "service-"
"""How the files begin whose templates are made alike, one for each service."""

RULE = re.compile(r"\bListenerRule\d+\b")
"""Logical ids that are derived from a service's name: `ListenerRule48892`."""

LEAST, MOST = 1, 50_000
"""The priorities that a listener rule may have, one as good as another:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html"""

KEBAB, PASCAL = "ø", "Ø"
"""What stands for the two forms of a name; no template that holds them is shared."""


def shape(file: str, text: str, given: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Return what a service's template has in common with its like; empty for others.

    Two templates of one shape are the same but for the service's name, in the spelling
    of a spec (`web-app`) and of logical ids (`WebApp`), for the order of members and
    for the numbers that are derived from the name. The names are of one length and have
    letters, digits and hyphens in the same order, since rules count characters and know
    patterns. `given` are the parameter files and the values of the template.
    """
    stem = file.removesuffix(".json")
    name = stem.removeprefix(SERVICE)
    if name in ("", stem) or STACK in text:
        return ""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    values = [[source, dict(inside)] for source, inside in given]
    whole = [_ranked(body), values]
    if {KEBAB, PASCAL} & set(json.dumps(whole, ensure_ascii=False)):
        return ""
    nameless = _changed(whole, _unnamed(name))
    return digest(_pattern(name), json.dumps(nameless, sort_keys=True))


def _pattern(name: str) -> str:
    """Return a name's length and kinds of characters, runs of them as one."""
    kinds = re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", name))
    return f"{len(name)} {kinds}"


def _unnamed(name: str) -> Callable[[str], str]:
    """Return what puts signs in place of a service's name and of what is derived.

    In logical ids the name begins a word that a capital follows: `Api` is in `ApiCpu`
    and in `HasApiImage`, and not in `Apis`.
    """
    pascal = "".join(part.capitalize() for part in name.split("-"))
    small = re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])")
    large = re.compile(rf"(?<![A-Z]){re.escape(pascal)}(?![a-z0-9])")
    rules: dict[str, int] = {}

    def rule(match: re.Match[str]) -> str:
        return f"Rule{PASCAL}{rules.setdefault(match[0], len(rules))}"

    def unnamed(text: str) -> str:
        return RULE.sub(rule, large.sub(PASCAL, small.sub(KEBAB, text)))

    return unnamed


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with every text in it changed, keys too."""
    match value:
        case str():
            return change(value)
        case list():
            return [_changed(item, change) for item in value]
        case dict():
            return {change(k): _changed(item, change) for k, item in value.items()}
        case _:
            return value


def _ranked(body: Any) -> Any:
    """Return a template with its listener rules' priorities as ranks.

    Whether two are the same, and which is the higher, stays.
    """
    rules = [
        resource["Properties"]
        for resource in _members(body, "Resources").values()
        if isinstance(resource, dict)
        and resource.get("Type") == "AWS::ElasticLoadBalancingV2::ListenerRule"
        and _ranks(_members(resource, "Properties").get("Priority"))
    ]
    ranks = sorted({rule["Priority"] for rule in rules})
    for rule in rules:
        rule["Priority"] = ranks.index(rule["Priority"]) + 1
    return body


def _ranks(priority: Any) -> bool:
    """Return whether a priority is one that AWS takes; true is none."""
    return type(priority) is int and LEAST <= priority <= MOST


def _members(value: Any, key: str) -> Mapping[str, Any]:
    """Return the mapping under a key; empty where there is none."""
    inside = value.get(key) if isinstance(value, dict) else None
    return inside if isinstance(inside, dict) else {}
