"""Image repositories: what they throw away, and whether their tags move."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Text, Value, listed, references, target
from cfngen.resolve.scope import Path

REPOSITORY = "AWS::ECR::Repository"
LIFECYCLE: Path = ("LifecyclePolicy", "LifecyclePolicyText")
MOST_RULES, MOST_STARS = 50, 4

COUNTED = ("imageCountMoreThan",)
AGED = ("sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned")
TAGS = ("tagPrefixList", "tagPatternList")
STANDARD, ARCHIVE = "standard", "archive"
STATUSES = ("any", "tagged", "untagged")
MOVING = ("latest", "main", "master", "stable")


def expiring(model: Model) -> Iterator[Problem]:
    """A lifecycle policy is one that ECR takes.

    JSON of at most 50 rules with priorities of their own; "any" comes once and last of
    a storage class; tags are named for "tagged", and only there; ages have a unit and
    counts have none; what is archived is told by when it was. ECR refuses the rest
    ("Lifecycle policy validation failure").
    """
    for repository in model.of(REPOSITORY):
        written = repository.get(*LIFECYCLE)
        if not isinstance(written, str):
            continue
        try:
            rules = json.loads(written)["rules"]
        except (ValueError, KeyError, TypeError):
            message = "the lifecycle policy is no JSON object with rules."
            yield Problem(repository, LIFECYCLE, message)
            continue
        for message in mistakes_of(rules):
            yield Problem(repository, LIFECYCLE, message)


def moving(model: Model) -> Iterator[Problem]:
    """A tag that moves is not used where tags cannot move.

    In an immutable repository "latest" can be pushed once; the second release fails
    ("ImageTagAlreadyExistsException"), or runs the first image again.
    """
    for task in model.of("AWS::ECS::TaskDefinition"):
        for index, container in enumerate(listed(task.get("ContainerDefinitions"))):
            image = container.get("Image") if isinstance(container, dict) else None
            repository = _repository(model, image)
            last = image.parts[-1] if isinstance(image, Text) else ""
            tag = last.removeprefix(":") if isinstance(last, str) else ""
            if repository is None or tag not in MOVING:
                continue
            if repository.get("ImageTagMutability") == "IMMUTABLE":
                path = ("ContainerDefinitions", index, "Image")
                message = f"'{tag}' moves, and the tags of {repository.path} do not."
                yield Problem(task, path, message, "Use a tag for each build.")


def mistakes_of(rules: Any) -> Iterator[str]:
    """Yield what is wrong with the rules of a lifecycle policy."""
    items = [rule for rule in listed(rules) if isinstance(rule, dict)]
    if not items or not isinstance(rules, list) or len(rules) > MOST_RULES:
        yield f"a lifecycle policy has 1 to {MOST_RULES} rules."
        return
    priorities = [rule.get("rulePriority") for rule in items]
    if any(not isinstance(one, int) or one < 1 for one in priorities):
        yield "rulePriority of a rule is no number from 1 on."
    elif len(set(priorities)) < len(priorities):
        yield "two rules have one rulePriority."
    else:
        yield from _last(items)
    for rule in items:
        number = f"rule {rule.get('rulePriority')}"
        yield from (f"{number}: {message}" for message in _rule(rule))


def _last(rules: list[dict[str, Any]]) -> Iterator[str]:
    """Yield that a rule for any image is not the last one of its storage class."""
    ordered = sorted(rules, key=lambda rule: int(rule["rulePriority"]))
    for index, rule in enumerate(ordered):
        chosen = _selection(rule)
        kind = chosen.get("storageClass", STANDARD)
        later = map(_selection, ordered[index + 1 :])
        behind = any(one.get("storageClass", STANDARD) == kind for one in later)
        if chosen.get("tagStatus") == "any" and behind:
            yield (
                f"rule {rule['rulePriority']} is for any image and must be the only "
                "such rule, with the highest rulePriority."
            )


def _rule(rule: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one rule."""
    chosen = _selection(rule)
    status, kind = chosen.get("tagStatus"), chosen.get("countType")
    named = [name for name in TAGS if chosen.get(name)]
    if status not in STATUSES:
        yield f"tagStatus is one of {', '.join(STATUSES)}."
    elif status == "tagged" and len(named) != 1:
        yield f"tagged needs one of {' and '.join(TAGS)}."
    elif status != "tagged" and named:
        yield f"{status} takes no {named[0]}."
    stars = [
        one for one in listed(chosen.get("tagPatternList")) if isinstance(one, str)
    ]
    if any(pattern.count("*") > MOST_STARS for pattern in stars):
        yield f"a pattern has more than {MOST_STARS} stars."
    if kind not in (*COUNTED, *AGED):
        yield f"countType is one of {', '.join((*COUNTED, *AGED))}."
    elif kind in COUNTED and "countUnit" in chosen:
        yield f"{kind} takes no countUnit."
    elif kind in AGED and chosen.get("countUnit") != "days":
        yield f"{kind} needs countUnit days."
    archived = kind == "sinceImageTransitioned"
    if kind in (*COUNTED, *AGED):
        wanted = ARCHIVE if archived else STANDARD
        if chosen.get("storageClass", STANDARD) != wanted:
            yield f"{kind} needs the storageClass {wanted}."
    count = chosen.get("countNumber")
    if not isinstance(count, int) or count < 1:
        yield "countNumber is a number from 1 on."
    action = rule.get("action")
    if not isinstance(action, dict) or action.get("type") not in (
        "expire",
        "transition",
    ):
        yield 'action is {"type": "expire"}.'


def _selection(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a rule selects."""
    chosen = rule.get("selection")
    return chosen if isinstance(chosen, dict) else {}


def _repository(model: Model, image: Value) -> Resource | None:
    """Return the repository of an image, if it is in the model."""
    for reference in references(image):
        found = target(model, reference)
        if found is not None and found.type == REPOSITORY:
            return found
    return None
