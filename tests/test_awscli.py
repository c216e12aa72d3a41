"""Plain AWS tools deploy what is committed: the real AWS CLI, version 1.

It gets the files of the repository and what `cfngen params show` prints, and has to
arrive at the stack that `cfngen deploy` makes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.cloud.aws import open_cloud
from cfngen.cloud.values import Stack
from cfngen.errors import Exit
from cfngen.local import emulator
from cfngen.naming import template_file
from tests.pages import ROOT, blocks, section, text
from tests.shell import Shell

REGION, BUCKET = "us-east-1", "somebodys-bucket"
RANDOM = re.compile(r"[0-9a-fA-F]{3,}|-[A-Za-z0-9]{6}$")
"""What a cloud makes up: parts of names that differ between two stacks."""


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    """Yield a shell at an emulator with nothing in it but a bucket."""
    with emulator() as running:
        open_cloud(REGION, running.endpoint).objects.make_bucket(BUCKET)
        yield Shell(running.endpoint, REGION)


def by_aws_cli(shell: Shell, folder: Path, capsys: pytest.CaptureFixture[str]) -> Stack:
    """Package and deploy nextjs prod as the README says; return the stack."""
    templates = shutil.copytree(ROOT / "templates" / "nextjs", folder / "nextjs")
    packaged, overrides = folder / "packaged.json", folder / "overrides.json"
    show = ["params", "show", "nextjs", "prod", "--format", "overrides"]
    assert main(["--project", str(ROOT), *show]) == Exit.OK
    overrides.write_text(capsys.readouterr().out, "utf-8")
    shell.aws(
        *("cloudformation", "package"),
        *("--template-file", str(templates / "root.json"), "--use-json"),
        *("--s3-bucket", BUCKET, "--output-template-file", str(packaged)),
    )
    shell.aws(
        *("cloudformation", "deploy"),
        *("--template-file", str(packaged), "--stack-name", "nextjs-prod"),
        *("--parameter-overrides", f"file://{overrides}", "--s3-bucket", BUCKET),
        *("--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset"),
    )
    made = open_cloud(REGION, shell.endpoint).stacks.find("nextjs-prod")
    assert made
    return made


def outputs(stack: Stack) -> Mapping[str, str]:
    """Return the outputs with what is random in them cut out."""
    return {o.name: RANDOM.sub("*", o.value) for o in stack.outputs}


def test_both_ways_lead_to_the_same_stack(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = by_aws_cli(shell, tmp_path, capsys)
    assert theirs.status == "CREATE_COMPLETE"
    where = ["--project", str(ROOT), "deploy", "nextjs", "prod"]
    with emulator() as other:
        code = main([*where, "--endpoint-url", other.endpoint])
        assert code == Exit.OK, capsys.readouterr().err
        ours = open_cloud(REGION, other.endpoint).stacks.find("nextjs-prod")
    assert ours
    assert outputs(theirs) == outputs(ours)
    assert theirs.parameters == ours.parameters
    root = json.loads((ROOT / "templates/nextjs" / template_file("root")).read_text())
    assert set(outputs(ours)) == set(root["Outputs"])


def test_either_goes_on_where_the_other_has_stopped(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_aws_cli(shell, tmp_path, capsys)
    where = ["--project", str(ROOT)]
    there = ["nextjs", "prod", "--endpoint-url", shell.endpoint]

    def cfngen(verb: str, *more: str) -> int:
        return main([*where, verb, *there, *more])

    # theirs, then ours: the tags are new, and so is the release
    assert cfngen("deploy", "--set", "WebImageTag=v2") == Exit.OK
    assert cfngen("status") == Exit.OK
    # our plan, carried out by them
    plan = tmp_path / "plan.json"
    assert cfngen("plan", "--set", "WebImageTag=v3", "--out", str(plan)) == Exit.OK
    change_set = json.loads(plan.read_text("utf-8"))["plan"]["change_set"]
    cli = "cloudformation"
    shell.aws(cli, "execute-change-set", "--change-set-name", change_set)
    shell.aws(cli, "wait", "stack-update-complete", "--stack-name", "nextjs-prod")
    capsys.readouterr()
    assert cfngen("deploy") == Exit.OK
    assert "nextjs-prod: no changes." in capsys.readouterr().err
    found = open_cloud(REGION, shell.endpoint).stacks.find("nextjs-prod")
    assert found
    assert found.parameters["WebImageTag"] == "v3"


def test_the_second_regions_stack_is_made_by_the_commands_of_its_page(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, *_ = blocks(section(text("layers/recovery.md"), "First create"))
    monkeypatch.chdir(ROOT)
    told = shell.bash(block.text, tmp_path)
    cloud = open_cloud("us-west-2", shell.endpoint)
    made = cloud.stacks.find("platform-prod-recovery")
    assert made
    assert made.status == "CREATE_COMPLETE"
    for output in made.outputs:
        assert output.value in told
