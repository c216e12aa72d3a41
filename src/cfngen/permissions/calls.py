"""What cfngen asks of AWS itself, each call with the command that makes it.

The one table of it: a test holds it against the calls that `cloud` makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cfngen.permissions.narrowing import ANY, Ground
from cfngen.permissions.need import Need

On = Literal["own", "bucket", "objects"]
"""On what: what IAM narrows the action to, or the bucket of the templates."""


@dataclass(frozen=True)
class Call:
    """One action, why it is called, and the type without which it is not."""

    action: str
    why: str
    on: On = "own"
    type: str = ""


PLAN = "plan and deploy: the change set, which shows what would happen"
CLEAN = "plan: what it made is cleared away"
STATE = "every command: the state of the stack"
FOLLOW = "deploy, events: what happens, and why it failed"
HOOKS = "plan: why a hook refuses a change set"
EXPORTS = "plan, delete: who imports what would go"
GUARD = "deploy, delete: protection and policy of the root as the spec has them"
RECOVER = "recover: the way out of a failed operation"
DRIFT = "drift: what was changed by hand"
TEMPLATES = "plan and deploy: the templates, which CloudFormation reads as who asks"
TASKS = "deploy: why the tasks of a service do not stay up"
SERVICE = "AWS::ECS::Service"

CALLS = (
    Call("sts:GetCallerIdentity", "every command: whether this is the right account"),
    Call("cloudformation:DescribeStacks", STATE),
    Call("cloudformation:ListStackResources", STATE),
    Call("cloudformation:GetTemplate", "plan: whether anything changed"),
    Call("cloudformation:GetStackPolicy", GUARD),
    Call("cloudformation:SetStackPolicy", GUARD),
    Call("cloudformation:UpdateTerminationProtection", GUARD),
    Call("cloudformation:CreateChangeSet", PLAN),
    Call("cloudformation:DescribeChangeSet", PLAN),
    Call("cloudformation:TagResource", PLAN),
    Call("cloudformation:UntagResource", PLAN),
    Call("cloudformation:ListChangeSets", CLEAN),
    Call("cloudformation:DeleteChangeSet", CLEAN),
    Call("cloudformation:ListHookResults", HOOKS),
    Call("cloudformation:GetHookResult", HOOKS),
    Call("cloudformation:ExecuteChangeSet", "deploy: the change set is carried out"),
    Call("cloudformation:DescribeEvents", FOLLOW),
    Call("cloudformation:DescribeStackEvents", FOLLOW),
    Call("cloudformation:CancelUpdateStack", "deploy: an update is called off"),
    Call("cloudformation:ListExports", EXPORTS),
    Call("cloudformation:ListImports", EXPORTS),
    Call("cloudformation:RollbackStack", RECOVER),
    Call("cloudformation:ContinueUpdateRollback", RECOVER),
    Call("cloudformation:DeleteStack", "delete; plan: a stack that never was"),
    Call("cloudformation:DetectStackDrift", DRIFT),
    Call("cloudformation:DetectStackResourceDrift", DRIFT),
    Call("cloudformation:DescribeStackDriftDetectionStatus", DRIFT),
    Call("cloudformation:DescribeStackResourceDrifts", DRIFT),
    # Asked for by the page on drift, though nobody calls it by that name:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
    Call("cloudformation:BatchDescribeTypeConfigurations", DRIFT),
    Call("s3:ListBucket", TEMPLATES, "bucket"),
    Call("s3:GetObject", TEMPLATES, "objects"),
    Call("s3:PutObject", TEMPLATES, "objects"),
    Call("s3:ListBucketVersions", "delete: what buckets hold", type="AWS::S3::Bucket"),
    Call("ecs:ListTasks", TASKS, type=SERVICE),
    Call("ecs:DescribeTasks", TASKS, type=SERVICE),
    Call("ecs:DescribeTaskDefinition", TASKS, type=SERVICE),
    Call("logs:GetLogEvents", TASKS, type=SERVICE),
)
"""In the order in which a deployment comes by them."""

FOR_NESTED = (
    *("cloudformation:CreateChangeSet", "cloudformation:DescribeChangeSet"),
    *("cloudformation:DeleteChangeSet", "cloudformation:ExecuteChangeSet"),
)
"""What CloudFormation asks of nested stacks, as its role where it has one."""


def made(ground: Ground) -> Iterator[Need]:
    """Yield what cfngen's own calls need in an environment."""
    types = {resource.type for resource in ground.model.resources.values()}
    for call in CALLS:
        if call.type in types | {""}:
            yield of(ground, call)


def of(ground: Ground, call: Call) -> Need:
    """Return what one call needs."""
    if call.on != "own":
        end = "/*" if call.on == "objects" else ""
        return Need(call.action, (ground.bucket + end,), call.why)
    service = call.action.partition(":")[0]
    if service == "sts":
        return Need(call.action, ANY, call.why)
    regions = ground.regions_of(ground.model.of(call.type)) or ground.regions
    resources = ground.resources(call.action, regions)
    narrowed = ground.conditions(resources, service, regions, via=False)
    return Need(call.action, resources, call.why, (), narrowed)


def of_role(ground: Ground) -> Iterator[Need]:
    """Yield what CloudFormation needs for nested stacks when it works as a role."""
    why = "nested stacks: the role reads their templates and previews them"
    yield of(ground, Call("s3:GetObject", why, "objects"))
    for action in FOR_NESTED:
        yield of(ground, Call(action, why))


def role_passed(ground: Ground) -> Need:
    """Return the handing of the environment's role to CloudFormation.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
    """
    return Need(
        "iam:PassRole",
        (ground.place.role,),
        "plan and deploy: CloudFormation works as the environment's role",
        (),
        (("StringEquals", "iam:PassedToService", ("cloudformation.amazonaws.com",)),),
    )
