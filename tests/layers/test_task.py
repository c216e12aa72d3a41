"""What every task has: variables, secrets, log, roles, containers and capacity."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from troposphere import ecs, scheduler
from troposphere.iam import Role

from cfngen.layers import task
from cfngen.layers.layer import Layer
from cfngen.layers.task import containers, settings
from cfngen.layers.task.capacity import strategy
from cfngen.naming import logical
from cfngen.physical import physical
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System
from cfngen.spec.variables import given
from tests.layers.resolved import kind, properties, resolved, statements
from tests.layers.variations import SYSTEMS, VARIATIONS, nextjs, service

JOB = {"every": "hour", "cpu": 512, "memory": 2048, "command": ["node", "clean.js"]}
TASKS = [
    pytest.param(system, name, id=f"{title}: {name}")
    for title, system in {**VARIATIONS, **SYSTEMS}.items()
    for name in system.tasks
]
SECRET_ACTION = "secretsmanager:GetSecretValue"
KEY_ACTIONS = {"kms:Decrypt", "kms:GenerateDataKey"}


def with_jobs(**jobs: dict[str, Any]) -> System:
    """Return the nextjs system with jobs that also have buckets to use."""
    return nextjs(
        services={"web": service()},
        jobs={name: JOB | job for name, job in jobs.items()},
        buckets={"user-files": {}, "reports": {"as_secret": True}},
    )


def built(system: System, *names: str) -> Layer:
    """Return a layer with some tasks, each with its prefix, as the jobs layer has."""
    layer = Layer("tasks", "Tasks")
    layer.setting(ENVIRONMENT_NAME)
    for name in names:
        image = getattr(system.tasks[name], "image", None) or name
        title = logical(name)
        parts = task.parts(layer, system, name, image, prefix=title)
        container = containers.main(
            layer,
            parts,
            settings.image_tag(image),
            name,
            **containers.commanded(parts.task.command),
        )
        family = physical(system.system, name)
        layer.add(
            task.definition(layer, parts, f"{title}TaskDefinition", family, container)
        )
    return layer


def clean(**changes: Any) -> Layer:
    return built(with_jobs(clean=changes), "clean")


def container(layer: Layer, definition: str, **given: str) -> Any:
    (found,) = properties(layer, definition, **given)["ContainerDefinitions"]
    return found


def variables(layer: Layer) -> tuple[dict[str, str], dict[str, str]]:
    """Return the plain and the secret variables of the job `clean`."""
    found = container(layer, "CleanTaskDefinition")
    plain = {v["Name"]: v["Value"] for v in found["Environment"]}
    return plain, {v["Name"]: v["ValueFrom"] for v in found["Secrets"]}


def code(layer: Layer, **given: str) -> list[dict[str, Any]]:
    return statements(properties(layer, "CleanTaskRole", **given))


def allowed(layer: Layer, action: str) -> list[str]:
    """Return the resources that the code of `clean` may do something with."""
    return [
        resource
        for statement in code(layer)
        if action in statement["Action"]
        for resource in statement["Resource"]
    ]


class TestSeveralInOneLayer:
    """Jobs share a layer; each has its own of everything."""

    def test_their_ids_begin_with_their_names(self) -> None:
        system = with_jobs(clean={"secrets": ["API_KEY"]}, **{"send-mail": {}})
        ids = set(resolved(built(system, "clean", "send-mail")))
        each = {"LogGroup", "ExecutionRole", "TaskRole", "TaskDefinition"}
        assert ids == {
            *(f"Clean{part}" for part in each),
            *(f"SendMail{part}" for part in each),
            "CleanApiKey",
        }

    def test_families_and_logs_are_told_apart(self) -> None:
        layer = built(with_jobs(clean={}, mail={}), "clean", "mail")
        families = {t["Family"] for t in kind(layer, "ECS::TaskDefinition").values()}
        groups = {g["LogGroupName"] for g in kind(layer, "Logs::LogGroup").values()}
        assert families == {"nextjs-dev-clean", "nextjs-dev-mail"}
        assert groups == {"/ecs/nextjs-dev-clean", "/ecs/nextjs-dev-mail"}

    def test_each_starts_with_its_own_roles(self) -> None:
        layer = built(with_jobs(clean={}, mail={}), "clean", "mail")
        for name, definition in kind(layer, "ECS::TaskDefinition").items():
            title = name.removesuffix("TaskDefinition")
            assert definition["TaskRoleArn"] == f"@{title}TaskRole.Arn"
            assert definition["ExecutionRoleArn"] == f"@{title}ExecutionRole.Arn"
            log = definition["ContainerDefinitions"][0]["LogConfiguration"]["Options"]
            assert log["awslogs-group"] == f"@{title}LogGroup"

    def test_a_borrowed_image_runs_under_its_owners_tag(self) -> None:
        layer = built(with_jobs(clean={"image": "web"}), "clean")
        found = container(layer, "CleanTaskDefinition", WebImageTag="v1")
        assert found["Image"] == "@WebRepositoryUri:v1"
        assert found["Name"] == "clean"
        assert "CleanImageTag" not in layer.settings
        pulled = statements(properties(layer, "CleanExecutionRole"))[1]["Resource"]
        assert pulled == ["@WebRepositoryArn"]

    def test_its_own_image_runs_under_its_own(self) -> None:
        found = container(clean(), "CleanTaskDefinition", CleanImageTag="v2")
        assert found["Image"] == "@CleanRepositoryUri:v2"

    def test_size_is_its_own(self) -> None:
        definition = properties(clean(image="web"), "CleanTaskDefinition")
        assert (definition["Cpu"], definition["Memory"]) == ("512", "2048")

    @pytest.mark.parametrize(
        ("of_system", "of_task", "runs_on"),
        [
            pytest.param("x86_64", None, "X86_64", id="the system's"),
            pytest.param("arm64", None, "ARM64", id="the system's other"),
            pytest.param("arm64", "x86_64", "X86_64", id="its own"),
        ],
    )
    def test_the_processor_is_its_own_or_else_the_systems(
        self, of_system: str, of_task: str | None, runs_on: str
    ) -> None:
        job = JOB | ({"architecture": of_task} if of_task else {})
        system = nextjs(architecture=of_system, jobs={"clean": job})
        platform = properties(built(system, "clean"), "CleanTaskDefinition")
        assert platform["RuntimePlatform"]["CpuArchitecture"] == runs_on


class TestVariables:
    """What a container finds, and where its secrets come from."""

    @pytest.mark.parametrize(("system", "name"), TASKS)
    def test_it_finds_what_the_spec_says_it_is_given(
        self, system: System, name: str
    ) -> None:
        title = logical(name)
        found = container(built(system, name), f"{title}TaskDefinition")
        names = {v["Name"] for v in (*found["Environment"], *found["Secrets"])}
        own = {*system.tasks[name].environment, *system.tasks[name].secrets}
        assert names == {*given(system, name), *own}
        assert own.isdisjoint(given(system, name))

    @pytest.mark.parametrize(("system", "name"), TASKS)
    def test_exactly_the_secrets_that_it_finds_can_be_read(
        self, system: System, name: str
    ) -> None:
        title = logical(name)
        layer = built(system, name)
        found = container(layer, f"{title}TaskDefinition")["Secrets"]
        readable = [
            resource
            for statement in statements(properties(layer, f"{title}ExecutionRole"))
            if SECRET_ACTION in statement["Action"]
            for resource in statement["Resource"]
        ]
        assert sorted(readable) == sorted({v["ValueFrom"].split(":")[0] for v in found})

    def test_readers_of_the_database_have_a_host_of_their_own(self) -> None:
        plain, _ = variables(clean(uses=["database"]))
        assert plain["DATABASE_READER_HOST"] == "@DatabaseReaderHost"
        assert plain["DATABASE_HOST"] == "@DatabaseHost"

    @pytest.mark.parametrize("url", [True, False], ids=["asked for", "not asked for"])
    def test_the_whole_address_is_a_secret_where_it_is_asked_for(
        self, url: bool
    ) -> None:
        database = {"engine": "postgresql", "url": url}
        system = nextjs(database=database, jobs={"clean": JOB | {"uses": ["database"]}})
        plain, secret = variables(built(system, "clean"))
        assert secret.get("DATABASE_URL") == ("@DatabaseUrlSecretArn" if url else None)
        assert "DATABASE_URL" not in plain

    def test_a_bucket_is_named_with_its_region(self) -> None:
        plain, secret = variables(clean(uses=["user-files"]))
        assert plain == {
            "USER_FILES_BUCKET": "@UserFilesBucketName",
            "USER_FILES_BUCKET_REGION": "eu-west-1",
        }
        assert secret == {}

    def test_a_bucket_can_be_told_of_by_a_secret(self) -> None:
        plain, secret = variables(clean(uses=["reports"]))
        assert plain == {}
        assert secret == {
            "REPORTS_BUCKET": "@ReportsBucketSecretArn:bucket::",
            "REPORTS_BUCKET_REGION": "@ReportsBucketSecretArn:region::",
        }

    def test_its_own_metrics_have_a_namespace(self) -> None:
        plain, _ = variables(clean(custom_metrics=True))
        assert plain == {"METRICS_NAMESPACE": "nextjs/dev"}

    @pytest.mark.parametrize("as_secret", [True, False])
    def test_the_load_balancer_is_told_to_who_takes_its_requests(
        self, as_secret: bool
    ) -> None:
        system = nextjs(
            edge={"domain": "example.com", "as_secret": as_secret},
            services={"web": service(), "worker": {"uses": []}},
            jobs={"clean": JOB},
        )
        told = {
            name: [v["ValueFrom"] for v in found["Secrets"] if "LOAD" in v["Name"]]
            for name in system.tasks
            for found in (
                container(built(system, name), f"{logical(name)}TaskDefinition"),
            )
        }
        endpoint = ["@AlbSecretArn:endpoint::"] if as_secret else []
        assert told == {"web": endpoint, "worker": [], "clean": []}


class TestCode:
    """What the code itself may do in AWS."""

    def test_without_a_reason_it_may_do_nothing(self) -> None:
        assert code(clean(uses=["database", "cache"])) == []

    def test_objects_of_its_buckets_only(self) -> None:
        layer = clean(uses=["user-files"])
        for action in ("GetObject", "PutObject", "DeleteObject"):
            assert allowed(layer, f"s3:{action}") == ["@UserFilesBucketArn/*"]
        assert allowed(layer, "s3:ListBucket") == ["@UserFilesBucketArn"]
        everything = json.dumps(code(layer))
        assert "Reports" not in everything

    def test_every_bucket_that_it_uses(self) -> None:
        layer = clean(uses=["user-files", "reports"])
        assert allowed(layer, "s3:GetObject") == [
            "@UserFilesBucketArn/*",
            "@ReportsBucketArn/*",
        ]

    def test_the_key_works_through_s3_only(self) -> None:
        (keys,) = (
            s
            for s in code(clean(uses=["user-files"]))
            if KEY_ACTIONS.intersection(s["Action"])
        )
        assert set(keys["Action"]) == KEY_ACTIONS
        assert keys["Resource"] == ["@KeyArn"]
        through = {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}
        assert keys["Condition"] == {"StringEquals": through}

    def test_metrics_go_to_its_namespace_only(self) -> None:
        (sending,) = code(clean(custom_metrics=True))
        assert sending["Action"] == ["cloudwatch:PutMetricData"]
        namespace = {"cloudwatch:namespace": "nextjs/dev"}
        assert sending["Condition"] == {"StringEquals": namespace}

    def test_shells_are_open_only_while_somebody_says_so(self) -> None:
        assert code(clean(), EnableExec="false") == []
        (shells,) = code(clean(), EnableExec="true")
        assert set(shells["Action"]) == {
            f"ssmmessages:{verb}{what}Channel"
            for verb in ("Create", "Open")
            for what in ("Control", "Data")
        }


class TestCapacity:
    """What runs the tasks, in the keys that services and schedules share."""

    @pytest.mark.parametrize(
        ("spot", "expected"),
        [
            pytest.param("none", [("FARGATE", None)], id="none"),
            pytest.param("all", [("FARGATE_SPOT", None)], id="all"),
            pytest.param("mixed", [("FARGATE", 1), ("FARGATE_SPOT", None)], id="mixed"),
        ],
    )
    @pytest.mark.parametrize(
        ("holder", "item"),
        [
            (ecs.Service, ecs.CapacityProviderStrategyItem),
            (scheduler.EcsParameters, scheduler.CapacityProviderStrategyItem),
        ],
        ids=["service", "schedule"],
    )
    def test_the_setting_says_how_much_is_spare_capacity(
        self, holder: Any, item: Any, spot: str, expected: list[tuple[str, int | None]]
    ) -> None:
        layer = clean()
        chosen = strategy(layer, item)
        assert holder.props["CapacityProviderStrategy"][0] == [item]
        layer.add(Role("Probe", AssumeRolePolicyDocument={"Strategy": chosen}))
        found = properties(layer, "Probe", FargateSpot=spot)
        entries = found["AssumeRolePolicyDocument"]["Strategy"]
        assert [(e["CapacityProvider"], e.get("Base")) for e in entries] == expected

    def test_mixed_leans_towards_spare_capacity(self) -> None:
        layer = clean()
        chosen = strategy(layer, ecs.CapacityProviderStrategyItem)
        layer.add(Role("Probe", AssumeRolePolicyDocument={"Strategy": chosen}))
        found = properties(layer, "Probe", FargateSpot="mixed")
        fargate, spot = found["AssumeRolePolicyDocument"]["Strategy"]
        assert spot["Weight"] > fargate["Weight"]


def test_a_read_only_root_gives_each_container_a_tmp_of_its_own() -> None:
    layer = Layer("tasks", "Tasks")
    layer.setting(ENVIRONMENT_NAME)
    system = with_jobs(clean={"read_only": True})
    parts = task.parts(layer, system, "clean", "clean")
    found = [containers.container(parts, n, "i", n, {}) for n in ("clean", "proxy")]
    made = task.definition(layer, parts, "T", physical("s"), *found).to_dict()
    volumes = [volume["Name"] for volume in made["Properties"]["Volumes"]]
    mounts = [
        mount["SourceVolume"]
        for one in made["Properties"]["ContainerDefinitions"]
        for mount in one["MountPoints"]
    ]
    assert volumes == mounts == ["tmp", "proxy-tmp"]


def test_cfn_lint_has_nothing_to_say(linted: Callable[[Layer], list[str]]) -> None:
    uses = ["database", "cache", "user-files", "reports"]
    every = {"uses": uses, "custom_metrics": True, "read_only": True}
    system = with_jobs(clean=every | {"secrets": ["API_KEY"]}, mail={"image": "web"})
    assert linted(built(system, "clean", "mail")) == []
