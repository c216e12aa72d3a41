"""The calls that tell of stacks, their resources, templates and exports."""

from __future__ import annotations

from typing import Any

from cfngen.local.api import answers
from cfngen.local.api.pages import page
from cfngen.local.api.requests import Request
from cfngen.local.engine import exports, stacks
from cfngen.local.engine.records import Target
from cfngen.local.language.refusals import Refused
from cfngen.local.language.template import parse

Answer = dict[str, Any]


def describe_stacks(request: Request) -> Answer:
    """DescribeStacks: one by name or ARN, or all that live."""
    if request.get("StackName", None):
        return {"Stacks": [answers.stack(request.stack())]}
    living = [stack for stack in request.stacks() if stack.living]
    return page(request, "Stacks", living, answers.stack)


def list_stacks(request: Request) -> Answer:
    """ListStacks, newest first, deleted ones too."""
    wanted = request.get("StackStatusFilter", [])
    found = [s for s in request.stacks() if not wanted or s.status in wanted]
    return page(request, "StackSummaries", found[::-1], answers.summary)


def list_stack_resources(request: Request) -> Answer:
    """ListStackResources."""
    stack = request.stack()
    found = list(stack.resources.values())
    return page(
        request, "StackResourceSummaries", found, lambda r: answers.resource(stack, r)
    )


def describe_stack_resources(request: Request) -> Answer:
    """DescribeStackResources, all or one, or all of what an object belongs to."""
    one, physical = (
        request.get("LogicalResourceId", None),
        request.get("PhysicalResourceId", None),
    )
    owners = [request.stack()] if request.name else request.stacks()
    found = [
        (stack, resource)
        for stack in owners
        for resource in list(stack.resources.values())
        if one in (None, resource.logical_id)
        and (request.name or (stack.living and physical == resource.physical_id))
    ]
    if not request.name and not found:
        raise Refused(f"Stack for {physical} does not exist")
    return {"StackResources": [answers.resource(s, r) for s, r in found]}


def describe_stack_resource(request: Request) -> Answer:
    """DescribeStackResource."""
    stack, one = request.stack(), request.get("LogicalResourceId", "")
    if one not in stack.resources:
        raise Refused(f"Resource {one} does not exist for stack {stack.name}")
    found = answers.resource(stack, stack.resources[one])
    return {"StackResourceDetail": found}


def get_template(request: Request) -> Answer:
    """GetTemplate, of a stack or of a change set."""
    target: Target | None
    if request.get("ChangeSetName", ""):
        target = request.change_set().target
    else:
        stack = request.stack()
        target = stack.target or stack.asked
    body = target.template.text if target else ""
    return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}


def get_template_summary(request: Request) -> Answer:
    """GetTemplateSummary of a template or of a stack."""
    if request.name:
        target = request.stack().target
        text = target.template.text if target else ""
    else:
        text = request.text(None)
    return answers.template_summary(parse(text, request.region))


def validate_template(request: Request) -> Answer:
    """ValidateTemplate."""
    return answers.template_summary(parse(request.text(None), request.region))


def get_stack_policy(request: Request) -> Answer:
    """GetStackPolicy."""
    return {"StackPolicyBody": request.stack().policy or None}


def list_exports(request: Request) -> Answer:
    """ListExports."""
    found = [
        {"Name": name, "Value": value, "ExportingStackId": owner}
        for name, (value, owner) in stacks.exports(
            request.account, request.region
        ).items()
    ]
    return page(request, "Exports", found)


def list_imports(request: Request) -> Answer:
    """ListImports; an export that nobody imports is an error, as in CloudFormation."""
    name = str(request.get("ExportName", ""))
    found = exports.importers(request.account, request.region, name)
    if not found:
        raise Refused(f"Export '{name}' is not imported by any stack.")
    return page(request, "Imports", found)


CALLS = {
    "DescribeStacks": describe_stacks,
    "ListStacks": list_stacks,
    "ListStackResources": list_stack_resources,
    "DescribeStackResources": describe_stack_resources,
    "DescribeStackResource": describe_stack_resource,
    "GetTemplate": get_template,
    "GetTemplateSummary": get_template_summary,
    "ValidateTemplate": validate_template,
    "GetStackPolicy": get_stack_policy,
    "ListExports": list_exports,
    "ListImports": list_imports,
}
