"""Mistakes that pass a quota."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.checks.planted.mistake import Mistake, put
from tests.models import Bodies, Change


def times(
    count: int, file: str, resource: str, differing: Callable[[int], dict[str, Any]]
) -> Change:
    """Return the change that adds so many resources like another one."""

    def change(bodies: Bodies) -> None:
        resources = bodies[file]["Resources"]
        body = resources[resource]
        for number in range(count):
            properties = body["Properties"] | differing(number)
            resources[f"{resource}{number}"] = body | {"Properties": properties}

    return change


PATHS = [f"/{letter}" for letter in "abc"]
HOSTS = [f"{letter}.example.com" for letter in "abc"]

MISTAKES = (
    Mistake(
        "room for many more ranges of Cloudflare",
        *("revendiste prod", "CG506", "62 inbound IPv4 rules"),
        put("security.json", "CloudflareIpv4PrefixList", "MaxEntries", value=31),
    ),
    Mistake(
        "too many entries of a network ACL",
        *("platform prod", "CG507", "the quota is 20"),
        times(
            *(15, "network.json", "PublicNetworkAclInboundFromAnywherePort443"),
            lambda number: {"RuleNumber": 600 + number},
        ),
    ),
    Mistake(
        "six values in two conditions of a rule",
        *("platform prod", "CG509", "ServiceWorker/ListenerRule45282"),
        put(
            *("service-worker.json", "ListenerRule45282", "Conditions"),
            value=[
                {"Field": "path-pattern", "PathPatternConfig": {"Values": PATHS}},
                {"Field": "host-header", "HostHeaderConfig": {"Values": HOSTS}},
            ],
        ),
    ),
    Mistake(
        "more rules than a load balancer has",
        *("nextjs prod", "CG508", "101 rules"),
        times(
            *(100, "service-web.json", "ListenerRule48884"),
            lambda number: {"Priority": 1 + number},
        ),
    ),
    Mistake(
        "more addresses than a region has",
        *("nextjs dev", "CG505", "Elastic IP addresses"),
        times(5, "network.json", "NatEip1", lambda _: {}),
    ),
    Mistake(
        "a stack that is nearly full",
        *("platform prod", "CG501", "Monitoring"),
        times(430, "monitoring.json", "ApiCpuAlarm", lambda _: {}),
    ),
    Mistake(
        "a setting that is too long",
        *("revendiste prod", "CG502", "DomainName"),
        parameters={"DomainName": "a." * 2_100 + "com"},
    ),
)
