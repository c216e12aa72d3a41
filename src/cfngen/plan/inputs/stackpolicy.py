"""The stack policy of an environment: found, read, and held to what one can say.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cfngen.findings import Finding
from cfngen.gate import policyfile
from cfngen.naming import template_file
from cfngen.params import Parameters
from cfngen.params.jsontext import Node, scan
from cfngen.plan.inputs.statements import Document, problems
from cfngen.project import Project
from cfngen.spec.source import Problem, Source
from cfngen.spec.system import System

LARGEST = 16_384
"""Bytes of a policy:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html"""

TWICE, WRONG = "CG421", "CG423"


def of(
    project: Project,
    system: System,
    environment: str,
    written: Parameters,
    source: Source,
) -> tuple[str, tuple[Finding, ...]]:
    """Return the policy as canonical JSON, empty where none is said, and its faults.

    The spec names a file, or the parameter file has it; one may not be forgotten over
    the other, so both are an error.
    """
    named = system.at(environment).stack_policy
    place = ("environments", environment, "stack_policy")
    if named and written.stack_policy:
        message = f"{written.file} has a StackPolicy too."
        problem = Problem(place, message, f"Keep that one, or {named}.")
        return "", (source.finding(TWICE, problem),)
    if named:
        node, unread = policyfile.read(project, source, environment, named)
        document = Document(named, "", node) if node else None
    elif written.stack_policy:
        document, unread = _inside(project, system.system, environment, written), ()
    else:
        return "", ()
    if document is None:
        return "", unread
    text = canonical(document.node)
    wrong = (*_too_large(document, text), *problems(document, _root(project, system)))
    return text, wrong


def canonical(node: Node) -> str:
    """Return a policy as JSON that is the same for the same policy."""
    body = node.plain()
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _inside(
    project: Project, system: str, environment: str, written: Parameters
) -> Document | None:
    """Return the policy that a parameter file has, which has been read before."""
    text = project.params(system, environment).read_text("utf-8")
    node = scan(text).get("StackPolicy")
    return Document(written.file, "StackPolicy", node) if node else None


def _root(project: Project, system: System) -> Mapping[str, str]:
    """Return the types of the root's resources by logical id; none without a root."""
    path = project.templates(system.system) / template_file("root")
    try:
        resources = json.loads(path.read_text("utf-8"))["Resources"]
        return {name: resource["Type"] for name, resource in resources.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}  # what is not as it is generated stops a deployment elsewhere


def _too_large(document: Document, text: str) -> Iterator[Finding]:
    """Yield that the policy is larger than CloudFormation takes."""
    size = len(text.encode())
    if size > LARGEST:
        message = f"The policy has {size} bytes; {LARGEST} are possible."
        yield document.finding(document.node, (), WRONG, message, "Write fewer words.")
