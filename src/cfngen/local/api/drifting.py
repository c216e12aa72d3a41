"""The calls about drift: what is no longer as the template says.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.local.api.pages import page
from cfngen.local.api.requests import Request
from cfngen.local.engine.records import Drift, Resource, Stack, now
from cfngen.local.language.dynamic import REFERENCE
from cfngen.local.language.refusals import Refused
from cfngen.local.types import actual

Answer = dict[str, Any]
DRIFTED = ("MODIFIED", "DELETED")


def detect_stack_drift(request: Request) -> Answer:
    """DetectStackDrift; it is done when this answers. Not of nested stacks."""
    stack = request.stack()
    if stack.status.endswith("_IN_PROGRESS") or not stack.living:
        raise Refused(
            f"Drift detection cannot be performed on stack [{stack.stack_id}] in "
            f"{stack.status} state"
        )
    wanted = request.get("LogicalResourceIds", [])
    found = {
        name: _drift(stack, resource)
        for name, resource in list(stack.resources.items())
        if not wanted or name in wanted
    }
    stack.drift = Drift(str(uuid.uuid4()), _status(found), found)
    return {"StackDriftDetectionId": stack.drift.id}


def describe_stack_drift_detection_status(request: Request) -> Answer:
    """DescribeStackDriftDetectionStatus, of a stack's last search."""
    wanted = str(request.get("StackDriftDetectionId", ""))
    for stack in request.stacks():
        drift = stack.drift
        if drift is not None and drift.id == wanted:
            return {
                "StackId": stack.stack_id,
                "StackDriftDetectionId": wanted,
                "StackDriftStatus": drift.status,
                "DetectionStatus": "DETECTION_COMPLETE",
                "DriftedStackResourceCount": sum(
                    r["StackResourceDriftStatus"] in DRIFTED
                    for r in drift.resources.values()
                ),
                "Timestamp": drift.at,
            }
    raise Refused(f"Drift detection with id {wanted} does not exist")


def describe_stack_resource_drifts(request: Request) -> Answer:
    """DescribeStackResourceDrifts, as the last search found them."""
    drift = request.stack().drift
    wanted = request.get("StackResourceDriftStatusFilters", [])
    found = [
        r
        for r in (drift.resources.values() if drift else ())
        if not wanted or r["StackResourceDriftStatus"] in wanted
    ]
    size = int(request.get("MaxResults", None) or 100)
    return page(request, "StackResourceDrifts", found, size=size)


def detect_stack_resource_drift(request: Request) -> Answer:
    """DetectStackResourceDrift, of one resource."""
    stack, one = request.stack(), str(request.get("LogicalResourceId", ""))
    if one not in stack.resources:
        raise Refused(f"Resource {one} does not exist for stack {stack.name}")
    return {"StackResourceDrift": _drift(stack, stack.resources[one])}


def _status(found: Mapping[str, Answer]) -> str:
    statuses = {r["StackResourceDriftStatus"] for r in found.values()}
    if statuses & set(DRIFTED):
        return "DRIFTED"
    return "IN_SYNC" if "IN_SYNC" in statuses else "NOT_CHECKED"


def _drift(stack: Stack, resource: Resource) -> Answer:
    """Return what the API says of one resource."""
    told: Answer = {
        "StackId": stack.stack_id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type,
        "Timestamp": now(),
    }
    found = actual.read(stack, resource)
    if found is None:
        reason = f"The emulator cannot read {resource.type}"
        status = {"StackResourceDriftStatus": "NOT_CHECKED"}
        return told | status | {"DriftStatusReason": reason}
    reader, real = found
    if real is None:
        return told | {"StackResourceDriftStatus": "DELETED"}
    expected = _expected(reader, resource)
    now_is = {key: _at(real, reader.properties[key]) for key in expected}
    if reader.tags and "Tags" in resource.properties:
        expected["Tags"] = resource.properties["Tags"]
        now_is["Tags"] = _own_tags(real.get(reader.tags, []), stack)
    differences = list(_differences(expected, now_is))
    return told | {
        "StackResourceDriftStatus": "MODIFIED" if differences else "IN_SYNC",
        "PropertyDifferences": differences,
        "ExpectedProperties": json.dumps(expected, default=str),
        "ActualProperties": json.dumps(now_is, default=str),
    }


def _expected(reader: actual.Reader, resource: Resource) -> Answer:
    """Return the properties that can be read and that the template gives a value."""
    given = {key: _at(resource.properties, key) for key in reader.properties}
    return {
        key: value
        for key, value in given.items()
        if value is not None and not REFERENCE.search(str(value))
    }


def _differences(expected: Answer, real: Answer) -> Iterator[Answer]:
    for key, value in expected.items():
        if _plain(value) != _plain(real[key]):
            path = key.replace(".", "/")
            yield {
                "PropertyPath": f"/{path}",
                "ExpectedValue": _plain(value),
                "ActualValue": _plain(real[key]),
                "DifferenceType": "REMOVE" if real[key] is None else "NOT_EQUAL",
            }


def _own_tags(tags: list[dict[str, str]], stack: Stack) -> list[dict[str, str]]:
    """Return the tags that neither CloudFormation nor the stack has put there."""
    return [
        {"Key": tag["Key"], "Value": tag["Value"]}
        for tag in tags
        if not tag["Key"].startswith("aws:") and tag["Key"] not in stack.tags
    ]


def _at(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _plain(value: Any) -> str:
    """Return a value as text, however a service spells it."""
    if isinstance(value, list):
        return json.dumps(sorted(value, key=str), sort_keys=True)
    if isinstance(value, bool):
        return str(value).lower()
    number = isinstance(value, float) and value.is_integer()
    return str(int(value)) if number else str(value)


CALLS = {
    "DetectStackDrift": detect_stack_drift,
    "DescribeStackDriftDetectionStatus": describe_stack_drift_detection_status,
    "DescribeStackResourceDrifts": describe_stack_resource_drifts,
    "DetectStackResourceDrift": detect_stack_resource_drift,
}
