"""The AWS CLI's way to deploy the same templates with the same parameters."""

from __future__ import annotations

from collections.abc import Sequence

from cfngen.deploy import capabilities
from cfngen.deploy.order import Order

PACKAGED = "packaged.json"


def commands(order: Order, parameters: str) -> Sequence[str]:
    """Return the two commands, `parameters` being the parameter file.

    Version 2 of the AWS CLI reads the file as it is; version 1 takes Key=Value only,
    which `cfngen params show --format overrides` prints.
    """
    needed = " ".join(capabilities.needed(order.files.values()))
    tags = " ".join(f"{key}={value}" for key, value in order.tags.items())
    return (
        f"aws cloudformation package --template-file {order.folder}/root.json "
        f"--s3-bucket YOUR-BUCKET --use-json --output-template-file {PACKAGED} "
        f"--region {order.region}",
        f"aws cloudformation deploy --template-file {PACKAGED} "
        f"--stack-name {order.stack} --parameter-overrides file://{parameters} "
        + (f"--capabilities {needed} " if needed else "")
        + f"--tags {tags} --s3-bucket YOUR-BUCKET --region {order.region}",
    )
