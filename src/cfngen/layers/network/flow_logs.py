"""Flow logs: who talked to whom, kept as long as other logs."""

from __future__ import annotations

from awacs import logs
from awacs.aws import ArnLike, StringEquals
from troposphere import AWS_ACCOUNT_ID, GetAtt, Ref, Sub, ec2, iam
from troposphere.logs import LogGroup

from cfngen.layers.network.vpc import Ground
from cfngen.physical import name_tag
from cfngen.policies import allow, arn, document, trust
from cfngen.settings import LOG_RETENTION


def add(ground: Ground) -> None:
    """Add a flow log of the whole VPC, its log group and the role that writes it."""
    system = ground.system.system
    group = ground.add(
        LogGroup(
            "FlowLogGroup",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            LogGroupName=Sub(f"/vpc/{system}-${{EnvironmentName}}"),
            RetentionInDays=ground.layer.setting(LOG_RETENTION),
        )
    )
    role = ground.add(_role(system, group))
    ground.add(
        ec2.FlowLog(
            "FlowLog",
            ResourceId=Ref(ground.vpc),
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="cloud-watch-logs",
            LogGroupName=Ref(group),
            DeliverLogsPermissionArn=GetAtt(role, "Arn"),
            Tags=name_tag(system),
        )
    )


def _role(system: str, group: LogGroup) -> iam.Role:
    """Return the role that flow logs write with: into this log group only.

    The conditions keep other accounts from using the service to borrow the role:
    https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    """
    return iam.Role(
        "FlowLogRole",
        AssumeRolePolicyDocument=trust(
            "vpc-flow-logs",
            StringEquals({"aws:SourceAccount": Ref(AWS_ACCOUNT_ID)}),
            ArnLike({"aws:SourceArn": arn("ec2", "vpc-flow-log/*")}),
        ),
        Policies=[
            iam.Policy(
                PolicyName="write-flow-logs",
                PolicyDocument=document(
                    allow(
                        [
                            logs.CreateLogStream,
                            logs.DescribeLogStreams,
                            logs.PutLogEvents,
                        ],
                        [GetAtt(group, "Arn")],
                    )
                ),
            )
        ],
        Tags=name_tag(system, "flow-logs"),
    )
