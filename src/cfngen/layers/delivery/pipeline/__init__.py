"""The pipeline: each commit is built, pushed, and released by CodeDeploy.

The deployment flow of the rails architecture document: GitHub, CodePipeline, CodeBuild,
ECR, CodeDeploy, ECS, load balancer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from awacs import codebuild, codeconnections, codedeploy, codestar_connections, ecs, s3
from awacs.aws import Statement
from troposphere import GetAtt, Ref
from troposphere import codebuild as builds
from troposphere import codepipeline as pipelines

from cfngen import ports
from cfngen.layers import bucket
from cfngen.layers.delivery import grants
from cfngen.layers.delivery.pipeline import (
    ground,
    notices,
    projects,
    releases,
    settings,
    source,
)
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.layers.delivery.pipeline.images import architectures
from cfngen.layers.delivery.pipeline.stages import Steps, stages
from cfngen.layers.delivery.pipeline.tasks import follows, green
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.policies import allow, arn
from cfngen.spec.care import Pipeline
from cfngen.spec.system import System


def add(layer: Layer, system: System, wanted: Pipeline) -> None:
    """Add the pipeline and all that it works with."""
    laid = ground.lay(layer, system)
    connection = source.connection(laid)
    steps = _steps(laid)
    pipeline = layer.add(_pipeline(laid, wanted, connection, steps))
    if grants.migrating(system):
        projects.look_back(laid, pipeline)
    if system.monitoring:
        notices.add(laid, pipeline)
    layer.leave(ports.PIPELINE_NAME, Ref(pipeline))


def _steps(laid: Ground) -> Steps:
    """Add the projects and CodeDeploy's part, and return them."""
    system = laid.system
    return Steps(
        builds=[projects.build(laid, one) for one in architectures(system)],
        prepare=projects.prepare(laid),
        finish=projects.finish(laid) if follows(system) else None,
        application=releases.add(laid) if green(system) else None,
    )


def _pipeline(
    laid: Ground, wanted: Pipeline, connection: Any, steps: Steps
) -> pipelines.Pipeline:
    """Return the pipeline.

    A newer commit overtakes those that wait before a stage: nobody needs a release
    that is out of date when it begins.
    """
    role = ground.role(
        laid,
        "PipelineRole",
        "codepipeline",
        f"Releases {laid.system.system}.",
        [*ground.artifacts(laid), *_statements(laid, connection, steps)],
    )
    return pipelines.Pipeline(
        "Pipeline",
        PipelineType="V2",
        ExecutionMode="SUPERSEDED",
        RoleArn=GetAtt(role, "Arn"),
        ArtifactStore=pipelines.ArtifactStore(
            Type="S3",
            Location=Ref(laid.bucket),
            EncryptionKey=pipelines.EncryptionKey(Type="KMS", Id=laid.key),
        ),
        Stages=stages(laid, wanted, connection, steps),
        Tags=name_tag(laid.system.system),
    )


def _statements(laid: Ground, connection: Any, steps: Steps) -> Iterator[Statement]:
    """Yield what the pipeline may do besides keeping its files.

    A connection has had two names, and CodePipeline asks for either:
    https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
    It stores the commit with a word on who owns it, and needs leave for the word:
    https://github.com/aws/aws-cdk/issues/13557
    """
    yield allow(
        [codeconnections.UseConnection, codestar_connections.UseConnection],
        [connection],
    )
    yield allow([s3.PutObjectAcl], [bucket.objects(ground.BUCKET)])
    every: list[builds.Project] = [*steps.builds, steps.prepare]
    if steps.finish is not None:
        every.append(steps.finish)
    yield allow(
        [codebuild.BatchGetBuilds, codebuild.StartBuild],
        [GetAtt(project, "Arn") for project in every],
    )
    if steps.application is not None:
        yield from _deployments(laid, steps.application)


def _deployments(laid: Ground, application: Any) -> Iterator[Statement]:
    """Yield what it takes to have CodeDeploy release the services.

    https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
    """
    services = tuple(green(laid.system))
    name = f"${{{application.title}}}"
    traffic = laid.layer.setting(settings.TRAFFIC).data["Ref"]
    yield allow(
        [
            codedeploy.GetApplication,
            codedeploy.GetApplicationRevision,
            codedeploy.RegisterApplicationRevision,
        ],
        [arn("codedeploy", f"application:{name}")],
    )
    groups = [f"{name}/${{{releases.group(one)}}}" for one in services]
    yield allow(
        [codedeploy.CreateDeployment, codedeploy.GetDeployment],
        [arn("codedeploy", f"deploymentgroup:{one}") for one in groups],
    )
    yield allow(
        [codedeploy.GetDeploymentConfig],
        [arn("codedeploy", f"deploymentconfig:${{{traffic}}}")],
    )
    yield allow([ecs.RegisterTaskDefinition], grants.families(laid.system, services))
    yield grants.pass_roles(laid.layer, services)
