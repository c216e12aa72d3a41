"""The words for what is in an account: its role, its topics, its buckets, its tags.

Patterns keep to what Rust, ECMAScript and Python read alike.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.form import Form

ENVIRONMENT = Form(
    ENVIRONMENT_NAME.pattern,
    "an environment",
    f"{ENVIRONMENT_NAME.hint}, a letter first: prod",
)
ACCOUNT = Form(r"^[0-9]{12}$", "an account", 'twelve digits, such as "123456789012"')
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
ROLE = Form(
    r"^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$",
    "the ARN of a role",
    "one such as arn:aws:iam::123456789012:role/deployment",
)
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
ALARM = Form(
    r"^arn:aws(-[a-z]+)*:cloudwatch:[a-z0-9-]+:[0-9]{12}:alarm:[^\r\n]{1,255}$",
    "the ARN of an alarm",
    "one such as arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors",
)
# CloudFormation names no message group, which a topic that ends in .fifo asks for.
TOPIC = Form(
    r"^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$",
    "the ARN of a topic",
    "that of a standard topic, such as arn:aws:sns:us-east-1:123456789012:deployments",
)
PROFILE = Form(
    r"^[A-Za-z0-9_.:@+=/-]+$",
    "a profile",
    "the name of a profile of the AWS CLI, such as shop-prod",
)
POLICY_FILE = Form(
    r"^([A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\.json$",
    "a JSON file of the project",
    "its path from the project's folder, such as policies/shop-prod.json",
)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET = Form(
    r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    "the name of a bucket",
    "3 to 63 lower-case letters, digits, dots and dashes",
)
# Stack tags go on to roles, and IAM takes the fewest characters of all:
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
TAG = Form(
    r"^[^\x00-\x1f!-*,;<>?\[-^`{-~]+$",
    "the text of a tag",
    "letters, digits, spaces and _.:/=+-@",
)

OF_ACCOUNTS = (
    *(ENVIRONMENT, ACCOUNT, ROLE, ALARM, TOPIC, PROFILE, POLICY_FILE, BUCKET),
    TAG,
)
"""Every form of this module."""

EnvironmentName = Annotated[str, StringConstraints(pattern=ENVIRONMENT.pattern)]
"""An environment, as its parameter file is called."""

AlarmArn = Annotated[str, StringConstraints(pattern=ALARM.pattern, max_length=1600)]
TopicArn = Annotated[str, StringConstraints(pattern=TOPIC.pattern)]

TAG_KEY, TAG_VALUE = 128, 256
"""Characters that CloudFormation takes:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html"""

TagKey = Annotated[str, StringConstraints(pattern=TAG.pattern, max_length=TAG_KEY)]
TagValue = Annotated[str, StringConstraints(pattern=TAG.pattern, max_length=TAG_VALUE)]
