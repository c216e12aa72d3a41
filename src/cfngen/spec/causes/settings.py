"""The place in a spec that gives a setting its default."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cfngen.naming import logical
from cfngen.spec.source import Place
from cfngen.spec.system import System

TASK: Mapping[str, str] = {
    "Cpu": "cpu",
    "MemoryMiB": "memory",
    "Tasks": "scale.min",
    "MinTasks": "scale.min",
    "MaxTasks": "scale.max",
    "CpuTargetPercent": "scale.cpu",
    "MemoryTargetPercent": "scale.memory",
    "ScaleOutCpuPercent": "scale.cpu.out",
    "ScaleInCpuPercent": "scale.cpu.in",
    "ScaleOutMemoryPercent": "scale.memory.out",
    "ScaleInMemoryPercent": "scale.memory.in",
    "Enabled": "enabled",
}
"""Settings of a service or a job, which begin with its name."""

BUCKET: Mapping[str, str] = {
    "ArchiveDays": "archive_days",
    "ExpireDays": "expire_days",
    "OldVersionsDays": "old_versions_days",
}
"""Settings of a bucket, which begin with its name."""

ONE: Mapping[str, str] = {
    "VpcCidr": "network.cidr",
    "NatGateways": "network.nat",
    "EnableVpcEndpoints": "network.endpoints",
    "DatabaseInstanceClass": "database.instance",
    "DatabaseStorageGiB": "database.storage.min",
    "DatabaseMaxStorageGiB": "database.storage.max",
    "DatabaseMinCapacityAcu": "database.capacity.min",
    "DatabaseMaxCapacityAcu": "database.capacity.max",
    "CacheNodeType": "cache.node",
    "DomainName": "edge.domain",
    "HostedZoneId": "edge.dns",
    "AlarmCpuPercent": "monitoring.cpu",
    "AlarmMemoryPercent": "monitoring.memory",
    "AlarmLatencyMs": "monitoring.latency_ms",
    "AlarmServerErrors": "monitoring.errors",
    "AlarmErrorPercent": "monitoring.error_percent",
    "EnableDashboard": "monitoring.dashboard",
    "BackupRetentionDays": "backup.keep_days",
    "PipelineBranch": "delivery.pipeline.branch",
    "GitHubSubject": "delivery.github.branch",
}
"""Settings that a system has once. Others have a default of cfngen's own."""

SUBNET = re.compile(r"(Public|Private|Isolated)Subnet([0-9])Cidr")


def setting(system: System, name: str) -> Place:
    """Return the place that a setting's default comes from; empty where none does."""
    subnet = SUBNET.fullmatch(name)
    if subnet:
        return ("network", "subnets", subnet[1].lower(), int(subnet[2]) - 1)
    if name in ONE:
        return tuple(ONE[name].split("."))
    for section, endings in (("services", TASK), ("jobs", TASK), ("buckets", BUCKET)):
        for part in getattr(system, section):
            ending = name.removeprefix(logical(part))
            if ending != name and ending in endings:
                return (section, part, *endings[ending].split("."))
    return ()
