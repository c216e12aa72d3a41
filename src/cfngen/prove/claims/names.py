"""Names in a claim: workloads, groups, patterns, tiers, and the internet."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_network

from cfngen.findings import Place
from cfngen.prove.claims.claim import INTERNET, Name
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.tokens import Token, Unreadable, found
from cfngen.prove.claims.words import CALLS, SERVICES, STARTERS, WHO, WORDS
from cfngen.prove.packets.family import span
from cfngen.spec.wording import close

INSIDE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that are somebody's inside: https://www.rfc-editor.org/rfc/rfc1918"""

ARN = "arn:"
NAME = "A name"
NAMES = "Write names with commas between them: backend, frontend."


def names(
    cursor: Cursor, sets: Collection[str], outside: bool = False
) -> tuple[Name, ...]:
    """Return the names that come next, one at least, with commas between them.

    With `outside` they may be ARNs: of identities that no template has. Raises
    Unreadable where one is none, comes twice, or has a set that there is not.
    """
    listed = list(_name(cursor, sets, outside))
    while cursor.took(","):
        listed += _name(cursor, sets, outside)
    seen: set[tuple[str, str]] = set()
    for one in listed:
        if (one.text, one.within) in seen:
            message = f"'{one.text}' is here twice."
            cursor.problems.append(found(one.place, message, "Keep one."))
        seen.add((one.text, one.within))
    return tuple(listed)


def subnet_names(cursor: Cursor) -> tuple[Name, ...]:
    """Return `subnets(a, b*)`, whose first word has passed, as a name for each."""
    cursor.demand("(", "Write subnets(isolated), with names or patterns of subnets.")
    listed = [cursor.word("The name of a subnet", "Write subnets(isolated).")]
    while cursor.took(","):
        listed.append(cursor.word("The name of a subnet", "Write subnets(isolated)."))
    cursor.demand(")", "Close the bracket: subnets(isolated).")
    return tuple(Name(f"subnets({one.text})", one.place) for one in listed)


def _name(cursor: Cursor, sets: Collection[str], outside: bool) -> tuple[Name, ...]:
    """Return the name that comes next; `subnets(...)` may be several."""
    token = cursor.word(NAME, NAMES)
    if token.text == "subnets" and cursor.sees("("):
        return subnet_names(cursor)
    if not (outside and token.text.startswith(ARN)):
        cursor.judge(token, _plain)
    if not cursor.took("["):
        return (Name(token.text, token.place),)
    within = cursor.word("The name of a set", "Write internet[cloudflare].")
    cursor.demand("]", "Close the bracket: internet[cloudflare].")
    cursor.judge(within, lambda within: _is_set(token, within, sets))
    return (Name(token.text, token.place, within.text),)


def _plain(token: Token) -> None:
    """Raise Unreadable for a word that is no name."""
    text, place = token.text, token.place
    if text in WORDS:
        message = f"'{text}' stands where a name should be."
        raise Unreadable(place, message, _after(text))
    if _is_address(text):
        message = f"'{text}' is an address and no name."
        raise Unreadable(place, message, _in_a_set(text))
    if text.startswith(ARN):
        mend = "Write its path in the templates, or its logical id."
        raise Unreadable(place, f"'{text}' is an ARN and no name.", mend)
    if ":" in text:
        mend = f"Put blanks around the colon: {text.replace(':', ' : ', 1)}"
        raise Unreadable(place, f"'{text}' is no name.", mend)
    if text.lower() in WHO and text not in WHO:
        raise Unreadable(place, f"'{text}' is no name.", f"Write {text.lower()}.")
    if text[0] == "@":
        _is_call(text, place)
    elif text[0] not in "*?" and not text[0].isalnum():
        mend = "A name begins with a letter, or with * as a pattern."
        raise Unreadable(place, f"'{text}' is no name.", mend)
    elif text.endswith("-"):
        mend = "Write -> in one piece, between blanks."
        raise Unreadable(place, f"'{text}' is no name.", mend)
    elif text.endswith(("/", ".")) or any(sign in text for sign in "@+%${}!&"):
        mend = "Write a name such as backend, sync-* or ServiceBackend/Service."
        raise Unreadable(place, f"'{text}' is no name.", mend)


def _after(word: str) -> str:
    """Return what to do about a word of the language in the place of a name."""
    if word in STARTERS:
        return "Begin a new line, or end the list before it."
    if word == "nothing":
        return "Where nobody may, write * -/-> backend."
    return "Write the name of a workload, a group or a pattern."


def _in_a_set(text: str) -> str:
    """Return how a claim speaks of an address: by a set, or by who has it."""
    network = ip_network(text, strict=False)
    if network.prefixlen == 0:
        return "Write internet, or * for everybody."
    first, last = span(str(network))
    if any(low <= first and last <= high for low, high in map(span, INSIDE)):
        return "Name the workloads that have it, a tier such as private, or vpc."
    return f"Write a line: set office = {network}, and then internet[office]."


def _is_address(text: str) -> bool:
    """Return whether a word is an address or a range of them."""
    if not text[0].isdigit() and ":" not in text:
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_call(text: str, place: Place) -> None:
    """Raise Unreadable where no service of AWS is called so."""
    known = (*CALLS, *(f"@{service}" for service in SERVICES))
    if text not in known:
        mend = close(text, known, "Write @pull, @secrets, @logs or an endpoint's name.")
        raise Unreadable(place, f"'{text}' is no service of AWS.", mend)


def _is_set(token: Token, within: Token, sets: Collection[str]) -> None:
    """Raise Unreadable where brackets do not name a set of the internet's addresses."""
    if token.text != INTERNET:
        message = f"'{token.text}' has no sets of addresses."
        mend = f"Only the internet has: internet[{within.text}]."
        raise Unreadable(within.place, message, mend)
    name = within.text.removeprefix("!")
    if name not in sets:
        called = name if is_given(name) else "office"
        define = f"Write a line: set {called} = 203.0.113.0/24"
        if not name:
            raise Unreadable(within.place, "'!' is no set.", "Write !cloudflare.")
        if _is_address(name):
            define = _in_a_set(name)
        mend = close(name, tuple(sets), define)
        raise Unreadable(within.place, f"There is no set '{name}'.", mend)


def is_given(text: str) -> bool:
    """Return whether a word may be the name of a set or of a group."""
    return text[:1].isalpha() and text.replace("-", "").isalnum()
