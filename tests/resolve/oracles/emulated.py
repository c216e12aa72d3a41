"""What stacks hold after a deployment on the emulator, as JSON.

Runs in a process of its own, since the emulator changes moto for good:
`python -m tests.resolve.oracles.emulated dev prod`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

from cfngen.local.engine import scopes, stacks
from cfngen.local.engine.records import STACK_TYPE, Stack
from cfngen.local.server import serve
from cfngen.local.types.catalogue import handler
from cfngen.model import Model, Reference, references
from cfngen.naming import root_stack
from cfngen.package import package
from tests.local.cloud import CAPABILITIES, Cloud, given
from tests.models import ENVIRONMENTS, PROJECT, model, parameters_of, spec
from tests.resolve.oracles.settled import ACCOUNT


def made(endpoint: str, system: str, environment: str) -> dict[str, Stack]:
    """Deploy an environment; return its stacks by path."""
    region = spec(system).region
    cloud = Cloud(endpoint, region)
    folder = PROJECT.templates(system)
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("*.json")}
    packed = package(texts, f"{endpoint}/templates")
    cloud.client("s3").create_bucket(Bucket="templates", **placed(region))
    for key, text in packed.uploads.items():
        cloud.client("s3").put_object(Bucket="templates", Key=key, Body=text)
    name = root_stack(system, environment)
    cloud.formation.create_stack(
        StackName=name,
        TemplateBody=packed.root_text,
        Capabilities=CAPABILITIES,
        Parameters=given(**parameters_of(system, environment).texts()),
    )
    root = stacks.get(ACCOUNT, region, name)
    while root.status.endswith("_IN_PROGRESS"):
        time.sleep(0.01)  # it is made in a thread of this process
    assert root.status == "CREATE_COMPLETE", root.reason
    found = {"": root}
    for name, resource in root.resources.items():
        if resource.type == STACK_TYPE:
            found[name] = stacks.get(ACCOUNT, region, resource.physical_id)
    return found


def placed(region: str) -> dict[str, Any]:
    """Return what says where a bucket is; us-east-1 must not be said."""
    elsewhere = {"CreateBucketConfiguration": {"LocationConstraint": region}}
    return {} if region == "us-east-1" else elsewhere


def held(stack: Stack) -> dict[str, Any]:
    """Return what a stack holds."""
    assert stack.target is not None
    return {
        "names": {**scopes.pseudo(stack), **stack.target.values},
        "outputs": {o["OutputKey"]: o["OutputValue"] for o in stack.outputs},
        "resources": {n: r.properties for n, r in stack.resources.items()},
        "ids": {n: r.physical_id for n, r in stack.resources.items()},
        "zones": scopes.zones(stack.region),
    }


def attributes(found: dict[str, Stack], expected: Model) -> dict[str, Any]:
    """Return every attribute that the model names, by `path.attribute`."""
    wanted: set[Reference] = set()
    for resource in expected.resources.values():
        wanted |= set(references(dict(resource.properties)))
    for one in expected.stacks.values():
        wanted |= {r for o in one.outputs.values() for r in references(o.value)}
    values: dict[str, Any] = {}
    for reference in wanted:
        path, _, name = reference.path.rpartition("/")
        if reference.attribute and path in found:
            stack = found[path]
            assert stack.target is not None
            scope = scopes.live(stack, stack.target, handler)
            value = scope.attribute(name, reference.attribute)
            values[f"{reference.path}.{reference.attribute}"] = value
    return values


def main() -> None:
    """Deploy the environments of some names and print what their stacks hold."""
    server = serve(0)
    os.environ["MOTO_PORT"] = str(server.port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://localhost:{server.port}"
    told: dict[str, Any] = {}
    for system, environment in ENVIRONMENTS:
        if environment not in sys.argv[1:]:
            continue
        Cloud(endpoint).reset()
        found = made(endpoint, system, environment)
        told[f"{system}-{environment}"] = {
            "stacks": {path: held(stack) for path, stack in found.items()},
            "attributes": attributes(found, model(system, environment)),
        }
    json.dump(told, sys.stdout, default=str)


if __name__ == "__main__":
    main()
