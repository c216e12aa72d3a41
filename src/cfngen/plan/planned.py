"""What would happen to each resource, as a person should see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What would become of a resource.

    REVISE: a new revision takes the old one's place, and nothing is lost.
    RETAIN: it leaves the stack and stays in the account. SYNC: only CloudFormation's
    own records change. UNKNOWN: CloudFormation could not tell.
    """

    CREATE = "create"
    UPDATE = "update"
    REVISE = "revise"
    REPLACE = "replace"
    MAY_REPLACE = "may replace"
    DELETE = "delete"
    RETAIN = "retain"
    IMPORT = "import"
    SYNC = "sync"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Cause:
    """One reason why a resource would change.

    `path` is as `Properties.Engine`; values are text, None where nobody can tell them,
    and masked where they are secret. `why` says where the change comes from: "the
    template", "parameter WebImageTag", "output VpcId of Network", "Network/Vpc.VpcId".
    `recreates` is Never, Conditionally or Always. `place` is `path` with the names of
    list items for their numbers, `Properties.Tags[Owner].Value`; empty for no names.
    """

    path: str
    before: str | None = None
    after: str | None = None
    why: str = ""
    recreates: str = "Never"
    place: str = ""


@dataclass(frozen=True)
class Planned:
    """What would happen to one resource; `path` as in `Network/Vpc`.

    `policy` is CloudFormation's word for what becomes of the old one (Delete, Retain,
    Snapshot, ReplaceAndDelete and such). `lost` says what would be gone with it, empty
    for nothing. `noise` marks what looks like a change and most likely is none, with
    `doubt` as the reason. `file` is its template.
    """

    kind: Kind
    path: str
    type: str
    physical_id: str = ""
    causes: tuple[Cause, ...] = ()
    policy: str = ""
    lost: str = ""
    noise: bool = False
    doubt: str = ""
    file: str = ""

    @property
    def nested(self) -> bool:
        """Say whether it is a nested stack."""
        return self.type == "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Blocked:
    """A change that takes data with it, and that nobody has allowed by name."""

    path: str
    type: str
    kind: Kind
    lost: str
    why: str


@dataclass(frozen=True)
class Given:
    """A parameter of the root: what it was, what it will be, and who says so.

    `before` is None on a create; `source` is "params/shop/prod.json", "--set", "the
    stack" or "default".
    """

    name: str
    before: str | None
    after: str
    source: str

    @property
    def changed(self) -> bool:
        """Say whether the stack gets another value."""
        return self.before != self.after
