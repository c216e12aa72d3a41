"""What a request asks: which stack, to become what, and what to do if that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cfngen.local.engine import policy, stacks, targets
from cfngen.local.engine.records import ChangeSet, Options, Stack, Target
from cfngen.local.language.refusals import Refused


@dataclass(frozen=True)
class Request:
    """The parameters of one API call, as `get(name, default)` reads them."""

    account: str
    region: str
    get: Callable[[str, Any], Any]

    @property
    def name(self) -> str:
        """Return the stack's name or ARN."""
        return str(self.get("StackName", ""))

    @property
    def kind(self) -> str:
        """Return the kind of change set."""
        return str(self.get("ChangeSetType", "UPDATE"))

    def flag(self, name: str) -> bool:
        """Return a boolean parameter, false where it is not given."""
        return str(self.get(name, "")).lower() == "true"

    def find(self, name: str) -> Stack | None:
        """Return the stack with a name or ARN, if there is one."""
        return stacks.find(self.account, self.region, name)

    def stack(self) -> Stack:
        """Return the request's stack, or raise Refused."""
        return stacks.get(self.account, self.region, self.name)

    def stacks(self) -> list[Stack]:
        """Return every stack of the account and region."""
        return list(stacks.each(self.account, self.region))

    def root(self, stack: Stack) -> Stack:
        """Return the stack at the top of a nested stack, or the stack itself."""
        return self.find(stack.root_id) or stack

    def change_set(self) -> ChangeSet:
        """Return the request's change set, or raise."""
        name = str(self.get("ChangeSetName", ""))
        return stacks.change_set(self.account, self.region, name, self.name)

    def on_failure(self) -> str:
        """Return what a failure shall lead to: ROLLBACK, DO_NOTHING or DELETE."""
        if self.flag("DisableRollback"):
            return "DO_NOTHING"
        return str(self.get("OnFailure", "ROLLBACK"))

    @property
    def token(self) -> str:
        """Return what tells a repeated request from a new one, empty for nothing."""
        return str(self.get("ClientRequestToken", "") or "")

    def repeats(self, stack: Stack) -> bool:
        """Say whether the same request has already started an operation."""
        known = {operation.token for operation in stack.operations}
        return bool(self.token) and self.token in known

    def options(self, former: Options) -> Options:
        """Return role, topics and alarms; what the request leaves out stays."""
        topics = self.get("NotificationARNs", None)
        alarms = self.get("RollbackConfiguration", None)
        return Options(
            str(self.get("RoleARN", "") or former.role_arn),
            former.notification_arns if topics is None else tuple(topics),
            former.rollback if alarms is None else _plain(alarms),
        )

    def policy(self, kind: str = "StackPolicy") -> str:
        """Return the policy of the request, or the one behind its URL, checked."""
        text = str(self.get(f"{kind}Body", "") or "")
        url = str(self.get(f"{kind}URL", "") or "")
        if url:
            text = stacks.download(url, self.account, self.region)
        if text:
            policy.check(text)
        return text

    def new_stack(self, status: str) -> Stack:
        """Return a new stack of the request's name, not yet kept."""
        return Stack(
            stacks.new_id("stack", self.account, self.region, self.name),
            self.name,
            self.account,
            self.region,
            status,
            on_failure=self.on_failure(),
            protected=self.flag("EnableTerminationProtection"),
            retain_except_on_create=self.flag("RetainExceptOnCreate"),
            options=self.options(Options()),
            policy=self.policy(),
        )

    def new_change_set(self, stack: Stack, target: Target) -> ChangeSet:
        """Return a new change set, not yet filled or kept."""
        name = str(self.get("ChangeSetName", ""))
        return ChangeSet(
            stacks.new_id("changeSet", self.account, self.region, name),
            name,
            stack,
            self.kind,
            target,
            description=str(self.get("Description", "")),
            nested=self.flag("IncludeNestedStacks"),
            on_failure=str(self.get("OnStackFailure", "")),
            client_token=str(self.get("ClientToken", "") or ""),
            options=self.options(stack.options),
        )

    def text(self, stack: Stack | None) -> str:
        """Return the template of the request, or the stack's own where it says so."""
        if self.flag("UsePreviousTemplate") and stack and stack.target:
            return stack.target.template.text
        if self.get("TemplateURL", ""):
            return stacks.download(
                self.get("TemplateURL", ""), self.account, self.region
            )
        body = str(self.get("TemplateBody", ""))
        if not body:
            raise Refused("Either Template URL or Template Body must be specified.")
        return body

    def target(self, stack: Stack | None) -> Target:
        """Return what the stack shall become; without tags, what it has stays."""
        given = {
            p["ParameterKey"]: _value(p, stack) for p in self.get("Parameters", [])
        }
        asked = self.get("Tags", None)  # an empty list takes the tags away
        tags = {t["Key"]: t["Value"] for t in asked or []}
        former = stack.tags if stack else {}
        return targets.target(
            self.text(stack),
            given,
            self.get("Capabilities", []),
            former if asked is None else tags,
            self.account,
            self.region,
        )


def _value(parameter: dict[str, Any], stack: Stack | None) -> str:
    key = parameter["ParameterKey"]
    if str(parameter.get("UsePreviousValue", "")).lower() != "true":
        return str(parameter.get("ParameterValue", ""))
    former = stack.target if stack else None
    if former is None or key not in former.values:
        raise Refused(f"Invalid input for parameter key {key}. No previous value.")
    value = former.given.get(key, former.values[key])
    return ",".join(value) if isinstance(value, list) else str(value)


def _plain(value: Any) -> Any:
    """Return what moto has parsed as plain dictionaries and lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
