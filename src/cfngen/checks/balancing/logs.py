"""Where load balancers write their access logs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from cfngen.checks.balancing.attributes import ATTRIBUTES, Attribute, attributes
from cfngen.checks.balancing.reading import BALANCER, application
from cfngen.checks.check import Problem
from cfngen.checks.network.elsewhere import reached
from cfngen.checks.network.ground import named
from cfngen.model import (
    Model,
    Resource,
    Value,
    known,
    listed,
    switched,
    target,
    text,
    worded,
)

ALGORITHM = (
    *("BucketEncryption", "ServerSideEncryptionConfiguration", 0),
    *("ServerSideEncryptionByDefault", "SSEAlgorithm"),
)
WRITERS = {
    "application": "logdelivery.elasticloadbalancing.amazonaws.com",
    "network": "delivery.logs.amazonaws.com",
}
"""Who writes the logs of each type of load balancer:
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html"""


def logged(model: Model) -> Iterator[Problem]:
    """Access logs go to a bucket whose policy lets load balancers write there.

    Elastic Load Balancing tries and refuses the rest ("Access Denied for bucket: ….
    Please check S3bucket permission"). The prefix may not hold AWSLogs, and the bucket
    of an Application Load Balancer may not be encrypted with a key of KMS. For a
    Network Load Balancer delivery.logs.amazonaws.com writes.
    """
    for balancer in model.of(BALANCER):
        found = attributes(balancer)
        for kind in ("access_logs", "connection_logs"):
            enabled = found.get(f"{kind}.s3.enabled")
            if enabled and switched(enabled.value) and _whole(balancer):
                yield from _written(model, balancer, found, kind, enabled)


def _whole(resource: Resource) -> bool:
    """Return whether every attribute is known by its key."""
    given = listed(resource.get(ATTRIBUTES[resource.type]))
    return len(attributes(resource)) == len(given)


def _written(
    model: Model,
    balancer: Resource,
    found: Mapping[str, Attribute],
    kind: str,
    enabled: Attribute,
) -> Iterator[Problem]:
    """Yield what keeps the logs of a kind from being written."""
    given, prefixed = found.get(f"{kind}.s3.bucket"), found.get(f"{kind}.s3.prefix")
    at, prefix = ATTRIBUTES[BALANCER], text(prefixed.value) if prefixed else ""
    if given is None or given.value == "":
        message = f"{kind}.s3.enabled is true, and {kind}.s3.bucket is not given."
        yield Problem(balancer, (at, enabled.index, "Value"), message)
        return
    path = (at, given.index, "Value")
    if prefix and prefixed and "AWSLogs" in prefix:
        message = f"The prefix {prefix} holds AWSLogs, which ELB adds itself."
        yield Problem(balancer, (at, prefixed.index, "Value"), message)
    bucket = target(model, given.value)
    if bucket is None or bucket.type != "AWS::S3::Bucket":
        return
    keyed = (text(bucket.get(*ALGORITHM)) or "").startswith("aws:kms")
    if keyed and application(balancer):
        message = f"{bucket.path} is encrypted with KMS; ELB writes with SSE-S3 only."
        yield Problem(balancer, path, message)
    writer = WRITERS.get("application" if application(balancer) else _kind(balancer))
    if prefix is None or writer is None or reached(model, bucket):
        return
    policies = [p for p in model.of("AWS::S3::BucketPolicy") if _about(p, bucket)]
    if not any(_lets(p, prefix, writer) for p in policies):
        message = f"No policy of {bucket.path} lets {writer} write below its prefix."
        yield Problem(balancer, path, message)


def _kind(balancer: Resource) -> str:
    return text(balancer.get("Type")) or ""


def _about(policy: Resource, bucket: Resource) -> bool:
    """Return whether a policy is, or may be, that of a bucket."""
    return named(policy.get("Bucket")) in ("", bucket.path)


def _lets(policy: Resource, prefix: str, writer: str) -> bool:
    """Return whether a policy lets load balancers write logs, or may."""
    statements = policy.get("PolicyDocument", "Statement")
    if not isinstance(statements, list):
        return True
    return any(_allows(one, prefix, writer) for one in statements)


def _allows(statement: Value, prefix: str, writer: str) -> bool:
    """Return whether a statement lets load balancers put objects, or may.

    Older regions know ELB as an account: any principal that is not a service will do.
    """
    if not isinstance(statement, dict):
        return True
    principal = statement.get("Principal")
    services = principal.get("Service") if isinstance(principal, dict) else None
    actions = [str(action).lower() for action in listed(statement.get("Action"))]
    writes = any(fnmatchcase("s3:putobject", action) for action in actions)
    unclear = "NotAction" in statement or "NotPrincipal" in statement
    right = services is None or not known(services) or _serves(services, writer)
    below = "NotResource" in statement or any(
        _below(resource, prefix) for resource in listed(statement.get("Resource"))
    )
    unclear = unclear or not known(statement.get("Action"))
    effect = statement.get("Effect")
    granted = effect == "Allow" or not known(effect)
    return granted and (writes or unclear) and right and below


def _serves(services: Value, writer: str) -> bool:
    """Return whether one of some services writes logs.

    On an Outpost it is logdelivery.elb.amazonaws.com, in China it ends in .cn.
    """
    begin = writer.partition(".elasticloadbalancing.")[0].removesuffix("amazonaws.com")
    return any(str(one).startswith(begin) for one in listed(services))


def _below(resource: Value, prefix: str) -> bool:
    """Return whether a resource of a policy may be where logs are written."""
    shown = worded(resource)
    start = shown.find("/")
    head = re.split(r"\*|\?|\$\{", shown[start:])[0] if start >= 0 else ""
    if shown.startswith("${") and "}" in shown:
        head = re.split(r"\*|\?|\$\{", shown[shown.index("}") + 1 :])[0]
    wanted = f"/{prefix}/AWSLogs/" if prefix else "/AWSLogs/"
    return wanted.startswith(head) or head.startswith(wanted)
