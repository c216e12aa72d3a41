"""The line of the spec that a part of a template comes from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from cfngen.findings import Finding, Place
from cfngen.spec.causes import Causes, Made, source_of
from cfngen.spec.reader import parse
from tests.committed import FILES
from tests.models import PROJECT, spec


@cache
def causes(system: str) -> Causes:
    return Causes(spec(system), source_of(PROJECT, system))


def line_of(system: str, path: str) -> int:
    """Return the line of a key, found by reading the file as a person does."""
    lines = PROJECT.spec(system).read_text("utf-8").splitlines()
    start = 0
    for indent, key in enumerate(path.split(".")):
        if key.isdecimal():
            continue
        start = next(
            number
            for number, text in enumerate(lines[start:], start)
            if text.startswith(f"{'  ' * indent}{key}:")
        )
    return start + 1


@pytest.mark.parametrize(
    ("system", "made", "path", "written"),
    [
        pytest.param(
            "nextjs", Made("service-web", "TaskDefinition", ("Cpu",), ("WebCpu",)),
            "services.web.cpu", "services.web.cpu", id="a setting of a service",
        ),
        pytest.param(
            "nextjs", Made("service-web", "TargetGroup", ("HealthCheckPath",)),
            "services.web.health_check", "services.web.health_check",
            id="a property of a service",
        ),
        pytest.param(
            "nextjs",
            Made("service-web", "TaskDefinition",
                 ("ContainerDefinitions", 0, "PortMappings", 0, "ContainerPort")),
            "services.web.port", "services.web.port", id="deep inside a property",
        ),
        pytest.param(
            "nextjs", Made("service-web", "TaskRole", ("Policies", 0)),
            "services.web", "services.web", id="a service as a whole",
        ),
        pytest.param(
            "nextjs", Made("service-web", "ScaleInAlarm", ("Threshold",),
                           ("WebScaleInCpuPercent",)),
            "services.web.scale.cpu.in", "services.web.scale.cpu",
            id="a key in braces",
        ),
        pytest.param(
            "nextjs", Made("network", "PrivateSubnet2", ("CidrBlock",)),
            "network.subnets.private.1", "network.subnets.private", id="a subnet",
        ),
        pytest.param(
            "nextjs", Made("network", "PrivateNetworkAclInboundPathMtu", ("Protocol",)),
            "network.subnets.private", "network.subnets.private", id="a tier",
        ),
        pytest.param(
            "nextjs", Made("network", "NatGateway2"), "network.nat", "network.nat",
            id="a NAT gateway",
        ),
        pytest.param(
            "nextjs", Made("security", "AlbIngressFromInternet443"),
            "edge.allow_from", "edge.allow_from", id="who reaches the edge",
        ),
        pytest.param(
            "nextjs", Made("security", "DatabaseIngressFromWeb5432"),
            "services.web.uses", "services.web.uses", id="who reaches the database",
        ),
        pytest.param(
            "nextjs", Made("security", "WebEgressToInternet443"),
            "services.web.egress", "services.web.egress", id="who reaches out",
        ),
        pytest.param(
            "nextjs", Made("database", "Database", ("MaxAllocatedStorage",)),
            "database.storage.max", "database.storage", id="a disk",
        ),
        pytest.param(
            "nextjs", Made("database", "Database", ("BackupRetentionPeriod",),
                           ("DatabaseBackupRetentionDays",)),
            "database", "database", id="a setting of cfngen's own",
        ),
        pytest.param(
            "nextjs", Made("monitoring", "WebCpuAlarm", ("Threshold",)),
            "monitoring.cpu", "monitoring.cpu", id="an alarm",
        ),
        pytest.param(
            "nextjs", Made("delivery", "DeployRole"), "delivery.github",
            "delivery.github", id="releases by GitHub",
        ),
        pytest.param(
            "nextjs", Made("root", "ServiceWeb", ("Parameters", "X")), "services.web",
            "services.web", id="a nested stack",
        ),
        pytest.param(
            "nextjs", Made("database", "Database", ("Port",)), "database", "database",
            id="a property of cfngen's own",
        ),
        pytest.param(
            "platform", Made("backup", "BackupPlan"), "backup.keep_days", "backup",
            id="backups",
        ),
        pytest.param(
            "platform", Made("recovery", "Key"), "recovery.region", "recovery",
            id="another region",
        ),
        pytest.param(
            "rails", Made("registry", "WebNginxRepository"),
            "services.web.sidecars.nginx", "services.web.sidecars.nginx",
            id="a sidecar",
        ),
        pytest.param(
            "rails", Made("storage", "FilesBucketPolicy"), "buckets.files",
            "buckets.files", id="a bucket",
        ),
        pytest.param(
            "rails", Made("storage", "FilesBucket", ("X",), ("FilesExpireDays",)),
            "buckets.files.expire_days", "buckets.files", id="a setting of a bucket",
        ),
        pytest.param(
            "rails", Made("storage", "AccessLogBucket"), "edge", "edge",
            id="the bucket of access logs",
        ),
        pytest.param(
            "rails", Made("security", "WebEgressToEndpoints443"),
            "network.endpoints", "network.endpoints", id="who reaches the endpoints",
        ),
        pytest.param(
            "rails", Made("monitoring", "ErrorsCountAlarm"),
            "services.web.log_metrics.errors", "services.web.log_metrics.errors",
            id="a metric of a log",
        ),
        pytest.param(
            "rails", Made("delivery", "GitHubConnection"), "delivery.pipeline",
            "delivery.pipeline", id="releases by a pipeline",
        ),
        pytest.param(
            "revendiste", Made("jobs", "ScrapeEventsSchedule", ("ScheduleExpression",)),
            "jobs.scrape-events.every", "jobs.scrape-events.every", id="a job's hour",
        ),
        pytest.param(
            "revendiste", Made("jobs", "DeadLetterQueue"), "jobs", "jobs",
            id="of all jobs",
        ),
        pytest.param(
            "revendiste", Made("monitoring", "SyncPaymentsFailureRule"),
            "jobs.sync-payments", "jobs.sync-payments", id="a job's failure",
        ),
    ],
)  # fmt: skip
def test_a_part_comes_from(system: str, made: Made, path: str, written: str) -> None:
    found = causes(system).of(made)
    assert found is not None
    assert found.path == path
    nearest = written if _is_there(system, written) else written.rpartition(".")[0]
    assert found.line == line_of(system, nearest)
    assert found.file == f"systems/{system}.yaml"


def _is_there(system: str, path: str) -> bool:
    try:
        return bool(line_of(system, path))
    except StopIteration:
        return False


def test_cron_stands_in_for_every() -> None:
    text = (
        "system: s\ndescription: d\nregion: us-east-1\nnetwork: {}\n"
        'jobs:\n  nightly:\n    cron: "0 3 * * ? *"\n'
    )
    source, _ = parse(text, "systems/s.yaml")
    bent = spec("revendiste").model_copy(
        update={"jobs": {"nightly": spec("revendiste").jobs["sync-payments"]}}
    )
    made = Made("jobs", "NightlySchedule", ("ScheduleExpression",))
    found = Causes(bent, source).of(made)
    assert found == Place("systems/s.yaml", "jobs.nightly.cron", 7, 5)


def test_what_serves_all_comes_from_nowhere() -> None:
    assert causes("nextjs").of(Made("security", "Key")) is None
    assert causes("nextjs").of(Made("root", "Security")) is None
    # a store of access logs alone: the spec has no section for buckets
    assert causes("nextjs").of(Made("root", "Storage")) is None


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_every_resource_has_a_cause_that_is_in_the_spec(file: Path) -> None:
    body = json.loads(file.read_text("utf-8"))
    found = causes(file.parent.name)
    for name in body["Resources"]:
        place = found.of(Made(file.stem, name))
        if place is None:
            assert name in ("Key", "Security", "Storage")
            continue
        section = place.path.partition(".")[0]
        assert section in found.source.data
        assert place.line > 1


@pytest.mark.parametrize(
    ("file", "path", "cause"),
    [
        pytest.param(
            "templates/nextjs/service-web.json",
            "Resources/TargetGroup/Properties/HealthCheckPath",
            "services.web.health_check", id="a property",
        ),
        pytest.param(
            "templates/nextjs/service-web.json", "Resources/TargetGroup/Type",
            "services.web", id="a resource",
        ),
        pytest.param(
            "templates/nextjs/network.json",
            "Resources/PublicSubnet1/Properties/Tags/0/Value",
            "network.subnets.public.0", id="an entry of a list",
        ),
        pytest.param(
            "templates/nextjs/root.json", "Parameters/WebCpu/Default",
            "services.web.cpu", id="a setting of the root",
        ),
        pytest.param(
            "templates/nextjs/edge.json", "Outputs/X", "edge", id="an output"
        ),
        pytest.param(
            "params/nextjs/dev.json", "CacheNodeType", "cache.node", id="a value"
        ),
        pytest.param("params/nextjs/dev.json", "EnableWaf", "", id="a value of ours"),
        pytest.param("params/rails/dev.json", "CacheNodeType", "", id="another system"),
        pytest.param("foreign/edge.json", "Outputs/X", "", id="another file"),
        pytest.param("edge.json", "Outputs/X", "", id="a file without a folder"),
        pytest.param("systems/nextjs.yaml", "edge", "", id="the spec"),
    ],
)  # fmt: skip
def test_a_finding_of_an_engine_gets_its_cause(
    file: str, path: str, cause: str
) -> None:
    bare = Finding(file, path, "E3002", "Wrong.")
    found = causes("nextjs").with_cause(bare)
    assert (found.cause.path if found.cause else "") == cause


def test_a_cause_that_is_there_stays() -> None:
    known = Place("systems/nextjs.yaml", "edge", 3)
    finding = Finding("templates/nextjs/network.json", "", "E1", "", cause=known)
    assert causes("nextjs").with_cause(finding) is finding
