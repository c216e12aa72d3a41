"""The key of a section that a property of its resource comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from cfngen.spec.source import Place

TASK = {
    "MigrationTaskDefinition.ContainerDefinitions.Command": "migrate",
    "*TaskDefinition.Cpu": "cpu",
    "*TaskDefinition.Memory": "memory",
    "*TaskDefinition.RuntimePlatform": "architecture",
    "*TaskDefinition.ContainerDefinitions.PortMappings": "port",
    "*TaskDefinition.ContainerDefinitions.HealthCheck": "health_command",
    "*TaskDefinition.ContainerDefinitions.Command": "command",
    "*TaskDefinition.ContainerDefinitions.Environment": "environment",
    "*TaskDefinition.ContainerDefinitions.Secrets": "secrets",
    "*TaskDefinition.ContainerDefinitions.ReadonlyRootFilesystem": "read_only",
}
"""Keys of a task's section, be it a service's or a job's."""

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "services": {
        **TASK,
        "*TargetGroup.Port": "port",
        "*TargetGroup.HealthCheck*": "health_check",
        "*TargetGroup.Matcher": "health_check",
        "*ListenerRule*": "routes",
        "*Service.DesiredCount": "scale.min",
        "*Service.NetworkConfiguration": "subnets",
        "ScalableTarget.MinCapacity": "scale.min",
        "ScalableTarget.MaxCapacity": "scale.max",
        "ScalableTarget": "scale",
        "Cpu*": "scale.cpu",
        "Memory*": "scale.memory",
        "ScaleIn*": "scale",
        "*Secret": "secrets",
    },
    "jobs": {
        **TASK,
        "*Schedule.ScheduleExpressionTimezone": "time_zone",
        "*Schedule.ScheduleExpression": "every",
        "*Schedule.State": "enabled",
        "*Schedule.Target.RetryPolicy": "retries",
        "*Schedule.Target.EcsParameters.NetworkConfiguration": "subnets",
    },
    "database": {
        "*.Engine": "engine",
        "*.EngineVersion": "version",
        "*ParameterGroup.Family": "version",
        "*.DBInstanceClass": "instance",
        "*.AllocatedStorage": "storage.min",
        "*.MaxAllocatedStorage": "storage.max",
        "*.ServerlessV2ScalingConfiguration.MinCapacity": "capacity.min",
        "*.ServerlessV2ScalingConfiguration.MaxCapacity": "capacity.max",
        "*.ServerlessV2ScalingConfiguration": "capacity",
        "*.DBName": "name",
        "*.DatabaseName": "name",
        "DatabaseUrlSecret": "url",
    },
    "cache": {
        "Cache.CacheNodeType": "node",
        "Cache.Engine": "engine",
        "Cache.EngineVersion": "version",
        "*.CacheParameterGroupFamily": "version",
    },
    "network": {
        "Vpc.CidrBlock": "cidr",
        "Nat*": "nat",
        "PrivateDefaultRoute*": "nat",
        "*Endpoint": "endpoints",
        "Public*": "subnets.public",
        "Private*": "subnets.private",
        "Isolated*": "subnets.isolated",
    },
    "edge": {
        "Certificate.SubjectAlternativeNames": "names",
        "Certificate": "domain",
        "SiteRecord.Name": "domain",
        "SiteRecord": "dns",
        "LoadBalancerSecret": "as_secret",
    },
    "buckets": {
        "*.LifecycleConfiguration": "archive_days",
        "*.CorsConfiguration": "browser_uploads",
        "*Secret": "as_secret",
    },
    "monitoring": {
        "DatabaseMemoryAlarm": "",
        "*CpuAlarm": "cpu",
        "*MemoryAlarm": "memory",
        "*LatencyAlarm": "latency_ms",
        "*ErrorPercentAlarm": "error_percent",
        "*ErrorsAlarm": "errors",
        "Dashboard": "dashboard",
    },
    "backup": {"BackupPlan": "keep_days"},
    "recovery": {"*": "region"},
}
"""The key of each section's parts, by logical id and property; the first that fits."""

NAMED = ("services", "jobs", "buckets")
"""Sections whose parts have names of their own."""

SUBNET = re.compile(r"(Public|Private|Isolated)Subnet([0-9])")


def within(place: Place, name: str, path: Place) -> Place:
    """Return the place of a property, below the part that its resource is made for.

    A part of a part, such as a sidecar, is near enough as it is.
    """
    if len(place) != (2 if place[0] in NAMED else 1):
        return place
    subnet = SUBNET.match(name) if place == ("network",) else None
    if subnet:
        return (*place, "subnets", subnet[1].lower(), int(subnet[2]) - 1)
    whole = ".".join((name, *(step for step in path if isinstance(step, str))))
    table = SECTIONS.get(str(place[0]), {})
    return (*place, *_key(table, whole).split(".")) if _key(table, whole) else place


def _key(table: Mapping[str, str], whole: str) -> str:
    """Return the key that a property, or something around it, comes from."""
    for pattern, key in table.items():
        if fnmatchcase(whole, pattern) or fnmatchcase(whole, f"{pattern}.*"):
            return key
    return ""
