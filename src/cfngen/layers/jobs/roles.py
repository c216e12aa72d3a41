"""The role by which a schedule starts its job."""

from __future__ import annotations

from awacs import ecs, iam, sqs
from awacs.aws import ArnEquals, StringEquals
from troposphere import AccountId, GetAtt, Sub, scheduler
from troposphere import iam as roles
from troposphere.sqs import Queue

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task.shared import Parts
from cfngen.naming import logical
from cfngen.policies import allow, arn, document, trust
from cfngen.spec.system import System


def starting(
    layer: Layer,
    system: System,
    parts: Parts,
    family: Sub,
    group: scheduler.ScheduleGroup,
    letters: Queue,
) -> roles.Role:
    """Return the role that runs one family in this cluster and hands on its roles.

    Scheduler shows itself to IAM as the group of its schedule, never as one schedule:
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    Tags of a task are set while it is made, which takes a permission of its own:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
    """
    cluster = layer.enter(ports.CLUSTER_NAME).data["Ref"]
    statements = [
        allow(
            [ecs.RunTask],
            _revisions(system, family),
            ArnEquals({"ecs:cluster": layer.enter(ports.CLUSTER_ARN)}),
        ),
        allow(
            [ecs.TagResource],
            [arn("ecs", f"task/${{{cluster}}}/*")],
            StringEquals({"ecs:CreateAction": "RunTask"}),
        ),
        allow(
            [iam.PassRole],
            [GetAtt(parts.execution_role, "Arn"), GetAtt(parts.task_role, "Arn")],
            StringEquals({"iam:PassedToService": "ecs-tasks.amazonaws.com"}),
        ),
        allow([sqs.SendMessage], [GetAtt(letters, "Arn")]),
    ]
    policy = roles.Policy(PolicyName="start", PolicyDocument=document(*statements))
    return roles.Role(
        f"{logical(parts.name)}ScheduleRole",
        Description=f"Starts {parts.name} on its schedule.",
        AssumeRolePolicyDocument=trust(
            "scheduler",
            StringEquals({"aws:SourceAccount": AccountId}),
            ArnEquals({"aws:SourceArn": GetAtt(group, "Arn")}),
        ),
        Policies=[policy],
    )


def _revisions(system: System, family: Sub) -> list[Sub]:
    """Return the task definitions that may run: any revision of the family.

    ECS checks the name as it is asked for, so under a pipeline, which asks without a
    revision, the bare family is named as well.
    """
    named = arn("ecs", "task-definition/${Family}:*", Family=family)
    return [named, newest(family)] if system.pipelined else [named]


def newest(family: Sub) -> Sub:
    """Return a task definition in its newest revision, as ARN."""
    return arn("ecs", "task-definition/${Family}", Family=family)
