"""What preparing a region would do, and how it ended, in words."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.bootstrap import STACK
from cfngen.operate.bootstrap import Bootstrap, Todo
from cfngen.operate.followed import Ended
from cfngen.render.running.spoken import spoken

WILL: Mapping[Todo, str] = {
    Todo.NOTHING: "nothing to do: {stack} is as it should be, its bucket {bucket}.",
    Todo.CREATE: "{stack} is created, with the bucket {bucket} for templates.",
    Todo.UPDATE: "{stack} is updated; its bucket {bucket} keeps what is in it.",
    Todo.PROTECT: "{stack} is as it should be, and is now protected from deletion.",
}


def intention(found: Bootstrap, region: str) -> str:
    """Return what is to be done about a region."""
    told = WILL[found.todo].format(stack=STACK, bucket=found.bucket)
    return f"{region}: {told}"


def ended(done: Ended) -> str:
    """Return how it ended."""
    return (
        f"{done.stack.name}: {done.stack.status}. {spoken(done.stack.reason)}".rstrip()
    )
