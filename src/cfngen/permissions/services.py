"""Which prefix the actions of a resource type have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PREFIXES: Mapping[str, tuple[str, ...]] = {
    "ApplicationAutoScaling": ("application-autoscaling",),
    "ACMPCA": ("acm-pca",),
    "Backup": ("backup", "backup-storage"),
    "CertificateManager": ("acm",),
    "CodeConnections": ("codeconnections", "codestar-connections"),
    "CodeStarConnections": ("codeconnections", "codestar-connections"),
    "ElasticLoadBalancingV2": ("elasticloadbalancing",),
}
"""The services whose actions begin otherwise than their types, or in two ways.

AWS Backup keeps what it stores under a name of its own:
https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
Connections had another name, which policies still use:
https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html"""


def prefixes(type: str) -> tuple[str, ...]:
    """Return how actions on resources of a type begin."""
    namespace = type.split("::")[1] if type.count("::") > 1 else type
    return PREFIXES.get(namespace, (namespace.lower(),))


def in_use(types: Iterable[str]) -> frozenset[str]:
    """Return the prefixes of every service that some types are of."""
    return frozenset(prefix for type in types for prefix in prefixes(type))
