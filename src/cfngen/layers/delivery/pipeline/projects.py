"""What the machines of a release do, and what each of them may."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from awacs import codepipeline, ecr, ecs
from awacs.aws import Statement
from troposphere import If, Join, Ref, Sub, codebuild, iam
from troposphere import codepipeline as pipelines

from cfngen import ports
from cfngen.layers import task
from cfngen.layers.delivery import grants
from cfngen.layers.delivery.pipeline import scripts
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.layers.delivery.pipeline.images import images, repository, variable
from cfngen.layers.delivery.pipeline.machine import Work, builder, caller
from cfngen.layers.delivery.pipeline.tasks import (
    follows,
    green,
    migrations,
    rolling,
)
from cfngen.layers.task import capacity
from cfngen.physical import physical
from cfngen.policies import allow, arn, document
from cfngen.spec.task import Architecture

TITLES: Mapping[Architecture, str] = {"x86_64": "Build", "arm64": "ArmBuild"}
"""What the build for a processor is called."""


def build(ground: Ground, processor: Architecture) -> codebuild.Project:
    """Add what builds the images for one processor, and return it."""
    wanted = [one for one in images(ground.system) if one.architecture == processor]
    arns = [ground.layer.enter(ports.repository_arn(one.name)) for one in wanted]
    work = Work(
        TITLES[processor],
        f"Builds the {processor} images and pushes them.",
        scripts.build(wanted),
        [
            *grants.push(ground.layer, (one.name for one in wanted)),
            allow([ecr.DescribeImages], list(arns)),
        ],
        _repositories(ground, [one.name for one in wanted]),
    )
    return builder(ground, work, processor)


def prepare(ground: Ground) -> codebuild.Project:
    """Add what writes the task definitions of a release and migrates; return it."""
    system, layer = ground.system, ground.layer
    moving = grants.migrating(system)
    statements = [allow([ecs.DescribeTaskDefinition], ["*"])]  # IAM takes "*" only
    if moving:
        statements += [
            _registration(ground, migrations(system)),
            *grants.run_migrations(layer, system),
            grants.pass_roles(layer, moving),
        ]
    work = Work(
        "Prepare",
        "Writes what is to run, and migrates the database before it does.",
        scripts.prepare(system),
        statements,
        {
            "PREFIX": physical(system.system),
            **_repositories(ground, system.images),
            **_capacity(ground),
            **(_cluster(ground) if moving else {}),
            **{variable(name, "NETWORK"): _network(ground, name) for name in moving},
        },
    )
    return caller(ground, work)


def finish(ground: Ground) -> codebuild.Project:
    """Add what releases workers and jobs once the services are; return it."""
    system, layer = ground.system, ground.layer
    tasks = follows(system)
    statements = [_registration(ground, tasks), grants.pass_roles(layer, tasks)]
    named = {name: layer.enter(ports.service_name(name)) for name in rolling(system)}
    if named:
        cluster = layer.enter(ports.CLUSTER_NAME).data["Ref"]
        services = [
            arn("ecs", f"service/${{{cluster}}}/${{{one.data['Ref']}}}")
            for one in named.values()
        ]
        statements.append(allow([ecs.DescribeServices, ecs.UpdateService], services))
    work = Work(
        "Finish",
        "Releases workers and jobs.",
        scripts.finish(system),
        statements,
        {
            **(_cluster(ground) if named else {}),
            **{variable(name, "SERVICE"): one for name, one in named.items()},
        },
        leaves=False,
    )
    return caller(ground, work)


def look_back(ground: Ground, pipeline: pipelines.Pipeline) -> None:
    """Let the preparation ask whether its stage goes back.

    A policy by itself: the pipeline needs the project, and so the project's role,
    before it has a name.
    """
    name = f"${{{pipeline.title}}}"
    ground.layer.add(
        iam.PolicyType(
            "LookBackPolicy",
            PolicyName="look-back",
            PolicyDocument=document(
                allow([codepipeline.GetPipelineState], [arn("codepipeline", name)])
            ),
            Roles=[Ref("PrepareRole")],
        )
    )


def _registration(ground: Ground, tasks: Sequence[str]) -> Statement:
    """Return the registration of new revisions of some tasks, with their tags."""
    return allow(
        [ecs.RegisterTaskDefinition, ecs.TagResource],
        grants.families(ground.system, tasks),
    )


def _cluster(ground: Ground) -> dict[str, Any]:
    """Return the variable that holds the cluster."""
    return {"CLUSTER": ground.layer.enter(ports.CLUSTER_NAME)}


def _capacity(ground: Ground) -> dict[str, Any]:
    """Return the variable that says what runs the services that CodeDeploy releases."""
    if not green(ground.system):
        return {}
    return {"CAPACITY": _as_text(capacity.strategy(ground.layer, dict))}


def _repositories(ground: Ground, names: Sequence[str]) -> dict[str, Any]:
    """Return the variables that hold the addresses of images."""
    return {
        repository(name): ground.layer.enter(ports.repository_uri(name))
        for name in names
    }


def _network(ground: Ground, name: str) -> Sub:
    """Return where a service's tasks run, as `aws ecs run-task` takes it."""
    place = task.place(ground.layer, name, ground.system.services[name])
    return Sub(
        "awsvpcConfiguration={subnets=[${Subnets}],securityGroups=[${Groups}],"
        f"assignPublicIp={place['AssignPublicIp']}}}",
        Subnets=Join(",", place["Subnets"]),
        Groups=Join(",", place["SecurityGroups"]),
    )


def _as_text(value: Any) -> Any:
    """Return a list that conditions pick as the text of that list."""
    if isinstance(value, If):
        name, yes, no = value.data["Fn::If"]
        return If(name, _as_text(yes), _as_text(no))
    return json.dumps(value)
