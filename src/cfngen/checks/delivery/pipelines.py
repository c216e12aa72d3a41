"""Pipelines: what their type has, where they keep artifacts, what their role may do."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.grants import Asked, any_of, may, role_of
from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import TASK
from cfngen.checks.delivery.stages import PIPELINE, Action, actions
from cfngen.model import Model, Resource, target, text

V2_ONLY = ("Triggers", "Variables")
STORE, STORES = "ArtifactStore", "ArtifactStores"
CONNECTION = "UseConnection"
PASS = "iam:PassRole"
USES = (f"codeconnections:{CONNECTION}", f"codestar-connections:{CONNECTION}")

ASKED = {
    "CodeBuild": (
        "ProjectName",
        ("codebuild:StartBuild", "codebuild:BatchGetBuilds"),
    ),
    "CodeDeploy": (
        "",
        ("codedeploy:CreateDeployment", "codedeploy:GetDeployment"),
    ),
    "CodeDeployToECS": (
        "",
        (
            *("codedeploy:CreateDeployment", "codedeploy:GetDeployment"),
            *("ecs:RegisterTaskDefinition", PASS),
        ),
    ),
    "ECS": ("", ("ecs:UpdateService", "ecs:RegisterTaskDefinition", PASS)),
}
"""What a pipeline's role does for an action, and where that is named."""


def typed(model: Model) -> Iterator[Problem]:
    """A pipeline asks for what its type has, and keeps artifacts in its own region.

    Triggers, variables and modes but SUPERSEDED are of V2, which a pipeline with them
    becomes where no type is given. Either one store or one for each region is given, in
    a bucket of that region; CodePipeline refuses another.
    """
    for pipeline in model.of(PIPELINE):
        if pipeline.get("PipelineType") == "V1":
            for name in V2_ONLY:
                if pipeline.get(name):
                    message = f"pipelines of type V1 have no {name}."
                    yield Problem(pipeline, (name,), message, "Write PipelineType: V2.")
            mode = text(pipeline.get("ExecutionMode"))
            if mode not in (None, "SUPERSEDED"):
                message = f"pipelines of type V1 do not run {mode}."
                mend = "Write PipelineType: V2."
                yield Problem(pipeline, ("ExecutionMode",), message, mend)
        given = [n for n in (STORE, STORES) if pipeline.get(n) is not None]
        if len(given) != 1:
            what = "both are given" if given else "neither is given"
            message = f"of {STORE} and {STORES} {what}."
            yield Problem(pipeline, (STORE,), message)
        yield from _store(model, pipeline)


def allowed(model: Model) -> Iterator[Problem]:
    """The role of a pipeline may do what its actions do.

    Start the builds, use the connection, deploy, and read and write artifacts.
    Otherwise the action fails each time ("is not authorized to perform …").
    """
    for pipeline in model.of(PIPELINE):
        role = role_of(model, pipeline.get("RoleArn"))
        if role is None:
            continue
        bucket = target(model, pipeline.get(STORE, "Location"))
        for action in ("s3:GetObject", "s3:PutObject") if bucket else ():
            about = Asked(bucket.path) if bucket else None
            if may(model, role, action, about) is False:
                message = f"{role.path} may not {action} in the artifact store."
                mend = f"Allow it in {role.name}."
                yield Problem(pipeline, ("RoleArn",), message, mend)
        for one in actions(pipeline):
            if one.body.get("RoleArn") is None:
                yield from _action(model, role, one)


def _store(model: Model, pipeline: Resource) -> Iterator[Problem]:
    """Yield that the artifact store is in another region than the pipeline."""
    bucket = target(model, pipeline.get(STORE, "Location"))
    if bucket is None:
        return
    here = text(model.stack_of(pipeline).region)
    there = text(model.stack_of(bucket).region)
    if here is not None and there is not None and here != there:
        message = f"{bucket.path} is in {there}, the pipeline in {here}."
        yield Problem(pipeline, (STORE, "Location"), message)


def _action(model: Model, role: Resource, action: Action) -> Iterator[Problem]:
    """Yield what a role may not do and has to, for one action."""
    mend = f"Allow it in {role.name}."
    if action.provider == "CodeStarSourceConnection":
        found = target(model, action.configured("ConnectionArn"))
        asked = Asked(found.path) if found is not None else None
        # AWS renamed the action; policies of either name work.
        if any_of(may(model, role, name, asked) for name in USES) is False:
            message = f"{role.path} may not {USES[0]} of the connection."
            yield action.problem(("Configuration", "ConnectionArn"), message, mend)
    if action.provider in ASKED:
        name, needed = ASKED[action.provider]
        found = target(model, action.configured(name)) if name else None
        about = Asked(found.path) if found is not None else None
        for one in needed:
            if one == PASS and not _passes(model):
                continue
            if may(model, role, one, about) is False:
                message = f"{role.path} may not {one}."
                yield action.problem(("Configuration",), message, mend)


def _passes(model: Model) -> bool:
    """Return whether tasks of the model have roles, which a new revision is given."""
    names = ("ExecutionRoleArn", "TaskRoleArn")
    return any(task.get(name) for task in model.of(TASK) for name in names)
