"""What people do with a running system, run as it stands on its pages.

The pages' examples are of nextjs; here they are tried on revendiste, which has jobs and
Aurora besides.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.session import get_session

from cfngen.cli import main
from cfngen.errors import Exit
from tests.pages import ROOT, blocks, section, text
from tests.shell import Shell

REGION, STACK = "sa-east-1", "revendiste-prod"
HERE = {"us-east-1": REGION, "nextjs-prod": STACK, "=Web": "=Backend"}
"""What an operator of revendiste writes in place of the runbook's examples."""

RUNBOOK, JOBS = text("runbook.md"), text("layers/jobs.md")
TROUBLE = section(RUNBOOK, "When something does not work")


def script(page: str) -> str:
    """Return all commands of a page, about revendiste."""
    said = "".join(b.text for b in blocks(page) if b.language == "bash")
    return re.sub("|".join(HERE), lambda found: HERE[found[0]], said)


START = script(RUNBOOK.partition("\n## ")[0])
"""The stack, and the function that looks its outputs up."""

CHOICE = script(TROUBLE.partition("\n### ")[0])
"""The service that does not work."""


@pytest.fixture(scope="module")
def shell(emulator_url: str) -> Shell:
    """Return a shell at an emulator in which revendiste runs."""
    where = ["--endpoint-url", emulator_url, "--set", "BackendImageTag=v7"]
    told = main(["--project", str(ROOT), "deploy", "revendiste", "prod", *where])
    assert told == Exit.OK
    return Shell(emulator_url, REGION)


def client(shell: Shell, service: str) -> Any:
    """Return a client of a service, for what happens by itself on AWS."""
    return get_session().create_client(
        service,
        REGION,
        endpoint_url=shell.endpoint,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",  # noqa: S106 (no secret: moto takes any)
    )


def trouble(shell: Shell, title: str, folder: Path) -> str:
    """Return what the commands of one kind of trouble print."""
    return shell.bash(START + CHOICE + script(section(TROUBLE, title)), folder)


def test_tasks_do_not_start(shell: Shell, tmp_path: Path) -> None:
    told = trouble(shell, "Tasks do not start", tmp_path)
    assert re.search(r'"backend",\s+"[^"]+:v7"', told)
    assert '"DATABASE_URL"' in told


def test_the_database_does_not_answer(shell: Shell, tmp_path: Path) -> None:
    told = trouble(shell, "The database does not answer", tmp_path)
    assert "available" in told
    for group, lets_in in (("backend", True), ("sync-payments", True), ("alb", False)):
        found = re.search(rf"(sg-\w+) *\|  {STACK}-{group} ", told)
        assert found
        assert told.count(found[1]) == 1 + lets_in, group
    assert f"{STACK}-isolated-1" in told
    assert "postgresql://postgres:PASSWORD@" in told


def test_health_checks_fail(shell: Shell, tmp_path: Path) -> None:
    told = trouble(shell, "Health checks fail", tmp_path)
    assert re.search(r"3001 \|  /api/health +\|  200", told)
    assert re.search(r"False\|  3001 \|  3001 \|  sg-", told)


def test_a_job_is_run_by_hand_and_looked_at(shell: Shell, tmp_path: Path) -> None:
    by_hand, *_ = blocks(section(JOBS, "What people do"))
    ended = json.loads(shell.bash(START + by_hand.text, tmp_path))
    assert ended[-1] == 0
    queue = client(shell, "sqs").list_queues()["QueueUrls"][0]
    refused = {"ERROR_CODE": {"DataType": "String", "StringValue": "AccessDenied"}}
    client(shell, "sqs").send_message(
        QueueUrl=queue, MessageBody="{}", MessageAttributes=refused
    )
    told = trouble(shell, "A job does not run", tmp_path)
    assert '"ENABLED",\n    "rate(5 minutes)"' in told
    assert "AccessDenied" in told
    assert re.search(r':v7",\s+0,', told)
    assert re.search(r':v7",\s+\[\s+"node",\s+"scripts/run-job.js"', told)


def test_another_password_of_the_database(shell: Shell, tmp_path: Path) -> None:
    page = section(RUNBOOK, "Secrets")
    steps = page.partition("**Set another password")[2].partition("2. ")[0]
    read = script(page.partition("**Read the database's")[2].partition("**Set")[0])
    url = read.replace("DatabaseSecretArn", "DatabaseUrlSecretArn")
    told = shell.bash(f"{START}{read}{script(steps)}{read}{url}", tmp_path)
    before, after = map(json.loads, re.findall(r'^\{"username.*', told, re.M))
    assert before | {"password": after["password"]} == after
    assert before["password"] != after["password"]
    assert f"postgresql://postgres:{after['password']}@{after['host']}:" in told


def test_a_job_is_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("systems", "params", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    page = JOBS.partition("**Add a job**")[2].partition("\n**")[0]
    described, commands = blocks(page)
    spec = tmp_path / "systems" / "revendiste.yaml"
    (name,) = yaml.safe_load(described.text)["jobs"]
    added = described.text.replace("jobs:\n", "").rstrip()
    spec.write_text(spec.read_text("utf-8").replace("\njobs:\n", f"\njobs:\n{added}\n"))
    for line in commands.text.splitlines():
        command = ["--project", str(tmp_path), *shlex.split(line)[1:]]
        assert main(command) == Exit.OK, capsys.readouterr().err
    template = (tmp_path / "templates" / "revendiste" / "jobs.json").read_text("utf-8")
    settings = (tmp_path / "params" / "revendiste" / "prod.json").read_text("utf-8")
    assert f"-{name}" in template
    assert "ExpireTicketsEnabled" in settings
