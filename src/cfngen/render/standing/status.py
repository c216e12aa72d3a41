"""How a stack is, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.cloud.values import Stack
from cfngen.naming import stack_tags
from cfngen.operate.instep import InStep
from cfngen.operate.status import Health, Status
from cfngen.plan.commands import Commands
from cfngen.plan.states import GOOD, REVIEW, advice
from cfngen.render.running.outcome import failures
from cfngen.render.running.progress import GREEN, RED, RESET
from cfngen.render.running.spoken import spoken
from cfngen.render.standing import events
from cfngen.render.standing.ages import ago, span

LABEL = 17
"""Columns of what each line is about."""

SOME = 5
"""How many parameters that differ are named."""


def lines(status: Status, commands: Commands, colour: bool = False) -> Iterator[str]:
    """Yield what is known of a stack, the nested ones, what went wrong, what to do."""
    root = status.root
    yield f"{root.name}  {_state(root, colour)}"
    for label, text in _facts(status, commands):
        yield f"  {label:<{LABEL}}{text}"
    yield from _nested(status, colour)
    yield from failures(status.failures, status.root.reason)
    yield from _next(status, commands)


def recent(status: Status, most: int, colour: bool) -> Iterator[str]:
    """Yield the last steps of the last operation."""
    yield ""
    yield f"The last events of {status.root.name}:"
    yield from events.lines(events.last(status.steps, most), colour)


def _state(stack: Stack, colour: bool = False) -> str:
    """Return a stack's status, what CloudFormation adds to it, and the reason."""
    text = stack.status
    if colour:
        text = f"{GREEN if stack.status in GOOD else RED}{text}{RESET}"
    detailed = f" ({stack.detailed})" if stack.detailed else ""
    reason = spoken(stack.reason)
    told = f": {reason}" if reason and stack.status not in GOOD else ""
    return f"{text}{detailed}{told}"


def _facts(status: Status, commands: Commands) -> Iterator[tuple[str, str]]:
    """Yield what is known of the root, each with what it is about."""
    root = status.root
    yield "place", _place(root.id)
    yield "last operation", _operation(status)
    yield "committed", _in_step(status.in_step, commands)
    for number, (name, value) in enumerate(status.images.items()):
        yield ("" if number else "runs"), f"{name} {value}"
    yield "drift", _drift(status, commands)
    yield "protection", "on" if root.protected else "off: it can be deleted"
    yield "stack policy", _policy(status.policy)
    if root.role:
        yield "service role", root.role
    if root.alarms:
        minutes = f"; watched for {root.monitor_minutes} min after a deployment"
        yield "rollback alarms", f"{', '.join(root.alarms)}{minutes}"
    if root.notify:
        yield "notifies", ", ".join(root.notify)
    yield "tags", _tags(root.tags, commands)


def _place(arn: str) -> str:
    """Return the region and the account of a stack, which its ARN names."""
    parts = arn.split(":")
    return f"{parts[3]}, account {parts[4]}" if len(parts) > 5 else "not known"


def _operation(status: Status) -> str:
    """Return which operation was the last, when, and how long it took."""
    episode = status.episode
    if episode is None:
        return "not known"
    id = f", {episode.id}" if episode.id else ""
    kind, when = episode.kind or "operation", ago(episode.began, status.at)
    if episode.ended is None:
        return f"{kind}, began {when}, still going on{id}"
    return f"{kind}, {when}, took {span(episode.ended - episode.began)}{id}"


def _in_step(compared: InStep, commands: Commands) -> str:
    """Return whether the stack is what is committed."""
    templates = f"templates/{commands.system}"
    if compared.unknown:
        return f"not compared: {compared.unknown}"
    if compared.same:
        file = f"params/{commands.system}/{commands.environment}.json"
        return f"in step with {templates} and {file}"
    differs = [templates] if compared.templates else []
    differs += compared.parameters[:SOME]
    rest = len(compared.parameters) - SOME
    differs += [f"{rest} more parameters"] if rest > 0 else []
    return f"differs: {', '.join(differs)}. Run: {commands.run('plan')}"


def _drift(status: Status, commands: Commands) -> str:
    """Return what the last look for drift came to, and how to look again.

    CloudFormation counts a root without what it nests: one that is IN_SYNC says little
    where nobody has looked at the nested stacks.
    """
    look = f"Run: {commands.run('drift')}"
    drifted = [b for b in status.branches if b.stack.drift == "DRIFTED"]
    if drifted:
        names = ", ".join(branch.path or status.root.name for branch in drifted)
        when = max(
            (b.stack.drift_at for b in drifted if b.stack.drift_at), default=None
        )
        told = f"{names}, {ago(when, status.at)}" if when else names
        return f"in {told}. {look}"
    looked = status.root.drift_at
    if looked is None:
        return f"nobody has looked. {look}"
    unseen = sum(branch.stack.drift_at is None for branch in status.branches[1:])
    found = f"{status.root.drift}, {ago(looked, status.at)}"
    if not unseen:
        return found
    return f"{found}, but not in {unseen} of the nested stacks. {look}"


def _policy(policy: str | None) -> str:
    """Return whether a stack policy guards the stack."""
    if policy is None:
        return "not known"
    return "set" if policy else "none: an update may touch everything"


def _tags(tags: Mapping[str, str], commands: Commands) -> str:
    """Return the tags that say more than every stack of cfngen's has.

    One that lacks these was made by somebody else, or by hand.
    """
    ours = stack_tags(commands.system, commands.environment)
    more = {key: value for key, value in tags.items() if ours.get(key) != value}
    lacks = [f"{key}={value}" for key, value in ours.items() if tags.get(key) != value]
    told = [f"{key}={value}" for key, value in sorted(more.items())]
    told += [f"(lacks {', '.join(lacks)})"] if lacks else []
    return ", ".join(told) or "cfngen's own"


def _nested(status: Status, colour: bool) -> Iterator[str]:
    """Yield a line for each nested stack, aligned."""
    nested = status.branches[1:]
    if not nested:
        return
    yield ""
    width = max(len(branch.path) for branch in nested)
    for branch in nested:
        drifted = "  (drifted)" if branch.stack.drift == "DRIFTED" else ""
        yield f"  {branch.path:<{width}}  {_state(branch.stack, colour)}{drifted}"


def _next(status: Status, commands: Commands) -> Iterator[str]:
    """Yield what to do about a stack that is not well."""
    if status.health is Health.GOOD:
        return
    yield ""
    if status.health is Health.STUCK and status.root.status in GOOD:
        yield "A nested stack failed for itself; look at what happened to it."
        yield f"Run: {commands.run('events', '--failed')}"
        return
    if status.root.status == REVIEW:
        yield "Nothing is deployed yet; a change set waits, or waited."
        yield f"Run: {commands.run('deploy')}"
        return
    yield from advice(status.root, commands).splitlines()
