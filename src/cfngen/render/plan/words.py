"""What is said of a plan, in words: the same in every form of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cfngen.cloud.values import MASK, Failure
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Blocked, Given, Kind, Planned
from cfngen.plan.states import Action
from cfngen.printable import printable
from cfngen.render.diff.values import HIDDEN, NONE
from cfngen.render.plan.tags import Tag, Tagged
from cfngen.render.plan.tree import Tree, tree
from cfngen.render.plan.values import middle

SIGNS: Mapping[Kind, str] = {
    Kind.CREATE: "+",
    Kind.UPDATE: "~",
    Kind.REVISE: "~",
    Kind.REPLACE: "!",
    Kind.MAY_REPLACE: "?",
    Kind.DELETE: "-",
    Kind.RETAIN: ">",
    Kind.IMPORT: "<",
    Kind.SYNC: "=",
    Kind.UNKNOWN: "?",
}
"""One character before each resource."""

SENTENCES: Mapping[Kind, str] = {
    Kind.CREATE: "is created",
    Kind.UPDATE: "is updated in place",
    Kind.REVISE: "gets its next revision",
    Kind.REPLACE: "is replaced",
    Kind.MAY_REPLACE: "may be replaced",
    Kind.DELETE: "is deleted",
    Kind.RETAIN: "leaves the stack and is kept, unmanaged",
    Kind.IMPORT: "is taken into the stack",
    Kind.SYNC: "stays; only CloudFormation's records of it change",
    Kind.UNKNOWN: "changes in a way that CloudFormation cannot tell",
}
"""What happens to a resource, to follow its name."""

WOULD: Mapping[Kind, str] = {
    Kind.REPLACE: "would be replaced",
    Kind.MAY_REPLACE: "might be replaced",
    Kind.DELETE: "would be deleted",
    Kind.UPDATE: "would be updated",
}
"""The same of what is not allowed yet."""

FATES: Mapping[str, str] = {
    "Snapshot": "after a final snapshot",
    "ReplaceAndDelete": "the old one is deleted",
    "ReplaceAndRetain": "the old one is kept, outside the stack",
    "ReplaceAndSnapshot": "the old one is deleted after a final snapshot",
}
"""What becomes of the resource as it is now; without a word, it is as said already:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"""

COUNTED: Mapping[Kind, str] = {
    Kind.DELETE: "to delete",
    Kind.REPLACE: "to replace",
    Kind.MAY_REPLACE: "to replace perhaps",
    Kind.UNKNOWN: "that cannot be told",
    Kind.RETAIN: "to let go",
    Kind.CREATE: "to create",
    Kind.IMPORT: "to import",
    Kind.UPDATE: "to update",
    Kind.REVISE: "to revise",
    Kind.SYNC: "to record anew",
}
"""How the last line counts each kind, the worst first."""

SHALLOW = "SHALLOW PLAN: nested stacks were not evaluated"
BLOCKED = "BLOCKED: not without your word"
REFUSED = "AWS would refuse it; no option allows it"
QUIET = "most likely {} not change"

TAG = 60
"""Characters of a tag's value; a longer one is cut."""


def title(plan: Plan) -> str:
    """Return what is planned, and where."""
    account = plan.order.target.account or account_of(plan.stack_id)
    there = f" of account {account}" if account else ""
    verb = "create" if plan.action == Action.CREATE else "update"
    verb = "no changes" if plan.empty else verb
    return f"{plan.order.stack}: {verb} in {plan.order.region}{there}"


def account_of(arn: str) -> str:
    """Return the account that an ARN names, empty where it names none."""
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 else ""


def sentence(planned: Planned) -> str:
    """Return what happens to a resource, to follow its name."""
    fate = FATES.get(planned.policy, "")
    if planned.kind is Kind.REVISE:
        return SENTENCES[planned.kind]
    then = "; then " if planned.kind is Kind.MAY_REPLACE else "; "
    separator = " " if planned.policy == "Snapshot" else then
    words = SENTENCES[planned.kind]
    return f"{words}{separator}{fate}" if fate else words


def remarks(planned: Planned, *, verbose: bool = False) -> Iterator[str]:
    """Yield what else is to be known of a resource, but for what is lost."""
    if planned.doubt:
        yield f"{'most likely none' if planned.noise else 'unsure'}: {planned.doubt}"
    if verbose and planned.physical_id:
        yield f"now {planned.physical_id}"
    if verbose and planned.file:
        yield f"declared in {planned.file}"


def summary(plan: Plan) -> str:
    """Return how many of each, in a line, and what stands in the way."""
    found = tree(plan.changes)
    counts = Counter(one.kind for one in found.shown)
    words = [f"{counts[kind]} {said}" for kind, said in COUNTED.items() if counts[kind]]
    more = [f"{found.folded} most likely unchanged"] if found.folded else []
    more += ["nested stacks not evaluated"] if plan.shallow else []
    more += [f"{len(plan.blocked)} blocked"] if plan.blocked else []
    first = ", ".join(words) or _without_resources(plan, found)
    return "; ".join((first, *more)) + "."


def _without_resources(plan: Plan, found: Tree) -> str:
    """Return what is said where no resource is shown."""
    if found.folded:
        return "Most likely no resource changes"
    if plan.change_set:
        return "No resource changes, but parameters, tags or outputs of the stack do"
    beside = "; what is beside them does" if plan.outside else ""
    return f"No resource changes{beside}"


def allowing(blocked: Blocked) -> str:
    """Return the option that allows what is blocked, empty where nothing can."""
    return f"--allow-replace {blocked.path}" if blocked.lost else ""


def blocked_words(blocked: Blocked) -> str:
    """Return what would happen to something, and what would be lost by that."""
    would = WOULD.get(blocked.kind, SENTENCES[blocked.kind])
    return f"{would}: {blocked.why or blocked.lost}"


def value(given: Given, secret: bool) -> tuple[str | None, str]:
    """Return a parameter's values as they may be seen."""
    if secret:
        return None if given.before is None else MASK, MASK
    return given.before, given.after


def warning(failure: Failure) -> str:
    """Return what a validation or a hook warns of."""
    where = " ".join(word for word in (failure.logical_id, failure.path) if word)
    name = failure.name or failure.kind
    return (
        f"{name}: {where}: {failure.reason}" if where else f"{name}: {failure.reason}"
    )


def folded_line(count: int, more: bool) -> str:
    """Return what stands for changes that are not shown."""
    also = " more" if more else ""
    verb = "does" if count == 1 else "do"
    return f"{count}{also} that {QUIET.format(verb)}; -v shows {_them(count)}"


def tagged_line(line: Tagged) -> str:
    """Return what stands for resources of which nothing changes but the same tags."""
    said = ", ".join(_tag(tag) for tag in line.tags if tag.key)
    why = f" ({printable(line.why)})" if line.why else ""
    told = f": {said}{why}" if said else f" change{why}"
    return f"Tags of {len(line.resources)} resources{told}; -v shows them"


def _tag(tag: Tag) -> str:
    """Return what becomes of a tag."""
    key = printable(tag.key)
    if tag.before == tag.after:
        return f"{key} {HIDDEN if tag.before is not None else 'changes'}"
    old, new = (middle(printable(v or NONE), TAG) for v in (tag.before, tag.after))
    return f"{key} {old} → {new}"


def _them(count: int) -> str:
    """Return the pronoun of a number of things."""
    return "it" if count == 1 else "them"


def hooks(count: int) -> str:
    """Return how many hooks run."""
    return f"{count} hook{'' if count == 1 else 's'} will judge these changes."
