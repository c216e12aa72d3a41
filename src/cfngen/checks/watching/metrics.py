"""The metrics that alarms and dashboards watch, and whether anything publishes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.check import Problem
from cfngen.checks.watching.alarms import ALARM
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Value,
    listed,
    number,
    parts,
    target,
    text,
)
from cfngen.resolve.scope import Path

FILTER = "AWS::Logs::MetricFilter"
POLICIES = ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
ECS, LOAD_BALANCER = "AWS/ECS", "AWS/ApplicationELB"

NAMED: Mapping[tuple[str, str], tuple[str, str]] = {
    (LOAD_BALANCER, "LoadBalancer"): (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "LoadBalancerFullName",
    ),
    (LOAD_BALANCER, "TargetGroup"): (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "TargetGroupFullName",
    ),
    (ECS, "ClusterName"): ("AWS::ECS::Cluster", ""),
    (ECS, "ServiceName"): ("AWS::ECS::Service", "Name"),
    ("AWS/RDS", "DBInstanceIdentifier"): ("AWS::RDS::DBInstance", ""),
    ("AWS/RDS", "DBClusterIdentifier"): ("AWS::RDS::DBCluster", ""),
    ("AWS/SQS", "QueueName"): ("AWS::SQS::Queue", "QueueName"),
    ("AWS/SNS", "TopicName"): ("AWS::SNS::Topic", "TopicName"),
    ("AWS/Backup", "BackupVaultName"): ("AWS::Backup::BackupVault", ""),
    ("AWS/DynamoDB", "TableName"): ("AWS::DynamoDB::Table", ""),
    ("AWS/EFS", "FileSystemId"): ("AWS::EFS::FileSystem", ""),
    ("AWS/Lambda", "FunctionName"): ("AWS::Lambda::Function", ""),
    ("AWS/NATGateway", "NatGatewayId"): ("AWS::EC2::NatGateway", ""),
    ("AWS/Scheduler", "ScheduleGroup"): ("AWS::Scheduler::ScheduleGroup", ""),
    ("AWS/ElastiCache", "ReplicationGroupId"): (
        "AWS::ElastiCache::ReplicationGroup",
        "",
    ),
}
"""What a dimension is named after: a type, and the attribute with its name."""

KNOWN = frozenset(NAMED[dimension][0] for dimension in NAMED)
"""Types whose values are their own, and not handed on from elsewhere, such as those of
nested stacks, of custom resources and of what a transform makes."""

WITH: Mapping[tuple[str, str], str] = {
    (ECS, "ServiceName"): "ClusterName",
}
"""A dimension that never comes without another one."""

PUBLISHING = (
    r"cloudwatch:(\*|Put\*|PutM.*)|\*"
    r"|arn:.+:policy/(CloudWatch.*|AdministratorAccess|PowerUserAccess)"
)
"""Actions, and policies of AWS's, by which somebody may publish metrics."""

PER_TARGET = ("HealthyHostCount", "UnHealthyHostCount")


@dataclass(frozen=True)
class Watched:
    """A metric that an alarm or a dashboard watches; `path` leads to it."""

    resource: Resource
    path: Path
    namespace: str
    metric: Value
    dimensions: Mapping[str, Value]


def watched(model: Model) -> Iterator[Watched]:
    """Yield the metrics of alarms."""
    for alarm in model.of(ALARM):
        yield from _metric((), alarm, dict(alarm.properties))
        for index, query in enumerate(listed(alarm.get("Metrics"))):
            stat = query.get("MetricStat") if isinstance(query, dict) else None
            metric = stat.get("Metric") if isinstance(stat, dict) else None
            if isinstance(metric, dict):
                path = ("Metrics", index, "MetricStat", "Metric")
                yield from _metric(path, alarm, metric)


def published(model: Model) -> Iterator[Problem]:
    """An alarm watches what a resource of its system publishes.

    A metric is found by the exact names of its dimensions: a load balancer's by its
    full name and not its ARN, a service's together with its cluster's. An alarm on
    anything else is accepted, and has no data for ever.
    """
    for one in watched(model):
        for name, value in one.dimensions.items():
            for message, mend in misnamed(model, one.namespace, name, value):
                yield Problem(one.resource, one.path, message, mend)
        yield from _incomplete(one)
        yield from _elsewhere(model, one)


def misnamed(
    model: Model, namespace: str, dimension: str, value: Value
) -> Iterator[tuple[str, str]]:
    """Yield why nothing publishes a metric under a dimension, and how to mend it."""
    wanted = NAMED.get((namespace, dimension))
    found = target(model, value)
    if wanted is not None and found is not None and isinstance(value, Reference):
        type, attribute = wanted
        if found.type != type and found.type in KNOWN:
            message = f"{dimension} of {namespace} is named after no {found.type}."
            yield message, f"Name a resource of {type}."
        elif found.type == type and value.attribute != attribute:
            how = f"Fn::GetAtt {found.name}.{attribute}" if attribute else "Ref"
            said = value.attribute or "Ref"
            yield f"{dimension} is not the {said} of {found.path}.", f"Write {how}."
    if (namespace, dimension) == ("AWS/ElastiCache", "CacheClusterId"):
        yield from _node(model, value)


def counted(model: Model) -> Iterator[Problem]:
    """An alarm on what logs say watches a metric that a filter counts.

    Where one filter or more count into a namespace, no role may publish there otherwise
    and none counts this metric, the alarm has no data, unless the lines themselves are
    metrics (the embedded metric format).
    """
    fed = _fed(model)
    if fed is None or _publishes(model):
        return
    for one in watched(model):
        there = fed.get(one.namespace, set())
        metric = text(one.metric)
        if there and metric is not None and metric not in there:
            message = f"no filter counts {metric} in {one.namespace}."
            mend = f"There are: {', '.join(sorted(there))}."
            yield Problem(one.resource, (*one.path, "MetricName"), message, mend)


def _metric(
    path: Path, resource: Resource, body: Mapping[str, Value]
) -> Iterator[Watched]:
    """Yield the metric that a mapping describes, if its namespace is known."""
    namespace, given = text(body.get("Namespace")), body.get("Dimensions")
    pairs = [one for one in listed(given) if isinstance(one, dict)]
    known = len(pairs) == len(listed(given)) and all(text(p.get("Name")) for p in pairs)
    if namespace is not None and known:
        dimensions = {str(one.get("Name")): one.get("Value") for one in pairs}
        yield Watched(resource, path, namespace, body.get("MetricName"), dimensions)


def _incomplete(one: Watched) -> Iterator[Problem]:
    """Yield a dimension that is missing."""
    for (namespace, name), other in WITH.items():
        there = one.namespace == namespace and name in one.dimensions
        if there and other not in one.dimensions:
            message = f"{name} of {namespace} comes with {other} only."
            yield Problem(one.resource, one.path, message, f"Add {other}.")
    if one.namespace == LOAD_BALANCER and one.metric in PER_TARGET:
        for name in ("LoadBalancer", "TargetGroup"):
            if name not in one.dimensions:
                message = f"{one.metric} is counted for each {name} only."
                yield Problem(one.resource, one.path, message, f"Add {name}.")


def _elsewhere(model: Model, one: Watched) -> Iterator[Problem]:
    """Yield a service that runs in another cluster than the alarm says."""
    if one.namespace != ECS:
        return
    service = target(model, one.dimensions.get("ServiceName"))
    cluster = target(model, one.dimensions.get("ClusterName"))
    home = target(model, service.get("Cluster")) if service is not None else None
    if service and cluster and home and home is not cluster:
        message = f"{service.path} runs in {home.path}, not in {cluster.path}."
        yield Problem(one.resource, one.path, message, f"Name {home.path}.")


def _node(model: Model, value: Value) -> Iterator[tuple[str, str]]:
    """Yield that a cache has no such node: they are named -001 to -006."""
    if isinstance(value, Reference):
        group = target(model, value)
        if group is not None and group.type == "AWS::ElastiCache::ReplicationGroup":
            mend = "Add -001, and so on, to it."
            yield (
                f"{group.path} is a group of nodes, which have names of their own.",
                mend,
            )
    if not isinstance(value, Text) or len(value.parts) != 2:
        return
    group, suffix = target(model, value.parts[0]), value.parts[1]
    found = re.fullmatch(r"-(\d{3})", suffix) if isinstance(suffix, str) else None
    nodes = number(group.get("NumCacheClusters")) if group is not None else None
    if group is not None and found and nodes is not None and int(found[1]) > nodes:
        mend = f"The last is -{int(nodes):03}."
        yield f"{group.path} has {nodes:g} nodes, and none is {suffix}.", mend


def _fed(model: Model) -> dict[str, set[str]] | None:
    """Return the metrics that filters count, by namespace; None where not all are
    known."""
    fed: dict[str, set[str]] = {}
    for filter in model.of(FILTER):
        for step in listed(filter.get("MetricTransformations")):
            names = step if isinstance(step, dict) else {}
            space, metric = text(names.get("MetricNamespace")), names.get("MetricName")
            if space is None or not isinstance(metric, str):
                return None
            fed.setdefault(space, set()).add(metric)
    return fed


def _publishes(model: Model) -> bool:
    """Return whether somebody may publish metrics, into whichever namespace."""
    return any(
        isinstance(part, str) and re.fullmatch(PUBLISHING, part) is not None
        for resource in model.of(*POLICIES)
        for part in parts(dict(resource.properties))
    )
