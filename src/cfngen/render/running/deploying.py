"""What a deployment reports beside events, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.deploy.progress import (
    Awaiting,
    Cancelling,
    Guarded,
    Interrupted,
    Record,
    Retrying,
    Uncancellable,
)


def lines(progress: object) -> Iterator[str]:
    """Yield the lines for one report, without line ends; none for what is not ours."""
    match progress:
        case Retrying(message):
            yield f"No answer, asking again: {message}"
        case Guarded(what):
            yield f"Set: {what}."
        case Awaiting(path, record):
            yield from awaiting(path, record)
        case Interrupted():
            yield from _interrupted(progress)
        case Cancelling(stack):
            yield f"{stack}: the update is being cancelled and undone."
        case Uncancellable(stack, status):
            yield f"{stack} is {status}: there is no update left to cancel."


def awaiting(path: str, record: Record) -> Iterator[str]:
    """Yield the record that a certificate waits for, as a table, and what to do."""
    yield f"{path} waits for this DNS record:"
    yield from table(record)
    yield "Write it where the DNS of the domain is kept; the deployment goes on then."
    yield 'At Cloudflare: "DNS only", without the proxy.'


def table(record: Record) -> Iterator[str]:
    """Yield a DNS record, a line a part."""
    yield f"  Name   {record.name}"
    yield f"  Type   {record.type}"
    yield f"  Value  {record.value}"


def _interrupted(stop: Interrupted) -> Iterator[str]:
    """Yield what an interruption does, and what it can do."""
    how = "Told to end" if stop.terminated else "Interrupted"
    yield f"{how}: cfngen stops watching {stop.stack}, which goes on by itself."
    if stop.seconds:
        yield f"Ctrl-C again within {stop.seconds:.0f} seconds to cancel the update."
    elif stop.creating:
        yield "A create cannot be cancelled; it can be deleted when it has ended."
