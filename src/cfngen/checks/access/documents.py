"""Policy documents: where resources hold them, and what their statements say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, listed
from cfngen.resolve.scope import Path

IDENTITY: Mapping[str, str] = {
    "AWS::IAM::GroupPolicy": "PolicyDocument",
    "AWS::IAM::ManagedPolicy": "PolicyDocument",
    "AWS::IAM::Policy": "PolicyDocument",
    "AWS::IAM::RolePolicy": "PolicyDocument",
    "AWS::IAM::UserPolicy": "PolicyDocument",
}
"""What says which actions somebody may carry out, by type."""

INLINE = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User")
"""What carries such documents in its Policies."""

GUARDS: Mapping[str, str] = {
    "AWS::Backup::BackupVault": "AccessPolicy",
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
}
"""What says who may use a resource, by type."""

ROLE = "AWS::IAM::Role"
ANYBODY = "*"


@dataclass(frozen=True)
class Statement:
    """One statement of a policy; `path` leads to it from the properties on."""

    resource: Resource
    path: Path
    body: Mapping[str, Value]

    @property
    def allows(self) -> bool:
        """Return whether it allows and does not deny."""
        return self.body.get("Effect") == "Allow"

    @property
    def denies(self) -> bool:
        """Return whether it denies; it may do neither where its effect is unknown."""
        return self.body.get("Effect") == "Deny"

    @property
    def veiled(self) -> bool:
        """Return whether it has conditions that are not known."""
        named = self.body.get("Condition", {})
        return not isinstance(named, dict) or not all(
            isinstance(tests, dict) for tests in named.values()
        )

    def items(self, key: str) -> list[Value]:
        """Return an element, Action or Resource, as a list."""
        return listed(self.body.get(key))

    def principals(self, kind: str) -> list[Value]:
        """Return the principals of a kind: AWS, Service, Federated; `*` is of AWS."""
        named = self.body.get("Principal")
        if named == ANYBODY:
            return [ANYBODY] if kind == "AWS" else []
        return listed(named.get(kind)) if isinstance(named, dict) else []

    def conditions(self) -> Iterator[tuple[str, str, list[Value]]]:
        """Yield each operator, key and list of values of the conditions."""
        named = self.body.get("Condition")
        for operator, tests in named.items() if isinstance(named, dict) else ():
            for key, value in tests.items() if isinstance(tests, dict) else ():
                yield operator, key, listed(value)

    def problem(self, element: str, message: str, mend: str = "") -> Problem:
        """Return a problem with one of its elements."""
        return Problem(self.resource, (*self.path, element), message, mend)


@dataclass(frozen=True)
class Document:
    """One policy document; `path` leads to it from the properties on."""

    resource: Resource
    path: Path
    body: Mapping[str, Any]

    @property
    def whole(self) -> bool:
        """Return whether every statement is known as one."""
        return all(isinstance(one, dict) for one in listed(self.body.get("Statement")))

    def statements(self) -> Iterator[Statement]:
        """Yield the statements that are known."""
        written = self.body.get("Statement")
        for index, body in enumerate(listed(written)):
            if isinstance(body, dict):
                place = ("Statement", index) if isinstance(written, list) else ()
                path = (*self.path, *(place or ("Statement",)))
                yield Statement(self.resource, path, body)


def identity(model: Model) -> Iterator[Document]:
    """Yield every document that says what somebody may do."""
    for type, property in IDENTITY.items():
        for resource in model.of(type):
            yield from document(resource, property)
    for resource in model.of(*INLINE):
        yield from inline(resource)


def inline(resource: Resource) -> Iterator[Document]:
    """Yield the inline policies of a role, a group or a user."""
    for index, _ in enumerate(listed(resource.get("Policies"))):
        yield from document(resource, "Policies", index, "PolicyDocument")


def trusts(model: Model) -> Iterator[Document]:
    """Yield every document that says who may become a role."""
    for resource in model.of(ROLE):
        yield from document(resource, "AssumeRolePolicyDocument")


def guards(model: Model) -> Iterator[Document]:
    """Yield every document that says who may use a resource."""
    for type, property in GUARDS.items():
        for resource in model.of(type):
            yield from document(resource, property)


def document(resource: Resource, *path: str | int) -> Iterator[Document]:
    """Yield the document at a path, a mapping or JSON text, if it is known."""
    body = resource.get(*path)
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return
    if isinstance(body, dict):
        yield Document(resource, path, body)
