"""Releases by CodeDeploy: deployment groups of services of ECS."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.compute.services import CODE_DEPLOY, controller
from cfngen.checks.delivery.absent import absent, unsure
from cfngen.model import (
    Model,
    Resource,
    Value,
    listed,
    mentions,
    number,
    references,
    switched,
    target,
    text,
)
from cfngen.resolve.scope import Path

GROUP = "AWS::CodeDeploy::DeploymentGroup"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
PAIRS: Path = ("LoadBalancerInfo", "TargetGroupPairInfoList")
PAIR: Path = (*PAIRS, 0)
BLUE_GREEN: Path = ("BlueGreenDeploymentConfiguration",)
OLD: Path = (*BLUE_GREEN, "TerminateBlueInstancesOnDeploymentSuccess")
READY: Path = (*BLUE_GREEN, "DeploymentReadyOption")
WAIT = "TerminationWaitTimeInMinutes"
STYLE = {"DeploymentType": "BLUE_GREEN", "DeploymentOption": "WITH_TRAFFIC_CONTROL"}

LONGEST = 2880
"""Minutes that old tasks may stay after a release: two days."""

MOST_ALARMS = 10
PREDEFINED, OF_ECS = "CodeDeployDefault.", "CodeDeployDefault.ECS"


def grouped(model: Model) -> Iterator[Problem]:
    """A deployment group of ECS says what a blue/green deployment needs.

    BLUE_GREEN with traffic control, one service, one pair of two target groups, one
    listener for users, and how the old tasks end, after 2,880 minutes at most.
    CodeDeploy refuses the rest.
    """
    for group in _groups(model):
        for name, wanted in STYLE.items():
            path: Path = ("DeploymentStyle", name)
            given = text(group.get(*path))
            if absent(group, *path) or given not in (None, wanted):
                message = f"{name} of ECS is {wanted}."
                yield Problem(group, path, message, f"Write {wanted}.")
        for path, what, many in (
            (("ECSServices",), "service", 1),
            (PAIRS, "pair of target groups", 1),
            ((*PAIR, "TargetGroups"), "target groups", 2),
            ((*PAIR, "ProdTrafficRoute", "ListenerArns"), "listener for users", 1),
        ):
            given = group.get(*path)
            if isinstance(given, list) and len(given) != many:
                message = f"{len(given)} are given; ECS has {many} {what}."
                yield Problem(group, path, message)
            elif absent(group, *path) and len(path) <= 2:
                yield Problem(group, path[:1], f"ECS needs {many} {what}.")
        yield from _waits(group)


def routed(model: Model) -> Iterator[Problem]:
    """The two target groups of a release are those of its service and its listener.

    The service starts in one of them, and the listener for users leads to it, by rule
    or by default ("Primary taskset target group must be behind listener"). The two
    differ.
    """
    for group in _groups(model):
        pair = [_named(model, one) for one in listed(group.get(*PAIR, "TargetGroups"))]
        if len(pair) != 2 or None in pair:
            continue
        path: Path = (*PAIR, "TargetGroups")
        if pair[0] is pair[1]:
            yield Problem(group, path, "the two target groups are one.")
        service = target(model, group.get("ECSServices", 0, "ServiceName"))
        balanced = (
            service.get("LoadBalancers", 0, "TargetGroupArn") if service else None
        )
        live = target(model, balanced)
        if live is not None and live not in pair and service is not None:
            message = f"{service.path} starts in {live.path}, which is neither."
            yield Problem(group, path, message)
        elif live is not None:
            yield from _behind(model, group, live)


def told(model: Model) -> Iterator[Problem]:
    """A release moves traffic as ECS does, and goes back on alarms that there are.

    Configurations of ECS begin with CodeDeployDefault.ECS; those of servers are
    refused. To stop on an alarm takes one at least, and at most 10.
    """
    for group in _groups(model):
        name = text(group.get("DeploymentConfigName")) or ""
        if name.startswith(PREDEFINED) and not name.startswith(OF_ECS):
            message = f"{name} is not for ECS."
            mend = "Write CodeDeployDefault.ECSAllAtOnce, or another of ECS."
            yield Problem(group, ("DeploymentConfigName",), message, mend)
        alarms = group.get("AlarmConfiguration", "Alarms")
        enabled = switched(group.get("AlarmConfiguration", "Enabled"))
        many = len(listed(alarms))
        if many > MOST_ALARMS:
            message = f"{many} alarms; {MOST_ALARMS} are possible."
            yield Problem(group, ("AlarmConfiguration", "Alarms"), message)
        if enabled and many == 0:
            yield Problem(group, ("AlarmConfiguration",), "no alarm is named.")
        events = listed(group.get("AutoRollbackConfiguration", "Events"))
        back = switched(group.get("AutoRollbackConfiguration", "Enabled"))
        absent = group.get("AlarmConfiguration") is None or enabled is False
        if back and "DEPLOYMENT_STOP_ON_ALARM" in events and absent:
            path = ("AutoRollbackConfiguration", "Events")
            message = "it goes back on alarms, and none is named."
            yield Problem(group, path, message, "Add an AlarmConfiguration.")


def led(model: Model) -> Iterator[Problem]:
    """A service that CodeDeploy releases says so.

    CodeDeploy takes no other ("ECS service must be configured for a CODE_DEPLOY
    deployment controller"), and the controller cannot be changed later.
    """
    for group in _groups(model):
        service = target(model, group.get("ECSServices", 0, "ServiceName"))
        if service is None or service.type != "AWS::ECS::Service":
            continue
        path: Path = ("ECSServices", 0, "ServiceName")
        kind = controller(service)
        if kind not in (None, CODE_DEPLOY):
            message = f"the controller of {service.path} is {kind}."
            yield Problem(group, path, message, f"Write {CODE_DEPLOY} there.")
        cluster = target(model, group.get("ECSServices", 0, "ClusterName"))
        home = target(model, service.get("Cluster"))
        if cluster is not None and home is not None and cluster is not home:
            message = f"{service.path} runs in {home.path}, not in {cluster.path}."
            yield Problem(group, ("ECSServices", 0, "ClusterName"), message)


def _groups(model: Model) -> Iterator[Resource]:
    """Yield the deployment groups of ECS."""
    for group in model.of(GROUP):
        application = target(model, group.get("ApplicationName"))
        platform = application.get("ComputePlatform") if application else None
        if platform == "ECS" or group.get("ECSServices"):
            yield group


def _waits(group: Resource) -> Iterator[Problem]:
    """Yield what is wrong with how a release waits."""
    minutes = number(group.get(*OLD, WAIT))
    if minutes is not None and not 0 <= minutes <= LONGEST:
        message = f"old tasks stay {minutes:g} minutes."
        yield Problem(group, (*OLD, WAIT), message, f"Use 0 to {LONGEST}.")
    if isinstance(group.get(*BLUE_GREEN), dict) and absent(group, *OLD):
        yield Problem(group, BLUE_GREEN, "nothing says how the old tasks end.")
    elif absent(group, *BLUE_GREEN):
        message = "a blue/green deployment needs its configuration."
        yield Problem(group, BLUE_GREEN, message)
    then = text(group.get(*READY, "ActionOnTimeout"))
    waits = number(group.get(*READY, "WaitTimeInMinutes"))
    if then == "STOP_DEPLOYMENT" and absent(group, *READY, "WaitTimeInMinutes"):
        yield Problem(group, READY, "it waits for a word, and no time is given.")
    elif then == "CONTINUE_DEPLOYMENT" and waits:
        path = (*READY, "WaitTimeInMinutes")
        message = "it goes on at once, and is to wait."
        yield Problem(group, path, message, "Write STOP_DEPLOYMENT, or leave it out.")


def _named(model: Model, item: Value) -> Resource | None:
    """Return the target group that is named in a pair."""
    return target(model, item.get("Name")) if isinstance(item, dict) else None


def _behind(model: Model, group: Resource, live: Resource) -> Iterator[Problem]:
    """Yield that the listener for users does not lead to the live target group."""
    path: Path = (*PAIR, "ProdTrafficRoute", "ListenerArns")
    listener = target(model, group.get(*path, 0))
    if listener is None:
        return
    every = list(model.of(RULE))
    own = [rule for rule in every if mentions(rule.get("ListenerArn"), listener.path)]
    unknown = any(unsure(dict(one.properties)) for one in (listener, *every))
    leads = any(
        reference.path == live.path
        for one in (listener, *own)
        for reference in references(dict(one.properties))
    )
    if not leads and not unknown:
        message = f"{listener.path} does not lead to {live.path}."
        yield Problem(group, path, message, "Add a rule, or name its listener.")
