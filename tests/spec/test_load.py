"""Specs that load, what their defaults are, and what an error carries."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.errors import Exit, InputError
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.service import Route, Scale, Steps
from tests.spec.specs import NEXTJS, ROOT, edited, loaded, refused

SMALL = """\
system: nextjs
description: A network
region: eu-central-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
"""

WEB = "services:\n  web:\n    port: 8080\n    subnets: public\n"

EDGE = "edge: {domain: shop.example.com}\n"

JOB = "jobs:\n  clean: {image: web, command: [clean], subnets: public, "

BUCKET = "    uses: [files]\nbuckets: {files: {}}\n"

AURORA = (
    '  engine: postgresql\n  version: "17"\n'
    "  instance: db.t4g.micro\n  storage: {min: 20, max: 100}\n",
    "  engine: aurora-",
)
"""The database of nextjs and the beginning of another in its stead."""

PIPELINE = (
    "github: {repository: example/nextjs, branch: main}",
    "pipeline: {repository: example/nextjs}",
)

SPECS = {f.stem: f.read_text("utf-8") for f in (ROOT / "systems").glob("*.yaml")}

GOOD = {
    "a network alone": SMALL,
    "a service with a port": SMALL + WEB,
    "a service behind an edge": SMALL + WEB + EDGE,
    "three zones": edited(
        ("10.0.16.0/24]", "10.0.16.0/24, 10.0.32.0/24]"),
        ("10.0.17.0/24]", "10.0.17.0/24, 10.0.33.0/24]"),
        ("10.0.18.0/28]", "10.0.18.0/28, 10.0.34.0/28]"),
    ),
    "two services": edited(
        (
            "database:\n  engine",
            "  api: {port: 1, routes: [{path: /api/*}]}\ndatabase:\n  engine",
        ),
    ),
    "no edge": re.sub(r"^edge:\n(  .*\n)+", "", NEXTJS, flags=re.MULTILINE),
    "no stores": SMALL + WEB + "monitoring: {}\n",
    "targets": edited(("{out: 70, in: 50}", "70"), ("{out: 80, in: 60}", "80")),
    "one metric": edited(("      memory: {out: 80, in: 60}\n", "")),
    "a number of tasks that stays": SMALL + WEB + "    scale: {min: 3, max: 3}\n",
    "Valkey": edited(("engine: redis", "engine: valkey")),
    "a disk that grows by a tenth": edited(("max: 100", "max: 22")),
    "a catch-all of one host beside that of all": SMALL
    + EDGE.replace("}", ", names: [api.shop.example.com]}")
    + WEB
    + "  api:\n    port: 1\n    subnets: public\n"
    + "    routes: [{host: api.shop.example.com}, {path: '/a?'}]\n",
    "anchors": SMALL
    + "services:\n"
    + "  web: &web {port: 1, subnets: public}\n"
    + "  api: *web\n",
    "variables that only sound secret": SMALL
    + WEB
    + "    environment: {TOKEN_TTL: '60', KEY_ID: a, PUBLIC_KEY: b, MONKEY: c,"
    + ' URL: "postgres://$USER:$PASSWORD@db", DATABASE_HOST: localhost}\n'
    + "    secrets: [API_KEY]\n",
    "a name that fits exactly": edited(("  web:", "  content-server:")),
    "a job with a rate": SMALL + WEB + JOB + "every: 5 minutes}\n",
    "a job with cron": SMALL + WEB + JOB + 'cron: "0/15 8-18 ? * MON-FRI *"}\n',
    "cron of the last Friday": SMALL
    + WEB
    + JOB
    + 'cron: "0 6 ? 1,JUL,10-12 FRIL 2026-2030/2", time_zone: Europe/Berlin}\n',
    "cron of the last workday": SMALL + WEB + JOB + 'cron: "0 6 LW * ? *"}\n',
    "a job with an image of its own": SMALL
    + "jobs:\n  clean: {every: day, subnets: public}\nmonitoring: {}\n",
    "a job with a long name": SMALL
    + f"jobs:\n  {'clean-' * 6}four: {{every: day, subnets: public}}\n",
    "a worker beside a service": SMALL
    + EDGE
    + WEB
    + "  worker: {subnets: public, scale: {max: 2, cpu: 70}}\n",
    "a worker alone": SMALL + "services:\n  worker: {subnets: public}\n",
    "a sidecar in front": SMALL
    + WEB
    + "    sidecars:\n"
    + "      proxy: {port: 80, front: true}\n"
    + "      agent: {image: public.ecr.aws/x/agent:1.2.3}\n"
    + f"      pinned: {{image: 'localhost:5000/x@sha256:{'0' * 64}'}}\n",
    "sidecars of two services with one name": SMALL
    + WEB
    + "    sidecars: {proxy: {}}\n"
    + "  api:\n    subnets: public\n    sidecars: {proxy: {}}\n",
    "a bucket": SMALL + WEB + BUCKET,
    "a bucket that a job uses": SMALL
    + "jobs:\n  clean: {every: day, subnets: public, uses: [files]}\n"
    + "buckets: {files: {archive_days: 0, expire_days: 1}}\n",
    "a bucket with copies": SMALL + WEB + BUCKET + "recovery: {region: eu-west-1}\n",
    "backups with copies": edited(
        ("monitoring:", "backup: {}\nrecovery: {region: us-west-2}\nmonitoring:")
    ),
    "stores in private subnets": edited(
        ("    isolated: [10.0.2.0/28, 10.0.18.0/28]\n", "")
    ),
    "endpoints": edited(("nat: single", "nat: single\n  endpoints: [ecr.api, logs]")),
    "Aurora that pauses": edited(
        (AURORA[0], AURORA[1] + "postgresql\n  capacity: {min: 0, max: 2}\n")
    ),
    "an old Aurora that never pauses": edited(
        (AURORA[0], AURORA[1] + 'postgresql\n  version: "15.4"\n')
    ),
    "Aurora MySQL": edited(
        (AURORA[0], AURORA[1] + "mysql\n  capacity: {min: 0}\n  name: user\n")
    ),
    "Aurora MySQL by its own version": edited(
        (AURORA[0], AURORA[1] + "mysql\n  version: 3.10.0\n  capacity: {min: 0}\n")
    ),
    "MySQL with a name that PostgreSQL reserves": edited(
        ("postgresql\n", "mysql\n"), ('"17"', '"8.4"\n  name: user')
    ),
    "the database's address by another variable": edited(
        ("    egress: [443]", "    egress: [443]\n    environment: {DATABASE_URL: x}")
    ),
    "a pipeline": edited(PIPELINE),
    "a pipeline that builds in folders": edited(
        PIPELINE,
        (
            "    port: 3000",
            "    port: 3000\n    build: .\n    sidecars: {proxy: {build: deploy/x}}",
        ),
    ),
    "patterns of further names": edited(
        ("  dns: route53", "  names: [a.nextjs.example.com]\n  dns: route53"),
        (
            "    port: 3000",
            "    port: 3000\n    routes: [{host: '*.nextjs.example.com'}]",
        ),
    ),
    "log metrics": edited(
        (
            "    port: 3000",
            "    port: 3000\n    log_metrics:\n      errors: {match: '?ERROR ?FATAL'}\n"
            "      sum: {match: '{ $.size = * }', value: '$.size', alarm: 9}\n"
            "      bytes: {match: '[ip, ..., bytes]', value: $bytes}\n"
            '      less: {match: undone, value: "-1.5"}',
        )
    ),
}


@pytest.mark.parametrize("case", GOOD)
def test_loads(case: str, tmp_path: Path) -> None:
    assert refused(tmp_path, GOOD[case]) == ()


@pytest.mark.parametrize("name", sorted(SPECS))
def test_the_systems_load(name: str) -> None:
    assert load(Project(ROOT), name).system == name


def test_nextjs_is_what_its_file_says() -> None:
    system = load(Project(ROOT), "nextjs")
    web = system.services["web"]
    assert system.network.zones == 2
    assert (web.cpu, web.memory, web.port) == (512, 1024, 3000)
    assert web.scale.cpu == Steps(out=70, in_=50)
    assert web.scale.memory == Steps(out=80, in_=60)
    assert web.uses == ("database", "cache")
    assert system.cache is not None
    assert system.cache.version == "7.1"


def test_what_is_left_out_has_defaults(tmp_path: Path) -> None:
    system = loaded(tmp_path, SMALL + WEB)
    web = system.services["web"]
    assert (web.cpu, web.memory) == (256, 512)
    assert (web.architecture, system.architecture_of(web)) == (None, "x86_64")
    assert web.scale == Scale(min=1, max=1)
    assert web.routes == (Route(path="/*"),)
    assert web.egress == (443,)
    assert system.network.nat == "none"
    assert (system.edge, system.database, system.cache) == (None, None, None)
    assert (system.monitoring, system.delivery) == (None, None)
    assert (system.jobs, system.buckets, web.sidecars) == ({}, {}, {})
    assert (system.backup, system.recovery) == (None, None)


def test_what_a_job_leaves_out_has_defaults(tmp_path: Path) -> None:
    job = loaded(tmp_path, GOOD["a job with a rate"]).jobs["clean"]
    assert (job.cpu, job.memory, job.egress) == (256, 512, (443,))
    assert (job.retries, job.enabled, job.time_zone) == (2, True, "UTC")


@pytest.mark.parametrize(
    ("case", "version"),
    [
        pytest.param("Aurora that pauses", "17", id="aurora-postgresql"),
        pytest.param("Aurora MySQL", "8.0", id="aurora-mysql"),
    ],
)
def test_an_engine_has_a_version_of_its_own(
    case: str, version: str, tmp_path: Path
) -> None:
    database = loaded(tmp_path, GOOD[case]).database
    assert database is not None
    assert database.version == version
    assert (database.capacity.min, database.aurora) == (0, True)


def test_valkey_has_a_version_of_its_own(tmp_path: Path) -> None:
    system = loaded(tmp_path, GOOD["Valkey"])
    assert system.cache is not None
    assert system.cache.version == "8.2"


def test_the_error_counts_its_findings(tmp_path: Path) -> None:
    for edits, message in (
        ((("cpu: 512", "cpu: 1"),), "systems/nextjs.yaml: 1 error."),
        (
            (("cpu: 512", "cpu: 1"), ("nat: single", "nat: none")),
            "systems/nextjs.yaml: 2 errors.",
        ),
    ):
        with pytest.raises(InputError) as error:
            loaded(tmp_path, edited(*edits))
        assert error.value.message == message
        assert error.value.exit_code == Exit.USAGE


def test_the_documented_specs_load(tmp_path: Path) -> None:
    for page in ("README.md", "docs/spec.md"):
        text = (ROOT / page).read_text("utf-8")
        for spec in re.findall(r"```yaml\n((?:#.*\n)?system:.*?)```", text, re.DOTALL):
            assert loaded(tmp_path, spec, "shop").system == "shop"


def test_loading_imports_no_more_than_it_must() -> None:
    code = (
        "import sys; from pathlib import Path; from cfngen.project import Project;"
        "from cfngen.spec.load import load; load(Project(Path('.')), 'nextjs');"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"boto3", "botocore", "cfnlint", "click", "moto", "rich", "jsonschema"}
    assert not heavy & set(ran.stdout.split())


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 70_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ("10.0.0.0/24", "0.0.0.0/0", "database", "/*", "<steps>", "[key]")
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("web", "port", "in", "[key]")), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of everything below a value."""
    steps: list[Any] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        steps = list(range(len(value)))
    below = [(*place, step) for step in steps]
    return [*below, *(p for b in below for p in places(value[b[-1]], b))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_spec_is_said_in_our_words(
    data: st.DataObject, tmp_path: Path
) -> None:
    name = data.draw(st.sampled_from(sorted(SPECS)))
    spec = yaml.safe_load(SPECS[name])
    place = data.draw(st.sampled_from(places(spec)))
    part = spec
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = data.draw(ANYTHING)
    text = json.dumps(spec, ensure_ascii=True)
    for found in refused(tmp_path, text, name):
        assert found.line == 1
        assert re.fullmatch(r"CG0\d\d", found.id)
        assert found.message.endswith(".")
        assert found.message != "The value does not fit."
        assert found.mend
