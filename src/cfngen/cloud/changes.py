"""Change sets as plain frozen values.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NOTHING_TO_CHANGE = (
    "didn't contain changes",
    "No updates are to be performed",
)
"""How CloudFormation words a change set without changes; it has no code for it."""

INCOMPLETE = "--include-property-values option can return incomplete"
"""How CloudFormation warns that a change set with values may lack whole resources."""

KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""How CloudFormation writes a value that nobody can know yet."""


@dataclass(frozen=True)
class ChangeSetOrder:
    """What a change set is asked to be; `kind` is CREATE or UPDATE.

    `body` is a template's text in place of its address. `tags` that are None leave a
    stack's as they are.
    """

    stack: str
    name: str
    kind: str
    template_url: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str]
    capabilities: tuple[str, ...]
    token: str
    body: str = ""
    nested: bool = True
    role: str = ""
    notify: tuple[str, ...] | None = None
    alarms: tuple[str, ...] | None = None
    monitor_minutes: int = 0


@dataclass(frozen=True)
class Detail:
    """One reason why a resource would change.

    `attribute` is Properties, Metadata, Tags and the like; `name` the property;
    `path` where in the resource. `recreates` is Never, Conditionally or Always;
    `evaluation` Static or Dynamic; `source` ParameterReference, ResourceReference,
    ResourceAttribute, DirectModification or Automatic; `entity` what is referred to.
    Values are None where CloudFormation does not tell them.
    """

    attribute: str
    name: str = ""
    path: str = ""
    recreates: str = ""
    before: str | None = None
    after: str | None = None
    evaluation: str = ""
    source: str = ""
    entity: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Change:
    """One resource that a change set would touch.

    `action` is Add, Modify, Remove, Import, Dynamic or SyncWithActual; `replacement`
    True, False, Conditional or empty; `policy` what becomes of what is removed
    (Delete, Retain, Snapshot, ReplaceAndDelete …); `change_set` is the nested change
    set of a nested stack; `before` and `after` are the resource's properties as text.
    """

    action: str
    logical_id: str
    type: str
    replacement: str = ""
    change_set: str = ""
    physical_id: str = ""
    policy: str = ""
    scope: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    before: str = ""
    after: str = ""
    hooks: int = 0


@dataclass(frozen=True)
class ChangeSet:
    """A change set as it is now; `execution` is AVAILABLE, OBSOLETE and the like."""

    id: str
    name: str
    stack_id: str
    status: str
    reason: str = ""
    changes: tuple[Change, ...] = ()
    execution: str = ""
    parent: str = ""
    root: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    created: datetime | None = None

    @property
    def pending(self) -> bool:
        """Say whether CloudFormation is still working it out."""
        return self.status in ("CREATE_PENDING", "CREATE_IN_PROGRESS")

    @property
    def ready(self) -> bool:
        """Say whether it was worked out."""
        return self.status == "CREATE_COMPLETE"

    @property
    def empty(self) -> bool:
        """Say whether it failed only because there is nothing to change."""
        return self.status == "FAILED" and says_nothing_to_change(self.reason)

    @property
    def incomplete(self) -> bool:
        """Say whether resources may be missing for the sake of their values."""
        return INCOMPLETE in self.reason


@dataclass(frozen=True)
class Hook:
    """What a hook said of a change set."""

    name: str
    status: str
    reason: str
    mode: str = ""
    notes: tuple[str, ...] = ()


def says_nothing_to_change(reason: str) -> bool:
    """Say whether CloudFormation means that nothing would change."""
    return any(words in reason for words in NOTHING_TO_CHANGE)
