"""Tables of DynamoDB and their indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, listed, text
from cfngen.resolve.scope import Path

TABLE = "AWS::DynamoDB::Table"
GLOBAL, LOCAL = "GlobalSecondaryIndexes", "LocalSecondaryIndexes"
MOST_LOCAL = 5


def indexed(model: Model) -> Iterator[Problem]:
    """The indexes of a table are such as DynamoDB makes.

    Names are used once; a local index has the table's hash key and another range key,
    and there are five at most; an index of a table with provisioned capacity has its
    own, and one of a table that is paid by request has none.
    """
    for table in model.of(TABLE):
        names: Counter[str] = Counter()
        for kind in (GLOBAL, LOCAL):
            for path, index in _indexes(table, kind):
                name = text(index.get("IndexName")) or ""
                names[name] += 1
                if name and names[name] == 2:
                    message = f"two indexes are called {name}."
                    yield Problem(table, (*path, "IndexName"), message, "Rename one.")
                yield from _local(table, path, index) if kind == LOCAL else ()
                yield from _capacity(table, path, index) if kind == GLOBAL else ()
        if len(listed(table.get(LOCAL))) > MOST_LOCAL:
            message = f"a table has {MOST_LOCAL} local indexes at most."
            yield Problem(table, (LOCAL,), message, "Make the others global.")


def _indexes(table: Resource, kind: str) -> Iterator[tuple[Path, Mapping[str, Value]]]:
    """Yield the indexes of a kind with their places."""
    for index, body in enumerate(listed(table.get(kind))):
        if isinstance(body, dict):
            yield (kind, index), body


def _key(schema: Value, kind: str) -> str | None:
    """Return the attribute that is the hash or range key; None where there is none."""
    for part in listed(schema):
        if isinstance(part, dict) and part.get("KeyType") == kind:
            return text(part.get("AttributeName"))
    return None


def _local(
    table: Resource, path: Path, index: Mapping[str, Value]
) -> Iterator[Problem]:
    """Yield keys that a local index cannot have."""
    whole, own = table.get("KeySchema"), index.get("KeySchema")
    wanted, hash_key = _key(whole, "HASH"), _key(own, "HASH")
    if wanted and hash_key and hash_key != wanted:
        message = f"a local index has the table's hash key, {wanted}, not {hash_key}."
        mend = f"Write {wanted}, or make it global."
        yield Problem(table, (*path, "KeySchema"), message, mend)
    if isinstance(whole, list) and len(whole) == 1:
        message = "a table without a range key has no local indexes."
        yield Problem(table, path, message, "Make it global.")


def _capacity(
    table: Resource, path: Path, index: Mapping[str, Value]
) -> Iterator[Problem]:
    """Yield capacity that is missing, or too much."""
    mode = text(table.get("BillingMode") or "PROVISIONED")
    own = index.get("ProvisionedThroughput")
    if mode == "PROVISIONED" and own is None:
        message = "the table's capacity is provisioned, and the index has none."
        yield Problem(table, path, message, "Give it ProvisionedThroughput.")
    if mode == "PAY_PER_REQUEST" and own is not None:
        message = "the table is paid by request, and the index has capacity."
        place = (*path, "ProvisionedThroughput")
        yield Problem(table, place, message, "Leave it out.")
