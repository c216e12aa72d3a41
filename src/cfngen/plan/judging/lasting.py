"""What stays of a resource that is updated in place."""

from __future__ import annotations

from cfngen.diff.corrections import CUSTOM

ENDINGS = ("Arn", "Id")
"""How the attributes end that identify something, not always the resource itself."""

IDENTITIES = frozenset(
    {("AWS::EC2::EIP", "AllocationId"), ("AWS::ECS::Service", "Name")}
)
"""Attributes that identify their resource under a name that is not its type's.

A service keeps its name as long as it lives; its scalable target is called by it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
"""


def lasting(type: str, attribute: str) -> bool:
    """Say whether an attribute, or with none Ref, stays as long as the resource does.

    That is its own identity: `Arn`, `VpcId` of a VPC, `GroupId` of a group. What
    identifies something else may go with an update, as `StreamArn` of a table does:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html. A
    custom resource answers every update with the id and attributes that it likes.
    """
    if type.startswith(CUSTOM):
        return False
    if not attribute or attribute in ENDINGS or (type, attribute) in IDENTITIES:
        return True
    named = (attribute.removesuffix(end) for end in ENDINGS if attribute.endswith(end))
    own = type.rpartition("::")[2].lower()
    return any(name.lower() in own for name in named)
