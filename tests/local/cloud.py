"""A client's view of a CloudFormation endpoint, the emulator's or plain moto's."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

CAPABILITIES = ["CAPABILITY_NAMED_IAM"]
PATIENCE = 30.0


@dataclass(frozen=True)
class Cloud:
    """Clients of one endpoint and region, and the few calls that tests repeat."""

    endpoint: str
    region: str = "us-east-1"

    def client(self, service: str) -> Any:
        """Return a client that tries once."""
        return _client(service, self.endpoint, self.region)

    @property
    def formation(self) -> Any:
        """Return the CloudFormation client."""
        return self.client("cloudformation")

    def create(self, name: str, body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Create a stack and return it as it ends."""
        made = self.formation.create_stack(
            StackName=name,
            TemplateBody=json.dumps(body),
            **{"Capabilities": CAPABILITIES, **more},
        )
        return self.settled(made["StackId"])

    def update(self, name: str, body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Update a stack and return it as it ends."""
        self.formation.update_stack(
            StackName=name,
            TemplateBody=json.dumps(body),
            **{"Capabilities": CAPABILITIES, **more},
        )
        return self.settled(name)

    def preview(
        self, name: str, body: Mapping[str, Any], **more: Any
    ) -> dict[str, Any]:
        """Create a change set and return its description."""
        made = self.formation.create_change_set(
            StackName=name,
            ChangeSetName=f"preview-{time.monotonic_ns()}",
            TemplateBody=json.dumps(body),
            **{"Capabilities": CAPABILITIES, **more},
        )
        return dict(self.formation.describe_change_set(ChangeSetName=made["Id"]))

    def delete(self, name: str) -> dict[str, Any]:
        """Delete a stack and return it as it ends."""
        stack_id = self.stack(name)["StackId"]
        self.formation.delete_stack(StackName=name)
        return self.settled(stack_id)

    def stack(self, name: str) -> dict[str, Any]:
        """Return a stack."""
        return dict(self.formation.describe_stacks(StackName=name)["Stacks"][0])

    def settled(self, name: str) -> dict[str, Any]:
        """Return a stack as soon as nothing is in progress."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            stack = self.stack(name)
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return stack
            time.sleep(0.02)
        raise AssertionError(f"{name} is stuck in {stack['StackStatus']}")

    def outputs(self, name: str) -> dict[str, str]:
        """Return a stack's outputs."""
        shown = self.stack(name).get("Outputs", [])
        return {o["OutputKey"]: o["OutputValue"] for o in shown}

    def resources(self, name: str) -> dict[str, dict[str, Any]]:
        """Return a stack's resources by logical id."""
        pages = self.formation.get_paginator("list_stack_resources")
        return {
            r["LogicalResourceId"]: r
            for page in pages.paginate(StackName=name)
            for r in page["StackResourceSummaries"]
        }

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return a stack's events, oldest first."""
        pages = self.formation.get_paginator("describe_stack_events")
        newest = [e for p in pages.paginate(StackName=name) for e in p["StackEvents"]]
        return newest[::-1]

    def history(self, name: str) -> list[str]:
        """Return the events as words: the stack's own under the name `stack`."""
        return [f"{who(e)} {e['ResourceStatus']}" for e in self.events(name)]

    def reason(self, name: str, logical_id: str, status: str) -> str:
        """Return the reason of the last event of a resource in a status."""
        told = [
            str(e.get("ResourceStatusReason", ""))
            for e in self.events(name)
            if who(e) == logical_id and e["ResourceStatus"] == status
        ]
        return told[-1]

    def upload(self, bodies: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        """Put templates into a bucket and yield the URL of each."""
        storage = self.client("s3")
        storage.create_bucket(Bucket="templates")
        for key, body in bodies.items():
            storage.put_object(Bucket="templates", Key=key, Body=json.dumps(body))
            yield f"{self.endpoint}/templates/{key}"

    def reset(self) -> None:
        """Forget everything."""
        urlopen(Request(f"{self.endpoint}/moto-api/reset", method="POST")).close()


@cache
def _client(service: str, endpoint: str, region: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


def who(event: Mapping[str, Any]) -> str:
    """Return the logical id of an event, `stack` for the stack's own."""
    own = event["PhysicalResourceId"] == event["StackId"]
    return "stack" if own else str(event["LogicalResourceId"])


def given(**values: str) -> list[dict[str, str]]:
    """Return parameters as the API takes them."""
    return [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()]


def template(resources: Mapping[str, Any], **sections: Any) -> dict[str, Any]:
    """Return a template of these resources."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": resources,
        **sections,
    }
