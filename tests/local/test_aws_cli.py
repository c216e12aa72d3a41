"""The real AWS CLI packages and deploys nested stacks on the emulator."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.local.cloud import Cloud, template
from tests.local.test_nested import NAME, leaf, nested

AWS = Path(sys.executable).parent / "aws"


def aws(cloud: Cloud, *words: str) -> None:
    """Run one `aws cloudformation` command."""
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": cloud.region,
        "AWS_ENDPOINT_URL": cloud.endpoint,
    }
    done = subprocess.run(
        [str(AWS), "cloudformation", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_package_and_deploy(cloud: Cloud, tmp_path: Path) -> None:
    inner = nested("leaf.json", Name={"Ref": "Name"})
    outputs = {"Out": {"Value": {"Fn::GetAtt": ["Leaf", "Outputs.Out"]}}}
    root = template({"Leaf": inner}, Parameters=NAME, Outputs=outputs)
    (tmp_path / "root.json").write_text(json.dumps(root))
    (tmp_path / "leaf.json").write_text(json.dumps(leaf()))
    packaged = str(tmp_path / "packaged.yaml")
    cloud.client("s3").create_bucket(Bucket="artifacts")
    source = ("--template-file", str(tmp_path / "root.json"))
    to = ("--s3-bucket", "artifacts", "--output-template-file", packaged)
    aws(cloud, "package", *source, *to)
    named = ("--stack-name", "root", "--template-file", packaged)
    overrides = ("--parameter-overrides", "Name=cli")
    aws(cloud, "deploy", *named, *overrides, "--no-execute-changeset")
    (change_set,) = cloud.formation.list_change_sets(StackName="root")["Summaries"]
    cloud.formation.execute_change_set(ChangeSetName=change_set["ChangeSetId"])
    assert cloud.settled("root")["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.outputs("root")["Out"].startswith("root-Leaf-")
