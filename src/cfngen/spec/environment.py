"""The environments part of a spec: where each one is, and what guards it.

The bounds are those of the API that makes change sets:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
"""

from __future__ import annotations

from pydantic import BaseModel, Field

from cfngen.spec.accounts import (
    ACCOUNT,
    BUCKET,
    POLICY_FILE,
    PROFILE,
    ROLE,
    AlarmArn,
    TagKey,
    TagValue,
    TopicArn,
)
from cfngen.spec.words import ONCE, REGION


class Environment(BaseModel, frozen=True, extra="forbid", strict=True):
    """What CloudFormation is told of one environment, beside its parameters."""

    region: str | None = Field(
        None,
        pattern=REGION.pattern,
        description="AWS region it is in; the system's by default.",
    )
    account: str | None = Field(
        None,
        pattern=ACCOUNT.pattern,
        description="The only account that it may be deployed to.",
    )
    profile: str | None = Field(
        None,
        pattern=PROFILE.pattern,
        max_length=100,
        description="Profile of the AWS CLI whose credentials are used.",
    )
    role: str | None = Field(
        None,
        pattern=ROLE.pattern,
        max_length=2048,
        description="ARN of the role that CloudFormation takes on, from then on for "
        "ever.",
    )
    tags: dict[TagKey, TagValue] = Field(
        {}, description="Tags of the stack and of nearly all that is in it."
    )
    protect: bool | None = Field(
        None,
        description="Whether the stack refuses to be deleted; without it, that stays "
        "as it is.",
    )
    stack_policy: str | None = Field(
        None,
        pattern=POLICY_FILE.pattern,
        max_length=200,
        description="File with the stack policy: what updates may not touch.",
    )
    rollback_alarms: tuple[AlarmArn, ...] = Field(
        (),
        max_length=5,
        description="Alarms that roll a deployment back when they go off during it.",
        json_schema_extra=ONCE,
    )
    monitor_minutes: int = Field(
        0,
        ge=0,
        le=180,
        description="Minutes that the alarms are still watched for at the end.",
    )
    notify: tuple[TopicArn, ...] = Field(
        (),
        max_length=5,
        description="Topics that hear of every event of the stack.",
        json_schema_extra=ONCE,
    )
    bucket: str | None = Field(
        None,
        pattern=BUCKET.pattern,
        description="Bucket that templates are packaged to; one of the account and "
        "region by default.",
    )
