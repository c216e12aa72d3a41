"""How a service is released: CodeDeploy moves users from its old tasks to new ones.

CloudFormation makes and changes deployment groups of ECS services like any other
resource; pages of its reference that deny this are older than the properties are:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html
"""

from __future__ import annotations

from collections.abc import Iterator

from awacs import cloudwatch, ecs
from awacs import elasticloadbalancing as elb
from awacs.aws import Statement
from troposphere import (
    Equals,
    GetAtt,
    If,
    NoValue,
    Ref,
    codedeploy,
    iam,
)

from cfngen import ports
from cfngen.layers.delivery import grants
from cfngen.layers.delivery.pipeline import ground as shared
from cfngen.layers.delivery.pipeline import settings
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.layers.delivery.pipeline.tasks import green
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.policies import allow, arn

LISTENERS = (ports.HTTPS_LISTENER_ARN, ports.TEST_LISTENER_ARN)
"""Where users come in, and where a release is tried out."""

TAKEN_BACK = (
    "DEPLOYMENT_FAILURE",
    "DEPLOYMENT_STOP_ON_ALARM",
    "DEPLOYMENT_STOP_ON_REQUEST",
)
"""When a release goes back. One that is only stopped, by hand or for want of a word in
time, would leave its tasks beside the old ones, in the way of the next release:
https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AutoRollbackConfiguration.html"""


def add(ground: Ground) -> codedeploy.Application:
    """Add CodeDeploy's application with a deployment group for each service."""
    layer, system = ground.layer, ground.system
    application = layer.add(
        codedeploy.Application(
            "ReleaseApplication",
            ComputePlatform="ECS",
            Tags=name_tag(system.system),
        )
    )
    role = shared.role(
        ground,
        "ReleaseRole",
        "codedeploy",
        "CodeDeploy moves users from old tasks to new ones.",
        list(_statements(ground)),
    )
    for name in green(system):
        layer.add(_group(ground, name, application, role))
    return application


def group(service: str) -> str:
    """Return the logical id of a service's deployment group."""
    return f"{logical(service)}DeploymentGroup"


def _group(
    ground: Ground, name: str, application: codedeploy.Application, role: iam.Role
) -> codedeploy.DeploymentGroup:
    """Return the deployment group of a service.

    It takes a release back that fails or is stopped, and one during which the service's
    errors alarm.
    """
    layer = ground.layer
    return codedeploy.DeploymentGroup(
        group(name),
        ApplicationName=Ref(application),
        ServiceRoleArn=GetAtt(role, "Arn"),
        DeploymentConfigName=layer.setting(settings.TRAFFIC),
        DeploymentStyle=codedeploy.DeploymentStyle(
            DeploymentOption="WITH_TRAFFIC_CONTROL", DeploymentType="BLUE_GREEN"
        ),
        ECSServices=[
            codedeploy.ECSService(
                ClusterName=layer.enter(ports.CLUSTER_NAME),
                ServiceName=layer.enter(ports.service_name(name)),
            )
        ],
        LoadBalancerInfo=codedeploy.LoadBalancerInfo(
            TargetGroupPairInfoList=[_pair(layer, name)]
        ),
        BlueGreenDeploymentConfiguration=_waiting(layer),
        AutoRollbackConfiguration=codedeploy.AutoRollbackConfiguration(
            Enabled=True, Events=list(TAKEN_BACK)
        ),
        AlarmConfiguration=_alarms(ground, name),
        Tags=name_tag(ground.system.system, name),
    )


def _pair(layer: Layer, name: str) -> codedeploy.TargetGroupPairInfo:
    """Return the two target groups that a service alternates between."""
    users, testers = (
        codedeploy.TrafficRoute(ListenerArns=[layer.enter(port)]) for port in LISTENERS
    )
    return codedeploy.TargetGroupPairInfo(
        TargetGroups=[
            codedeploy.TargetGroupInfo(Name=layer.enter(port(name)))
            for port in (ports.target_group_name, ports.green_target_group_name)
        ],
        ProdTrafficRoute=users,
        TestTrafficRoute=testers,
    )


def _waiting(layer: Layer) -> codedeploy.BlueGreenDeploymentConfiguration:
    """Return how long new tasks wait for users, and old ones for the end.

    A wait for somebody's word can only end in a stop; without one there is no wait.
    """
    minutes = layer.setting(settings.TEST_MINUTES)
    at_once = layer.condition("GoesOnAtOnce", Equals(minutes, "0"))
    return codedeploy.BlueGreenDeploymentConfiguration(
        DeploymentReadyOption=codedeploy.DeploymentReadyOption(
            ActionOnTimeout=If(at_once, "CONTINUE_DEPLOYMENT", "STOP_DEPLOYMENT"),
            WaitTimeInMinutes=If(at_once, NoValue, minutes),
        ),
        TerminateBlueInstancesOnDeploymentSuccess=(
            codedeploy.BlueInstanceTerminationOption(
                Action="TERMINATE",
                TerminationWaitTimeInMinutes=layer.setting(settings.OLD_TASKS_MINUTES),
            )
        ),
    )


def _alarms(ground: Ground, name: str) -> codedeploy.AlarmConfiguration:
    """Return the alarm that stops a release; without monitoring there is none."""
    if ground.system.monitoring is None:
        return codedeploy.AlarmConfiguration(Enabled=False)
    alarm = ground.layer.enter(ports.errors_alarm_name(name))
    return codedeploy.AlarmConfiguration(
        Enabled=True, Alarms=[codedeploy.Alarm(Name=alarm)]
    )


def _statements(ground: Ground) -> Iterator[Statement]:
    """Yield what CodeDeploy may do; it passes the task definition's roles on.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
    """
    layer, services = ground.layer, tuple(green(ground.system))
    cluster = layer.enter(ports.CLUSTER_NAME).data["Ref"]
    named = [
        f"${{{cluster}}}/${{{layer.enter(ports.service_name(name)).data['Ref']}}}"
        for name in services
    ]
    yield allow(
        [ecs.DescribeServices, ecs.UpdateServicePrimaryTaskSet],
        [arn("ecs", f"service/{one}") for one in named],
    )
    yield allow(
        [ecs.CreateTaskSet, ecs.DeleteTaskSet],
        [arn("ecs", f"task-set/{one}/*") for one in named],
    )
    # What describes load balancing names no resource; IAM takes "*" only.
    yield allow(
        [elb.DescribeListeners, elb.DescribeRules, elb.DescribeTargetGroups], ["*"]
    )
    listeners = [layer.enter(port) for port in LISTENERS]
    yield allow([elb.ModifyListener], list(listeners))
    balancer = layer.enter(ports.ALB_FULL_NAME).data["Ref"]
    rules = arn("elasticloadbalancing", f"listener-rule/${{{balancer}}}/*")
    yield allow([elb.ModifyRule], [rules])
    yield grants.pass_roles(layer, services)
    if ground.system.monitoring:
        names = [layer.enter(ports.errors_alarm_name(name)) for name in services]
        alarms = [arn("cloudwatch", f"alarm:${{{one.data['Ref']}}}") for one in names]
        yield allow([cloudwatch.DescribeAlarms], alarms)
