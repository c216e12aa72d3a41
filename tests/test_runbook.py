"""What people do with a running system, run as it stands on its pages.

The pages' examples are of nextjs; here they are tried on revendiste, which has jobs and
Aurora besides.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.session import get_session

from cfngen.cli import main
from cfngen.cloud.aws import open_cloud
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


CHOICE = script(TROUBLE.partition("\n### ")[0])
"""The service that does not work."""


@dataclass(frozen=True)
class Operator:
    """Somebody at a shell, who has looked all outputs of the stack up."""

    shell: Shell
    folder: Path
    outputs: Mapping[str, str]

    def run(self, commands: str) -> str:
        """Run commands, outputs by heart; return what they print."""
        known = "".join(f"{k}) echo '{v}';; " for k, v in self.outputs.items())
        by_heart = f"STACK={STACK}\noutput() {{ case $1 in {known}esac; }}\n"
        return self.shell.bash(by_heart + commands, self.folder)

    def look_into(self, title: str) -> str:
        """Return what the commands of one kind of trouble print."""
        return self.run(CHOICE + script(section(TROUBLE, title)))

    def client(self, service: str) -> Any:
        """Return a client of a service, for what is not on the pages."""
        return get_session().create_client(
            service,
            REGION,
            endpoint_url=self.shell.endpoint,
            aws_access_key_id="emulator",
            aws_secret_access_key="emulator",  # noqa: S106 (moto takes any)
        )


@pytest.fixture(scope="module")
def outputs(emulator_url: str) -> Mapping[str, str]:
    """Return the outputs of revendiste, which runs in an emulator."""
    where = ["--endpoint-url", emulator_url, "--set", "BackendImageTag=v7"]
    told = main(["--project", str(ROOT), "deploy", "revendiste", "prod", *where])
    assert told == Exit.OK
    stack = open_cloud(REGION, emulator_url).stacks.find(STACK)
    assert stack
    return {output.name: output.value for output in stack.outputs}


@pytest.fixture
def operator(outputs: Mapping[str, str], emulator_url: str, tmp_path: Path) -> Operator:
    return Operator(Shell(emulator_url, REGION), tmp_path, outputs)


def test_outputs_are_looked_up(operator: Operator) -> None:
    start = script(RUNBOOK.partition("\n## ")[0])
    told = operator.run(f"{start}output JobQueueName; output NoSuchThing")
    assert told.strip() == operator.outputs["JobQueueName"]


def test_tasks_do_not_start(operator: Operator) -> None:
    told = operator.look_into("Tasks do not start")
    assert re.search(r'"backend",\s+"[^"]+:v7"', told)
    assert '"DATABASE_URL"' in told


def test_the_database_does_not_answer(operator: Operator) -> None:
    told = operator.look_into("The database does not answer")
    assert "available" in told
    for group, lets_in in (("backend", True), ("sync-payments", True), ("alb", False)):
        found = re.search(rf"(sg-\w+) *\|  {STACK}-{group} ", told)
        assert found
        assert told.count(found[1]) == 1 + lets_in, group
    assert f"{STACK}-isolated-1" in told
    assert "postgresql://postgres:PASSWORD@" in told


def test_health_checks_fail(operator: Operator) -> None:
    told = operator.look_into("Health checks fail")
    assert re.search(r"3001 \|  /api/health +\|  200", told)
    assert re.search(r"False\|  3001 \|  3001 \|  sg-", told)


def test_a_job_is_run_by_hand_and_looked_at(operator: Operator) -> None:
    by_hand, *_ = blocks(section(JOBS, "What people do"))
    assert json.loads(operator.run(by_hand.text))[-1] == 0
    sqs = operator.client("sqs")
    queue = sqs.get_queue_url(QueueName=operator.outputs["JobQueueName"])["QueueUrl"]
    refused = {"ERROR_CODE": {"DataType": "String", "StringValue": "AccessDenied"}}
    sqs.send_message(QueueUrl=queue, MessageBody="{}", MessageAttributes=refused)
    told = operator.look_into("A job does not run")
    assert '"ENABLED",\n    "rate(5 minutes)"' in told
    assert "AccessDenied" in told
    assert re.search(r':v7",\s+0,', told)
    assert re.search(r':v7",\s+\[\s+"node",\s+"scripts/run-job.js"', told)


def test_another_password_goes_into_both_secrets(operator: Operator) -> None:
    def value(output: str) -> str:
        client = operator.client("secretsmanager")
        told = client.get_secret_value(SecretId=operator.outputs[output])
        return str(told["SecretString"])

    before, url = json.loads(value("DatabaseSecretArn")), value("DatabaseUrlSecretArn")
    page = section(RUNBOOK, "Secrets").partition("**Set another password")[2]
    operator.run(script(page.partition("\n2. ")[0]))
    after = json.loads(value("DatabaseSecretArn"))
    assert after == before | {"password": after["password"]}
    assert re.fullmatch("[A-Za-z0-9]{40}", after["password"])
    assert after["password"] != before["password"]
    expected = url.replace(before["password"], after["password"])
    assert value("DatabaseUrlSecretArn") == expected


def test_a_job_is_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("systems", "params", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    page = JOBS.partition("**Add a job**")[2].partition("\n**")[0]
    described, commands = blocks(page)
    spec = tmp_path / "systems" / "revendiste.yaml"
    (name,) = yaml.safe_load(described.text)["jobs"]
    added = described.text.replace("jobs:\n", "").rstrip()
    spec.write_text(spec.read_text("utf-8").replace("\njobs:\n", f"\njobs:\n{added}\n"))
    *steps, last = commands.text.splitlines()
    assert last == "cfngen lint revendiste"  # takes long, and other tests lint jobs
    for line in steps:
        command = ["--project", str(tmp_path), *shlex.split(line)[1:]]
        assert main(command) == Exit.OK, capsys.readouterr().err
    template = (tmp_path / "templates" / "revendiste" / "jobs.json").read_text("utf-8")
    settings = (tmp_path / "params" / "revendiste" / "prod.json").read_text("utf-8")
    assert f"-{name}" in template
    assert "ExpireTicketsEnabled" in settings
