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
from cfngen.cloud.aws import AwsCloud
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
        AwsCloud(REGION, running.endpoint).ensure_bucket(BUCKET)
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
        *("--capabilities", "CAPABILITY_IAM"),
    )
    made = AwsCloud(REGION, shell.endpoint).stack("nextjs-prod")
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
        ours = AwsCloud(REGION, other.endpoint).stack("nextjs-prod")
    assert ours
    assert outputs(theirs) == outputs(ours)
    assert theirs.parameters == ours.parameters
    root = json.loads((ROOT / "templates/nextjs" / template_file("root")).read_text())
    assert set(outputs(ours)) == set(root["Outputs"])


def test_the_second_regions_stack_is_made_by_the_commands_of_its_page(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, *_ = blocks(section(text("layers/recovery.md"), "First create"))
    monkeypatch.chdir(ROOT)
    told = shell.bash(block.text, tmp_path)
    made = AwsCloud("us-west-2", shell.endpoint).stack("platform-prod-recovery")
    assert made
    assert made.status == "CREATE_COMPLETE"
    for output in made.outputs:
        assert output.value in told
