"""The cloud through boto3: every call that cfngen makes to AWS or to the emulator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError

from cfngen.cloud import answers
from cfngen.cloud.clients import connect
from cfngen.cloud.failures import Absent
from cfngen.cloud.refusals import ask, translated
from cfngen.cloud.values import (
    ChangeSet,
    ChangeSetOrder,
    Event,
    Identity,
    Stack,
    says_nothing_to_change,
)
from cfngen.errors import CfngenError, NeedsHuman

FIRST_REGION = "us-east-1"
"""The region that S3 takes as no LocationConstraint at all:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html"""


class AwsCloud:
    """A `Cloud` over boto3: AWS, or the emulator where an endpoint is given."""

    def __init__(self, region: str, endpoint: str = "") -> None:
        self.region = region
        self.endpoint = endpoint
        try:
            self.clients = connect(region, endpoint)
        except BotoCoreError as error:
            raise translated(error) from error
        self._account = ""

    def identity(self) -> Identity:
        """Return who is asking."""
        answer = ask(self.clients.sts.get_caller_identity)
        self._account = answer["Account"]
        return Identity(answer["Account"], answer["Arn"])

    def ensure_bucket(self, bucket: str) -> None:
        """Make the bucket on an emulator; on AWS raise NeedsHuman unless it exists."""
        s3 = self.clients.s3
        try:
            ask(s3.head_bucket, Bucket=bucket, **self._owner())
        except Absent as error:
            if not self.endpoint:
                raise NeedsHuman(
                    f"There is no bucket {bucket} for the templates.",
                    f"Make it: aws s3 mb s3://{bucket} --region {self.region}",
                ) from error
            place: Any = {"LocationConstraint": self.region}
            here = self.region == FIRST_REGION
            more = {} if here else {"CreateBucketConfiguration": place}
            ask(s3.create_bucket, Bucket=bucket, **more)

    def bucket_url(self, bucket: str) -> str:
        """Return the path-style address of a bucket, without a slash at the end."""
        return f"{self.clients.s3.meta.endpoint_url.rstrip('/')}/{bucket}"

    def has_object(self, bucket: str, key: str) -> bool:
        """Say whether the bucket holds the key."""
        try:
            ask(self.clients.s3.head_object, Bucket=bucket, Key=key, **self._owner())
        except Absent:
            return False
        return True

    def put_object(self, bucket: str, key: str, text: str) -> None:
        """Write an object."""
        ask(
            self.clients.s3.put_object,
            Bucket=bucket,
            Key=key,
            Body=text.encode(),
            ContentType="application/json",
            **self._owner(),
        )

    def _owner(self) -> dict[str, Any]:
        """Return the condition that the bucket belongs to us, where that is checked.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
        """
        if self.endpoint:
            return {}
        return {"ExpectedBucketOwner": self._account or self.identity().account}

    def stack(self, name: str) -> Stack | None:
        """Return a stack, None where there is none."""
        try:
            answer = ask(self.clients.cloudformation.describe_stacks, StackName=name)
        except Absent:
            return None
        found = answers.stack(answer["Stacks"][0])
        return None if found.status == "DELETE_COMPLETE" and found.id != name else found

    def template(self, stack: str) -> Mapping[str, Any]:
        """Return the template that the stack was last given, parsed.

        One that is not JSON is an empty mapping: it is none of ours.
        """
        body: Any = ask(
            self.clients.cloudformation.get_template,
            StackName=stack,
            TemplateStage="Original",
        )["TemplateBody"]
        return body if isinstance(body, Mapping) else answers.parsed(str(body))

    def create_change_set(self, order: ChangeSetOrder) -> ChangeSet | None:
        """Ask for a change set; None when CloudFormation sees nothing to change."""
        create: Any = self.clients.cloudformation.create_change_set
        try:
            answer = ask(create, **answers.request(order))
        except CfngenError as error:
            if says_nothing_to_change(error.message):
                return None
            raise
        return ChangeSet(
            answer["Id"], order.name, answer["StackId"], "CREATE_IN_PROGRESS"
        )

    def change_set(self, change_set: str, stack: str = "") -> ChangeSet | None:
        """Return a change set with all of its changes, None where there is none."""
        pages: list[Any] = []
        describe: Any = self.clients.cloudformation.describe_change_set
        names = {"ChangeSetName": change_set} | ({"StackName": stack} if stack else {})
        more: dict[str, str] = {}
        while not pages or more:
            try:
                pages.append(ask(describe, **names, **more))
            except Absent:
                return None
            token = pages[-1].get("NextToken")
            more = {"NextToken": token} if token else {}
        return answers.change_set(pages)

    def change_sets(self, stack: str) -> tuple[str, ...]:
        """Return the names of a stack's change sets."""
        pages = self.clients.cloudformation.get_paginator("list_change_sets")
        answered = ask(lambda: list(pages.paginate(StackName=stack)))
        return tuple(
            summary["ChangeSetName"]
            for page in answered
            for summary in page["Summaries"]
            if stack in (summary.get("StackId"), summary.get("StackName"))
        )

    def delete_change_set(self, change_set: str, stack: str) -> None:
        """Delete a change set; one that is not there counts as deleted."""
        delete = self.clients.cloudformation.delete_change_set
        try:
            ask(delete, ChangeSetName=change_set, StackName=stack)
        except Absent:
            return

    def execute_change_set(self, change_set: str, token: str) -> None:
        """Start what the change set describes; `token` makes a retry harmless.

        A failed create also deletes what the templates would retain, so that it can be
        tried again under the same physical names:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
        """
        ask(
            self.clients.cloudformation.execute_change_set,
            ChangeSetName=change_set,
            ClientRequestToken=token,
            DisableRollback=False,
            RetainExceptOnCreate=True,
        )

    def delete_stack(self, stack: str) -> None:
        """Start to delete a stack."""
        ask(self.clients.cloudformation.delete_stack, StackName=stack)

    def last_event(self, stack: str) -> datetime | None:
        """Return when the last thing happened to a stack, by the cloud's clock."""
        page = ask(self.clients.cloudformation.describe_stack_events, StackName=stack)
        return max((raw["Timestamp"] for raw in page["StackEvents"]), default=None)

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Return the events later than `after` that are not known, oldest first.

        CloudFormation lists the newest first, so reading stops at the first old one.
        """
        pages = self.clients.cloudformation.get_paginator("describe_stack_events")

        def fresh() -> list[Event]:
            found: list[Event] = []
            for page in pages.paginate(StackName=stack):
                for raw in page["StackEvents"]:
                    event = answers.event(raw)
                    if event.id in known or (after and event.at <= after):
                        return found
                    found.append(event)
            return found

        return tuple(reversed(ask(fresh)))
