"""CloudFormation's API calls, in place of moto's.

Moto dispatches a request to the method that its action names and serialises what
that returns; `apply` gives it this class instead of its own. Stack sets stay moto's.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from moto.cloudformation import urls
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from cfngen.local.api import answers, operations
from cfngen.local.api.requests import Request
from cfngen.local.engine import events, protection, stacks
from cfngen.local.engine.records import Target
from cfngen.local.language.refusals import AlreadyExists, ChildRefused, Refused
from cfngen.local.language.template import parse
from cfngen.local.preview import changes, changesets
from cfngen.local.types import tasks
from cfngen.local.types.catalogue import handler

PAGE = 100
NAME = r"[a-zA-Z][-a-zA-Z0-9]{0,127}"


class Actions(CloudFormationResponse):
    """The calls that cfngen and the AWS CLI make; each returns what boto3 expects."""

    RESPONSE_KEY_PATH_TO_TRANSFORMER: dict[str, Any] = {}

    def call_action(self) -> Any:
        """Answer an action; one that nobody has written is refused, not an HTTP 500."""
        try:
            return super().call_action()
        except Exception as error:
            if not isinstance(error, NotImplementedError):
                logging.getLogger("cfngen.local").exception("A call broke")
            told = f"The emulator cannot do this: {type(error).__name__} {error}"
            return self.serialized(ActionResult(Refused(told)))

    def create_stack(self) -> ActionResult:
        """CreateStack."""
        if self._request.find(self._request.name):
            raise AlreadyExists(f"Stack [{self._request.name}] already exists")
        stack = self._request.new_stack("CREATE_IN_PROGRESS")
        target = self._request.target(None)
        with suppress(ChildRefused):  # A wrong child fails when its turn comes.
            changes.plan(stack, target, handler)
        stacks.add(stack)
        operations.create(stack, target)
        return ActionResult({"StackId": stack.stack_id})

    def update_stack(self) -> ActionResult:
        """UpdateStack."""
        stack = self._request.stack()
        changesets.check_updatable(stack)
        target = self._request.target(stack)
        with suppress(ChildRefused):
            result = changes.plan(stack, target, handler)
            if changesets.unchanged(stack, target, result):
                raise Refused("No updates are to be performed.")
        stack.on_failure = self._request.on_failure()
        operations.update(stack, target)
        return ActionResult({"StackId": stack.stack_id})

    def delete_stack(self) -> EmptyResult:
        """DeleteStack: of a stack that is not there, nothing."""
        stack = self._request.find(self._request.name)
        if stack and stack.living and stack.status != "DELETE_IN_PROGRESS":
            protection.check_stack(stack, self._request.root(stack))
            operations.delete(stack, self._get_param("RetainResources", []))
        return EmptyResult()

    def create_change_set(self) -> ActionResult:
        """CreateChangeSet; a CREATE makes a stack that is under review."""
        name, kind = self._request.get("ChangeSetName", ""), self._request.kind
        stack = self._request.find(self._request.name)
        changesets.check_kind(stack, self._request.name, name, kind)
        target = self._request.target(stack if kind == "UPDATE" else None)
        new = stack is None
        stack = stack or self._request.new_stack("REVIEW_IN_PROGRESS")
        made = self._request.new_change_set(stack, target)
        changesets.fill(made, handler)
        if new:
            events.of_stack(stacks.add(stack), "REVIEW_IN_PROGRESS", "User Initiated")
        stack.change_sets[made.change_set_id] = made
        return ActionResult({"Id": made.change_set_id, "StackId": stack.stack_id})

    def describe_change_set(self) -> ActionResult:
        """DescribeChangeSet; values only where asked for."""
        with_values = self._request.flag("IncludePropertyValues")
        return ActionResult(answers.change_set(self._request.change_set(), with_values))

    def execute_change_set(self) -> EmptyResult:
        """ExecuteChangeSet."""
        change_set = self._request.change_set()
        if not changesets.take(change_set, self._get_param("ClientRequestToken", "")):
            return EmptyResult()
        stack = change_set.stack
        stack.on_failure = change_set.on_failure
        if self._request.flag("DisableRollback"):
            stack.on_failure = "DO_NOTHING"
        stack.retain_except_on_create = self._request.flag("RetainExceptOnCreate")
        operations.execute(change_set)
        return EmptyResult()

    def delete_change_set(self) -> EmptyResult:
        """DeleteChangeSet, with the change sets of its nested stacks."""
        change_set = self._request.change_set()
        doomed = {change_set.change_set_id, change_set.root_id or "-"}
        kept = change_set.stack.change_sets.items()
        change_set.stack.change_sets = {
            key: value
            for key, value in kept
            if key not in doomed and value.root_id not in doomed
        }
        return EmptyResult()

    def list_change_sets(self) -> ActionResult:
        """ListChangeSets of one stack."""
        sets = self._request.stack().change_sets.values()
        own = [answers.change_set_summary(c) for c in sets if not c.parent_id]
        return ActionResult({"Summaries": own})

    def describe_stacks(self) -> ActionResult:
        """DescribeStacks: one by name or ARN, or all that live."""
        name = self._get_param("StackName")
        found = (
            [self._request.stack()]
            if name
            else [s for s in self._request.stacks() if s.living]
        )
        return ActionResult({"Stacks": [answers.stack(s) for s in found]})

    def list_stacks(self) -> ActionResult:
        """ListStacks, newest first, deleted ones too."""
        wanted = self._get_param("StackStatusFilter", [])
        found = [s for s in self._request.stacks() if not wanted or s.status in wanted]
        return ActionResult(
            {"StackSummaries": [answers.summary(s) for s in reversed(found)]}
        )

    def describe_stack_events(self) -> ActionResult:
        """DescribeStackEvents, newest first, in pages."""
        stack = self._request.stack()
        newest = list(reversed(list(stack.events)))
        start = int(self._get_param("NextToken") or 0)
        page = [answers.event(stack, e) for e in newest[start : start + PAGE]]
        more = str(start + PAGE) if len(newest) > start + PAGE else None
        return ActionResult({"StackEvents": page, "NextToken": more})

    def list_stack_resources(self) -> ActionResult:
        """ListStackResources."""
        stack = self._request.stack()
        found = [answers.resource(stack, r) for r in list(stack.resources.values())]
        return ActionResult({"StackResourceSummaries": found})

    def describe_stack_resources(self) -> ActionResult:
        """DescribeStackResources, all or one."""
        stack, one = self._request.stack(), self._get_param("LogicalResourceId")
        found = [
            answers.resource(stack, r)
            for r in list(stack.resources.values())
            if one in (None, r.logical_id)
        ]
        return ActionResult({"StackResources": found})

    def describe_stack_resource(self) -> ActionResult:
        """DescribeStackResource."""
        stack, one = self._request.stack(), self._get_param("LogicalResourceId")
        if one not in stack.resources:
            raise Refused(f"Resource {one} does not exist for stack {stack.name}")
        found = answers.resource(stack, stack.resources[one])
        return ActionResult({"StackResourceDetail": found})

    def get_template(self) -> ActionResult:
        """GetTemplate, of a stack or of a change set."""
        if self._request.get("ChangeSetName", ""):
            target: Target | None = self._request.change_set().target
        else:
            target = self._request.stack().target
        body = target.template.text if target else ""
        stages = ["Original", "Processed"]
        return ActionResult({"TemplateBody": body, "StagesAvailable": stages})

    def get_template_summary(self) -> ActionResult:
        """GetTemplateSummary of a template or of a stack."""
        if self._get_param("StackName"):
            target = self._request.stack().target
            text = target.template.text if target else ""
        else:
            text = self._request.text(None)
        return ActionResult(answers.template_summary(parse(text, self.region)))

    def validate_template(self) -> ActionResult:
        """ValidateTemplate."""
        template = parse(self._request.text(None), self.region)
        return ActionResult(answers.template_summary(template))

    def update_termination_protection(self) -> ActionResult:
        """UpdateTerminationProtection, of root stacks only."""
        stack = self._request.stack()
        if stack.parent_id:
            raise Refused(
                "Termination protection of a nested stack is that of its root: "
                f"{stack.root_id}"
            )
        stack.protected = self._request.flag("EnableTerminationProtection")
        return ActionResult({"StackId": stack.stack_id})

    def get_stack_policy(self) -> ActionResult:
        """GetStackPolicy."""
        return ActionResult({"StackPolicyBody": self._request.stack().policy or None})

    def set_stack_policy(self) -> EmptyResult:
        """SetStackPolicy; kept, not enforced."""
        self._request.stack().policy = self._get_param("StackPolicyBody", "")
        return EmptyResult()

    def list_exports(self) -> ActionResult:
        """ListExports."""
        found = stacks.exports(self.current_account, self.region).items()
        entries = [
            {"Name": name, "Value": value, "ExportingStackId": owner}
            for name, (value, owner) in found
        ]
        return ActionResult({"Exports": entries})

    @property
    def _request(self) -> Request:
        return Request(self.current_account, self.region, self._get_param)


def apply() -> None:
    """Install these actions into moto, and what it takes to run tasks."""
    for pattern, method in list(urls.url_paths.items()):
        if method == CloudFormationResponse.dispatch:
            urls.url_paths[pattern] = Actions.dispatch
    tasks.apply()
