"""From a request to a target: a template whose parameters and capabilities are right.

Everything here is checked before anything is touched, for a root stack by the API
call itself and for a nested stack by the step that makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cfngen.local.engine.records import Target
from cfngen.local.language import capabilities, parameters
from cfngen.local.language.dynamic import Resolver
from cfngen.local.language.template import parse


def target(
    text: str,
    given: Mapping[str, str],
    acknowledged: Iterable[str],
    tags: Mapping[str, str],
    account: str,
    region: str,
) -> Target:
    """Return a valid target, or raise Refused or InsufficientCapabilities."""
    template = parse(text, region)
    values = parameters.resolve(
        template.section("Parameters"), given, Resolver(account, region).parameter
    )
    acknowledged = tuple(acknowledged)
    capabilities.check(template, acknowledged)
    return Target(template, dict(given), values, acknowledged, dict(tags))
