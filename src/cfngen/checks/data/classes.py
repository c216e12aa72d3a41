"""Instance classes and node types that a region has.

What a region has is read from the files that cfn-lint carries, which it compares with
classes written in a template, and not with those that a parameter file gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import INSTANCE, engine
from cfngen.checks.data.families import CACHES
from cfngen.model import Model, Resource, text

CLASSES = "aws_rds_dbinstance/dbinstanceclass_enum.json"
NODES = "aws_elasticache_cachecluster/cachenodetype_enum.json"


def offered(model: Model) -> Iterator[Problem]:
    """A region has the instance class or node type of each store, for its engine.

    RDS refuses the others ("Invalid DB Instance class"), ElastiCache too.
    """
    for database in model.of(INSTANCE):
        region = text(model.stack_of(database).region) or ""
        name = engine(model, database)
        yield from _offered(database, "DBInstanceClass", classes(region, name), name)
    for cache_ in model.of(*CACHES):
        region = text(model.stack_of(cache_).region) or ""
        yield from _offered(cache_, "CacheNodeType", nodes(region), "ElastiCache")


def _offered(
    store: Resource, property: str, there: frozenset[str], what: str
) -> Iterator[Problem]:
    """Yield a class that is not there, and the one that is meant, perhaps."""
    named = text(store.get(property))
    if not named or not there or named in there:
        return
    close = get_close_matches(named, sorted(there), 3)
    mend = f"Did you mean {' or '.join(close)}?" if close else ""
    yield Problem(store, (property,), f"{what} has no {named} in this region.", mend)


@cache
def classes(region: str, engine: str) -> frozenset[str]:
    """Return the instance classes of an engine in a region; none where unknown."""
    found: set[str] = set()
    for rule in _regions(CLASSES).get(region, {}).get("allOf", ()):
        if rule["if"]["properties"].get("Engine", {}).get("const") == engine:
            found |= set(rule["then"]["properties"]["DBInstanceClass"]["enum"])
    return frozenset(found)


@cache
def nodes(region: str) -> frozenset[str]:
    """Return the node types of ElastiCache in a region; none where unknown."""
    return frozenset(_regions(NODES).get(region, {}).get("enum", ()))


@cache
def _regions(file: str) -> Mapping[str, Any]:
    """Return what each region has, from a file beside the provider schemas."""
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        return {}
    path = Path(spec.origin).parent / "data" / "schemas" / "extensions" / file
    if not path.exists():
        return {}
    regions: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return regions
