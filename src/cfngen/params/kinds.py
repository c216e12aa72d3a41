"""Parameter types: which are lists, and what a value of each looks like.

CloudFormation asks EC2 and Route 53 whether an identifier exists; its shape is all that
can be known here.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

SSM_VALUE = "AWS::SSM::Parameter::Value<"


class Shape(NamedTuple):
    """The pattern of a type's values, and how to say it."""

    pattern: str
    words: str


SHAPES: Mapping[str, Shape] = {
    "Number": Shape(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "a number"),
    "AWS::EC2::AvailabilityZone::Name": Shape(
        r"[a-z]{2}(-[a-z]+)+-\d(-[a-z]+-\d)?[a-z]", "a zone like us-east-1a"
    ),
    "AWS::EC2::Image::Id": Shape(
        r"ami-([0-9a-f]{8}|[0-9a-f]{17})", "an id like ami-0a1b2c3d"
    ),
    "AWS::EC2::Instance::Id": Shape(
        r"i-([0-9a-f]{8}|[0-9a-f]{17})", "an id like i-0a1b2c3d"
    ),
    "AWS::EC2::KeyPair::KeyName": Shape(r".{1,255}", "the name of a key pair"),
    "AWS::EC2::SecurityGroup::GroupName": Shape(
        r".{1,255}", "the name of a security group"
    ),
    "AWS::EC2::SecurityGroup::Id": Shape(
        r"sg-([0-9a-f]{8}|[0-9a-f]{17})", "an id like sg-0a1b2c3d"
    ),
    "AWS::EC2::Subnet::Id": Shape(
        r"subnet-([0-9a-f]{8}|[0-9a-f]{17})", "an id like subnet-0a1b2c3d"
    ),
    "AWS::EC2::Volume::Id": Shape(
        r"vol-([0-9a-f]{8}|[0-9a-f]{17})", "an id like vol-0a1b2c3d"
    ),
    "AWS::EC2::VPC::Id": Shape(
        r"vpc-([0-9a-f]{8}|[0-9a-f]{17})", "an id like vpc-0a1b2c3d"
    ),
    "AWS::Route53::HostedZone::Id": Shape(r"Z[A-Z0-9]{1,31}", "an id like Z0123456789"),
    "AWS::SSM::Parameter::Name": Shape(r"[\w.:/-]{1,2048}", "the name of a parameter"),
}
"""Full ids have 8 or 17 hexadecimal digits:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html"""


def is_list(kind: str) -> bool:
    """Return whether a type's value is several values joined by commas."""
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def item(kind: str) -> str:
    """Return the type of one value: of each in a list, or the type itself."""
    if kind == "CommaDelimitedList":
        return "String"
    return kind[len("List<") : -1] if kind.startswith("List<") else kind


def items(kind: str, text: str) -> list[str]:
    """Return the values in a text; CloudFormation trims those of a list."""
    return [part.strip() for part in text.split(",")] if is_list(kind) else [text]


def expected(kind: str, text: str) -> str:
    """Return how a value of a type that is no list looks; empty where it fits."""
    if kind.startswith(SSM_VALUE):
        kind = "AWS::SSM::Parameter::Name"
    shape = SHAPES.get(kind)
    if shape is None or re.fullmatch(shape.pattern, text, re.ASCII):
        return ""
    return shape.words
