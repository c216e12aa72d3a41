"""Stacks: what they are, what is in them, and the operations other than change sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfngen.cloud import answers
from cfngen.cloud.failures import Absent
from cfngen.cloud.refusals import ask
from cfngen.cloud.values import Export, Resource, Stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class Stacks:
    """The stacks of one region of one account.

    A `stack` argument is a name or an ARN; after the first answer callers use the ARN,
    since a name may come to mean another stack.
    """

    client: CloudFormationClient

    def find(self, name: str) -> Stack | None:
        """Return a stack, None where there is none; one that is gone only by ARN."""
        try:
            answer = ask(self.client.describe_stacks, StackName=name)
        except Absent:
            return None
        told = answer.get("Stacks")
        if not told:
            return None
        found = answers.stack(told[0])
        return None if found.status == "DELETE_COMPLETE" and found.id != name else found

    def template(self, stack: str) -> Mapping[str, Any]:
        """Return the template that the stack was last given, parsed.

        One that is not JSON is an empty mapping: it is none of ours.
        """
        get = self.client.get_template
        answer: Any = ask(get, StackName=stack, TemplateStage="Original")
        return answers.parsed(answer.get("TemplateBody", ""))

    def resources(self, stack: str) -> tuple[Resource, ...]:
        """Return what a stack holds."""
        pages = self.client.get_paginator("list_stack_resources")
        found = ask(lambda: list(pages.paginate(StackName=stack)))
        return tuple(
            answers.resource(raw)
            for page in found
            for raw in page.get("StackResourceSummaries", ())
        )

    def policy(self, stack: str) -> str:
        """Return the text of a stack's policy, empty for none."""
        return ask(self.client.get_stack_policy, StackName=stack).get(
            "StackPolicyBody", ""
        )

    def set_policy(self, stack: str, text: str) -> None:
        """Give a stack a policy; CloudFormation has no way to take one away."""
        ask(self.client.set_stack_policy, StackName=stack, StackPolicyBody=text)

    def protect(self, stack: str, on: bool) -> None:
        """Turn the protection from deletion on or off; only roots have one."""
        ask(
            self.client.update_termination_protection,
            StackName=stack,
            EnableTerminationProtection=on,
        )

    def delete(
        self,
        stack: str,
        token: str,
        role: str = "",
        retain: Sequence[str] = (),
        force: bool = False,
    ) -> None:
        """Start to delete a stack.

        `retain` names what to leave behind and `force` leaves behind whatever cannot be
        deleted; both only where a deletion has failed before:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
        """
        more: Any = _given(
            RoleARN=role,
            RetainResources=list(retain),
            DeletionMode="FORCE_DELETE_STACK" if force else "",
        )
        remove = self.client.delete_stack
        ask(remove, StackName=stack, ClientRequestToken=token, **more)

    def cancel_update(self, stack: str, token: str) -> None:
        """Have an update stopped and undone."""
        cancel = self.client.cancel_update_stack
        ask(cancel, StackName=stack, ClientRequestToken=token)

    def continue_rollback(
        self,
        stack: str,
        token: str,
        role: str = "",
        skip: Sequence[str] = (),
        force: bool = False,
    ) -> None:
        """Go on with undoing an update; `skip`, as `Nested.LogicalId`, or `force`.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
        """
        more: Any = _given(
            RoleARN=role, ResourcesToSkip=list(skip), ForceRollback=force
        )
        again = self.client.continue_update_rollback
        ask(again, StackName=stack, ClientRequestToken=token, **more)

    def roll_back(self, stack: str, token: str, role: str = "") -> None:
        """Undo a create or update that failed and was not undone.

        A stack that never worked is deleted by that, with what templates would retain:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
        """
        more: Any = _given(RoleARN=role)
        ask(
            self.client.rollback_stack,
            StackName=stack,
            ClientRequestToken=token,
            RetainExceptOnCreate=True,
            **more,
        )

    def exports(self) -> tuple[Export, ...]:
        """Return every export of the region."""
        pages = self.client.get_paginator("list_exports")
        found = ask(lambda: list(pages.paginate()))
        return tuple(
            Export(raw["Name"], raw.get("Value", ""), raw["ExportingStackId"])
            for page in found
            for raw in page.get("Exports", ())
        )

    def importers(self, export: str) -> tuple[str, ...]:
        """Return the names of the stacks that import an export."""
        pages = self.client.get_paginator("list_imports")
        try:
            found = ask(lambda: list(pages.paginate(ExportName=export)))
        except Absent:
            return ()
        return tuple(name for page in found for name in page.get("Imports", ()))


def _given(**arguments: object) -> dict[str, object]:
    """Return the arguments that say something."""
    return {name: value for name, value in arguments.items() if value}
