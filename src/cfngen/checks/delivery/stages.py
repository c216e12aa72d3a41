"""The stages of a pipeline: their actions, what goes from one to the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, listed, number, parts, text
from cfngen.resolve.scope import Path

PIPELINE = "AWS::CodePipeline::Pipeline"
SOURCE = "Source"
VARIABLE = re.compile(r"#\{([A-Za-z0-9@_-]+)\.[^}]+\}")
OWNED = re.compile(r"[^/\s]+(/[^/\s]+)+")
MOVED = ("InputArtifacts", "OutputArtifacts")
BUILT_IN = ("codepipeline", "variables")

NEEDED: Mapping[str, tuple[str, ...]] = {
    "CloudFormation": ("ActionMode", "StackName"),
    "CodeBuild": ("ProjectName",),
    "CodeCommit": ("RepositoryName", "BranchName"),
    "CodeDeploy": ("ApplicationName", "DeploymentGroupName"),
    "CodeDeployToECS": (
        *("ApplicationName", "DeploymentGroupName"),
        *("TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact"),
    ),
    "CodeStarSourceConnection": ("ConnectionArn", "FullRepositoryId", "BranchName"),
    "ECR": ("RepositoryName",),
    "ECS": ("ClusterName", "ServiceName"),
    "Lambda": ("FunctionName",),
}
"""What the configuration of an action has to say, by provider of AWS."""

ARTIFACTS = (
    *("TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact"),
    *("Image1ArtifactName", "Image2ArtifactName", "PrimarySource"),
)
"""Where a configuration names an input artifact."""


@dataclass(frozen=True)
class Action:
    """One action of a pipeline; `when` orders it: its stage and its RunOrder."""

    pipeline: Resource
    path: Path
    body: Mapping[str, Value]
    when: tuple[int, float]

    @property
    def provider(self) -> str:
        """Return who carries it out; empty where that is not AWS or not known."""
        kind = self.body.get("ActionTypeId")
        if not isinstance(kind, dict) or kind.get("Owner") != "AWS":
            return ""
        return text(kind.get("Provider")) or ""

    @property
    def category(self) -> str:
        """Return what kind of action it is."""
        kind = self.body.get("ActionTypeId")
        return text(kind.get("Category")) or "" if isinstance(kind, dict) else ""

    def configured(self, name: str) -> Value:
        """Return a value of its configuration."""
        configuration = self.body.get("Configuration")
        return configuration.get(name) if isinstance(configuration, dict) else None

    def artifacts(self, name: str) -> list[str]:
        """Return the names of its InputArtifacts or OutputArtifacts that are known."""
        items = [i for i in listed(self.body.get(name)) if isinstance(i, dict)]
        return [found for item in items if (found := text(item.get("Name")))]

    def problem(self, path: Path, message: str, mend: str = "") -> Problem:
        """Return a problem with it; `path` leads on from the action."""
        whole = f"action {text(self.body.get('Name'))}: {message}"
        return Problem(self.pipeline, (*self.path, *path), whole, mend)


def actions(pipeline: Resource) -> list[Action]:
    """Return the actions of a pipeline in the order that they run in."""
    found: list[Action] = []
    for number_of, stage in enumerate(listed(pipeline.get("Stages"))):
        items = stage.get("Actions") if isinstance(stage, dict) else None
        for index, body in enumerate(listed(items)):
            if isinstance(body, dict):
                path = ("Stages", number_of, "Actions", index)
                order = number(body.get("RunOrder", 1)) or 1
                found.append(Action(pipeline, path, body, (number_of, order)))
    return sorted(found, key=lambda action: action.when)


def settled(pipeline: Resource) -> bool:
    """Return whether all actions of a pipeline are known, their order and artifacts."""
    stages = listed(pipeline.get("Stages"))
    inside = [
        listed(s.get("Actions")) if isinstance(s, dict) else [None] for s in stages
    ]
    return all(map(_settled, (action for some in inside for action in some)))


def _settled(action: Value) -> bool:
    """Return whether an action's order, namespace and artifacts are known."""
    if not isinstance(action, dict):
        return False
    items = [i for n in MOVED for i in listed(action.get(n))]
    named = all(isinstance(i, dict) and text(i.get("Name")) for i in items)
    placed = number(action.get("RunOrder", 1)) is not None
    return named and placed and text(action.get("Namespace", "")) is not None


def shaped(model: Model) -> Iterator[Problem]:
    """Stages, the actions of a stage, and namespaces have names of their own.

    CodePipeline refuses a name twice, and source actions anywhere but in the first
    stage, which holds nothing else.
    """
    for pipeline in model.of(PIPELINE):
        stages = [s for s in listed(pipeline.get("Stages")) if isinstance(s, dict)]
        names = Counter(text(stage.get("Name")) for stage in stages)
        for name, times in names.items():
            if name is not None and times > 1:
                yield Problem(
                    pipeline, ("Stages",), f"{times} stages are called {name}."
                )
        spaces: set[str] = set()
        seen: set[tuple[int, str]] = set()
        for action in actions(pipeline):
            key = (action.when[0], text(action.body.get("Name")) or "")
            if key in seen and key[1]:
                yield action.problem(("Name",), "another one is called so.")
            seen.add(key)
            space = text(action.body.get("Namespace"))
            if space in spaces:
                yield action.problem(("Namespace",), f"{space} is another one's.")
            spaces |= {space} if space else set()
            first = action.when[0] == 0
            if action.category and (action.category == SOURCE) is not first:
                where = "the first stage" if first else "a later stage"
                message = f"{action.category} stands in {where}."
                mend = "Sources stand in the first stage, and nothing else does."
                yield action.problem(("ActionTypeId", "Category"), message, mend)


def flowing(model: Model) -> Iterator[Problem]:
    """What an action takes has been made before, once.

    CodePipeline refuses an input that no earlier action makes, actions of one RunOrder
    being at the same time, and an output that two make. Variables are of an action that
    ran before.
    """
    for pipeline in filter(settled, model.of(PIPELINE)):
        every = actions(pipeline)
        makers: dict[str, Action] = {}
        for action in every:
            for name in action.artifacts("OutputArtifacts"):
                maker = makers.setdefault(name, action)
                if maker is not action:
                    message = f"{name} is made by {text(maker.body.get('Name'))} too."
                    yield action.problem(("OutputArtifacts",), message)
        spaces = {
            text(one.body.get("Namespace")): one
            for one in every
            if one.body.get("Namespace") is not None
        }
        for action in every:
            for name in action.artifacts("InputArtifacts"):
                if name not in makers or makers[name].when >= action.when:
                    message = f"{name} is not made before."
                    yield action.problem(("InputArtifacts",), message)
            yield from _variables(action, spaces)


def configured(model: Model) -> Iterator[Problem]:
    """An action says what its provider has to know.

    CodePipeline refuses an action without it, and an artifact that the configuration
    names has to be one of the inputs.
    """
    for pipeline in model.of(PIPELINE):
        for action in actions(pipeline):
            if not isinstance(action.body.get("Configuration", {}), dict):
                continue
            for name in NEEDED.get(action.provider, ()):
                if action.configured(name) in (None, ""):
                    message = f"{action.provider} needs {name}."
                    yield action.problem(("Configuration",), message)
            inputs = action.artifacts("InputArtifacts")
            for name in ARTIFACTS:
                given = text(action.configured(name))
                if given is not None and given not in inputs and settled(pipeline):
                    message = f"{name} {given} is no input of it."
                    mend = f"Its inputs: {', '.join(inputs)}." if inputs else ""
                    yield action.problem(("Configuration", name), message, mend)
            yield from _inputs(action, inputs)


def _variables(
    action: Action, spaces: Mapping[str | None, Action]
) -> Iterator[Problem]:
    """Yield the variables of an action's configuration that are not known yet."""
    configuration = action.body.get("Configuration")
    for name, value in configuration.items() if isinstance(configuration, dict) else ():
        pieces = [p for p in parts(value) if isinstance(p, str)]
        for space in VARIABLE.findall("".join(pieces)):
            maker = spaces.get(space)
            if space in BUILT_IN:
                continue
            if maker is None or maker.when >= action.when:
                message = f"#{{{space}.…}} is of no action that runs before."
                yield action.problem(("Configuration", name), message)


def _inputs(action: Action, inputs: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with repository and inputs of an action."""
    several = len(inputs) > 1 and action.provider == "CodeBuild"
    if several and action.configured("PrimarySource") is None:
        message = "of several inputs one is the PrimarySource."
        yield action.problem(("Configuration",), message)
    repository = action.configured("FullRepositoryId")
    if isinstance(repository, str) and not OWNED.fullmatch(repository):
        message = f"'{repository}' is not owner/repository."
        yield action.problem(("Configuration", "FullRepositoryId"), message)
