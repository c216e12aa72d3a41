"""Asking for the acknowledgement that a template with IAM resources needs.

Plain moto creates roles for anyone. CloudFormation wants CAPABILITY_IAM, and
CAPABILITY_NAMED_IAM where a role or policy is given a name:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cfngen.local.language.refusals import InsufficientCapabilities
from cfngen.local.language.template import Template

IAM, NAMED_IAM = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"

NAMES: Mapping[str, str] = {
    "AWS::IAM::AccessKey": "",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": "",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": "",
}
"""The IAM types that need an acknowledgement, and the property that names them."""


def needed(template: Template) -> str:
    """Return the capability that a template needs, empty for none."""
    iam = [r for r in template.resources.values() if r["Type"] in NAMES]
    if any(NAMES[r["Type"]] in r.get("Properties", {}) for r in iam):
        return NAMED_IAM
    return IAM if iam else ""


def check(template: Template, acknowledged: Iterable[str]) -> None:
    """Raise InsufficientCapabilities unless what the template needs is acknowledged."""
    need, have = needed(template), set(acknowledged)
    if need and need not in have and NAMED_IAM not in have:
        raise InsufficientCapabilities(f"Requires capabilities : [{need}]")
