"""Releases by CodeDeploy, and whom a system trusts."""

from __future__ import annotations

import pytest

from cfngen.checks.delivery import CHECKS
from tests.checks.bending import GONE, UNKNOWN, Case, Fine, read, silent, spoken

RIGHT = read("delivery")
PAIRS = "Group.LoadBalancerInfo.TargetGroupPairInfoList"
PAIR = f"{PAIRS}.0"
BLUE_GREEN = "Group.BlueGreenDeploymentConfiguration"
OLD = f"{BLUE_GREEN}.TerminateBlueInstancesOnDeploymentSuccess"
READY = f"{BLUE_GREEN}.DeploymentReadyOption"
ALARMS = "Group.AlarmConfiguration"
PLAIN = {"Fn::GetAtt": ["Blue", "TargetGroupName"]}

CASES = (
    Case(
        "in place",
        "CG655",
        {"Group.DeploymentStyle.DeploymentType": "IN_PLACE"},
        "Group.DeploymentStyle.DeploymentType",
        "is BLUE_GREEN",
    ),
    Case(
        "no style",
        "CG655",
        {"Group.DeploymentStyle": GONE},
        "Group.DeploymentStyle.DeploymentOption",
    ),
    Case(
        "two services",
        "CG655",
        {"Group.ECSServices.1": {}},
        "Group.ECSServices",
        "2 are given; ECS has 1 service",
    ),
    Case(
        "three target groups",
        "CG655",
        {f"{PAIR}.TargetGroups.2": {}},
        f"{PAIR}.TargetGroups",
        "3 are given; ECS has 2 target groups",
    ),
    Case(
        "no target groups",
        "CG655",
        {"Group.LoadBalancerInfo": GONE},
        "Group.LoadBalancerInfo",
        "needs 1 pair",
    ),
    Case(
        "no services",
        "CG655",
        {"Group.ECSServices": GONE},
        "Group.ECSServices",
        "needs 1 service",
    ),
    Case(
        "two listeners",
        "CG655",
        {f"{PAIR}.ProdTrafficRoute.ListenerArns.1": "x"},
        f"{PAIR}.ProdTrafficRoute.ListenerArns",
    ),
    Case(
        "three days",
        "CG655",
        {f"{OLD}.TerminationWaitTimeInMinutes": "4320"},
        f"{OLD}.TerminationWaitTimeInMinutes",
        "4320 minutes",
    ),
    Case("no end", "CG655", {OLD: GONE}, BLUE_GREEN, "how the old tasks end"),
    Case("no configuration", "CG655", {BLUE_GREEN: GONE}, BLUE_GREEN),
    Case(
        "waits for ever",
        "CG655",
        {f"{READY}.WaitTimeInMinutes": GONE},
        READY,
        "no time is given",
    ),
    Case(
        "waits at once",
        "CG655",
        {f"{READY}.ActionOnTimeout": "CONTINUE_DEPLOYMENT"},
        f"{READY}.WaitTimeInMinutes",
        "is to wait",
    ),
    Case(
        "one group twice",
        "CG656",
        {f"{PAIR}.TargetGroups.1.Name": PLAIN},
        f"{PAIR}.TargetGroups",
        "are one",
    ),
    Case(
        "a service elsewhere",
        "CG656",
        {
            "More": ("ElasticLoadBalancingV2::TargetGroup", {}),
            "Service.LoadBalancers.0.TargetGroupArn": {"Ref": "More"},
        },
        *(f"{PAIR}.TargetGroups", "Service starts in More, which is neither"),
    ),
    Case(
        "a listener to nowhere",
        "CG656",
        {"Rule.Actions": []},
        f"{PAIR}.ProdTrafficRoute.ListenerArns",
        "Listener does not lead to Blue",
    ),
    Case(
        "a configuration of servers",
        "CG657",
        {"Group.DeploymentConfigName": "CodeDeployDefault.OneAtATime"},
        "Group.DeploymentConfigName",
        "is not for ECS",
    ),
    Case(
        "eleven alarms",
        "CG657",
        {f"{ALARMS}.Alarms": [{"Name": str(i)} for i in range(11)]},
        f"{ALARMS}.Alarms",
        "11 alarms",
    ),
    Case(
        "alarms without one",
        "CG657",
        {f"{ALARMS}.Alarms": []},
        ALARMS,
        "no alarm is named",
    ),
    Case(
        "back on no alarm",
        "CG657",
        {ALARMS: GONE},
        "Group.AutoRollbackConfiguration.Events",
        "none is named",
    ),
    Case(
        "another controller",
        "CG658",
        {"Service.DeploymentController": GONE},
        "Group.ECSServices.0.ServiceName",
        "controller of Service is ECS",
    ),
    Case(
        "another cluster",
        "CG658",
        {"More": ("ECS::Cluster", {}), "Service.Cluster": {"Ref": "More"}},
        "Group.ECSServices.0.ClusterName",
        "Service runs in More",
    ),
    Case(
        "no https",
        "CG659",
        {"Provider.Url": "http://example.com"},
        "Provider.Url",
        "no URL",
    ),
    Case(
        "a port", "CG659", {"Provider.Url": "https://example.com:8443"}, "Provider.Url"
    ),
    Case(
        "a provider twice",
        "CG659",
        {
            "More": (
                "IAM::OIDCProvider",
                {"Url": "https://token.actions.githubusercontent.com"},
            )
        },
        "More.Url",
        "Provider is the provider",
    ),
    Case(
        "another audience",
        "CG659",
        {"Provider.ClientIdList.0": "web"},
        "Provider.ClientIdList",
        "no tokens for sts.amazonaws.com, which Deploy asks for",
    ),
    Case(
        "a host for GitHub",
        "CG659",
        {"Connection.HostArn": "arn"},
        "Connection.HostArn",
        "GitHub has no host",
    ),
    Case(
        "no host",
        "CG659",
        {"Connection.ProviderType": "GitHubEnterpriseServer"},
        "Connection.ProviderType",
        "needs a HostArn",
    ),
)

FINE = (
    Fine(
        "servers in place",
        "CG655",
        {
            "Application.ComputePlatform": "Server",
            "Group.ECSServices": GONE,
            "Group.DeploymentStyle": GONE,
        },
    ),
    Fine(
        "goes on at once",
        "CG655",
        {
            f"{READY}.ActionOnTimeout": "CONTINUE_DEPLOYMENT",
            f"{READY}.WaitTimeInMinutes": 0,
        },
    ),
    Fine(
        "a listener by default",
        "CG656",
        {
            "Rule.Actions": [],
            "Listener.DefaultActions": [{"TargetGroupArn": {"Ref": "Blue"}}],
        },
    ),
    Fine("a rule of an unknown listener", "CG656", {"Rule.ListenerArn": UNKNOWN}),
    Fine(
        "a configuration of one's own",
        "CG657",
        {"Group.DeploymentConfigName": "Slowly"},
    ),
    Fine(
        "a path of a provider",
        "CG659",
        {"Provider.Url": "https://gitlab.example.com/oidc"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)
