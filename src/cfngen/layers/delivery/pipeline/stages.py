"""The stages of a pipeline: source, build, approval by setting, release.

https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import Equals, If, NoValue, Ref, codebuild, codedeploy
from troposphere import codepipeline as pipelines

from cfngen.layers.delivery.pipeline import releases, scripts, settings
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.layers.delivery.pipeline.tasks import green
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.spec.care import Pipeline

SOURCE, RELEASE = "Source", "Release"
"""The artifacts: the commit's files, what is to run. A build leaves one of its own."""


@dataclass(frozen=True)
class Steps:
    """The projects and the application that the stages work with."""

    builds: Sequence[codebuild.Project]
    prepare: codebuild.Project
    finish: codebuild.Project | None
    application: codedeploy.Application | None


def stages(
    ground: Ground, wanted: Pipeline, connection: Any, steps: Steps
) -> list[Any]:
    """Return the stages in their order."""
    return [
        pipelines.Stages(Name="Source", Actions=[_source(ground, wanted, connection)]),
        pipelines.Stages(
            Name="Build", Actions=[_build(project) for project in steps.builds]
        ),
        If(approves(ground.layer), _approve(), NoValue),
        pipelines.Stages(Name=scripts.STAGE, Actions=_release(ground, steps)),
    ]


def approves(layer: Layer) -> str:
    """Declare the condition that releases wait for approval; return its name."""
    wanted = layer.setting(settings.APPROVAL)
    return layer.condition("NeedsReleaseApproval", Equals(wanted, "true"))


def _source(ground: Ground, wanted: Pipeline, connection: Any) -> pipelines.Actions:
    """Return the action that fetches each commit of the branch."""
    return _action(
        "Source",
        "Source",
        "CodeStarSourceConnection",
        {
            "ConnectionArn": connection,
            "FullRepositoryId": wanted.repository,
            "BranchName": ground.layer.setting(settings.branch(wanted)),
            "DetectChanges": "true",
            "OutputArtifactFormat": "CODE_ZIP",
        },
        leaves=SOURCE,
        Namespace=SOURCE,
    )


def _build(project: codebuild.Project) -> pipelines.Actions:
    """Return the action that builds the images for one processor."""
    commit = {"name": "COMMIT", "value": f"#{{{SOURCE}.CommitId}}"}
    return _action(
        _title(project),
        "Build",
        "CodeBuild",
        {
            "ProjectName": Ref(project),
            "EnvironmentVariables": json.dumps([commit | {"type": "PLAINTEXT"}]),
        },
        takes=SOURCE,
        leaves=_built(project),
    )


def _approve() -> pipelines.Stages:
    """Return the stage that waits for somebody, a stage so that nothing is locked."""
    action = _action("Approve", "Approval", "Manual", {})
    return pipelines.Stages(Name="Approve", Actions=[action])


def _release(ground: Ground, steps: Steps) -> list[pipelines.Actions]:
    """Return the actions of the release, one stage, so that releases never overlap.

    What is to run is written down and the database migrated; then the services move,
    side by side; then workers and jobs.
    """
    prepare = _action(
        _title(steps.prepare),
        "Build",
        "CodeBuild",
        {"ProjectName": Ref(steps.prepare)},
        takes=_built(steps.builds[0]),
        leaves=RELEASE,
    )
    actions = [prepare]
    if steps.application is not None:
        actions += [_move(name, steps.application) for name in green(ground.system)]
    if steps.finish is not None:
        actions.append(
            _action(
                _title(steps.finish),
                "Build",
                "CodeBuild",
                {"ProjectName": Ref(steps.finish)},
                takes=RELEASE,
                RunOrder=3,
            )
        )
    return actions


def _move(name: str, application: codedeploy.Application) -> pipelines.Actions:
    """Return the action by which CodeDeploy releases a service.

    The task definition names its images already, so the action has none to fill in.
    That way a task may have more containers than the four that it could fill in.
    https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
    """
    return _action(
        f"Release{logical(name)}",
        "Deploy",
        "CodeDeployToECS",
        {
            "ApplicationName": Ref(application),
            "DeploymentGroupName": Ref(releases.group(name)),
            "TaskDefinitionTemplateArtifact": RELEASE,
            "TaskDefinitionTemplatePath": f"{name}/taskdef.json",
            "AppSpecTemplateArtifact": RELEASE,
            "AppSpecTemplatePath": f"{name}/appspec.yaml",
        },
        takes=RELEASE,
        RunOrder=2,
    )


def _action(
    name: str,
    category: str,
    provider: str,
    configuration: dict[str, Any],
    *,
    takes: str = "",
    leaves: str = "",
    **more: Any,
) -> pipelines.Actions:
    """Return an action of AWS's own, with the artifacts at its ends."""
    if takes:
        more["InputArtifacts"] = [pipelines.InputArtifacts(Name=takes)]
    if leaves:
        more["OutputArtifacts"] = [pipelines.OutputArtifacts(Name=leaves)]
    if configuration:
        more["Configuration"] = configuration
    return pipelines.Actions(
        Name=name,
        ActionTypeId=pipelines.ActionTypeId(
            Category=category, Owner="AWS", Provider=provider, Version="1"
        ),
        **{"RunOrder": 1} | more,
    )


def _title(project: codebuild.Project) -> str:
    """Return what a project is called among the actions."""
    return str(project.title).removesuffix("Project")


def _built(project: codebuild.Project) -> str:
    """Return the artifact that a build leaves: which commit was built."""
    return f"{_title(project)}Output"
