"""Plain AWS tools deploy what is committed: the real AWS CLI, version 1.

It gets the files of the repository and what `cfngen params show` prints, and has to
arrive at the stack that `cfngen deploy` makes.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.cloud.aws import AwsCloud
from cfngen.cloud.values import Stack
from cfngen.errors import Exit
from cfngen.local import emulator
from cfngen.naming import template_file

ROOT = Path(__file__).resolve().parent.parent
REGION, BUCKET = "us-east-1", "somebodys-bucket"
RANDOM = re.compile(r"[0-9a-fA-F]{3,}|-[A-Za-z0-9]{6}$")
"""What a cloud makes up: parts of names that differ between two stacks."""

IMPATIENT = """
import sys, time
sleep = time.sleep
time.sleep = lambda seconds: sleep(min(seconds, 0.2))
from awscli.clidriver import main
raise SystemExit(main())
"""
"""The AWS CLI as it is, but it does not wait 30 seconds between two questions."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Yield an emulator with nothing in it but a bucket."""
    with emulator() as running:
        AwsCloud(REGION, running.endpoint).ensure_bucket(BUCKET)
        yield running.endpoint


def aws(endpoint: str, *words: str) -> str:
    """Run `aws cloudformation` and return what it prints."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    nobody = {
        "AWS_ACCESS_KEY_ID": "emulator",
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "NO_PROXY": "localhost",
    }
    ran = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "cloudformation", *words],
        env=mine | nobody,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def by_aws_cli(
    endpoint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> Stack:
    """Package and deploy nextjs prod as the README says; return the stack."""
    templates = shutil.copytree(ROOT / "templates" / "nextjs", folder / "nextjs")
    packaged, overrides = folder / "packaged.json", folder / "overrides.json"
    show = ["params", "show", "nextjs", "prod", "--format", "overrides"]
    assert main(["--project", str(ROOT), *show]) == Exit.OK
    overrides.write_text(capsys.readouterr().out, "utf-8")
    aws(
        endpoint,
        *("package", "--template-file", str(templates / "root.json"), "--use-json"),
        *("--s3-bucket", BUCKET, "--output-template-file", str(packaged)),
    )
    aws(
        endpoint,
        *("deploy", "--template-file", str(packaged), "--stack-name", "nextjs-prod"),
        *("--parameter-overrides", f"file://{overrides}", "--s3-bucket", BUCKET),
        *("--capabilities", "CAPABILITY_IAM"),
    )
    made = AwsCloud(REGION, endpoint).stack("nextjs-prod")
    assert made
    return made


def outputs(stack: Stack) -> Mapping[str, str]:
    """Return the outputs with what is random in them cut out."""
    return {o.name: RANDOM.sub("*", o.value) for o in stack.outputs}


def test_both_ways_lead_to_the_same_stack(
    endpoint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = by_aws_cli(endpoint, tmp_path, capsys)
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
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "layers" / "recovery.md").read_text("utf-8")
    block = page.partition("## First create")[2].split("```")[1].removeprefix("bash\n")
    monkeypatch.chdir(ROOT)
    commands = [shlex.split(c) for c in block.replace("\\\n", " ").splitlines()]
    assert [words[:2] for words in commands] == [["aws", "cloudformation"]] * 3
    *_, told = [aws(endpoint, *words[2:]) for words in commands]
    made = AwsCloud("us-west-2", endpoint).stack("platform-prod-recovery")
    assert made
    assert made.status == "CREATE_COMPLETE"
    for output in made.outputs:
        assert output.value in told
