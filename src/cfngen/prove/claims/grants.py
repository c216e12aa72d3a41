"""Statements on roles: what they may do, who may become them, and escalation."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

from cfngen.checks.access.actions import every
from cfngen.prove.claims.claim import Claim, Grant, NoEscalation, RoleOnly, Trusted
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.names import names
from cfngen.prove.claims.selecting import is_pattern
from cfngen.prove.claims.tokens import Token, Unreadable, found
from cfngen.prove.claims.words import PROTOCOLS
from cfngen.spec.wording import close

ROLE = "Write role backend.task only s3:GetObject on Storage/FilesBucket/*."
ENDINGS = ("only", "no-escalation")
EVERYTHING = "*"


def role(cursor: Cursor) -> Claim:
    """Return `role R only ...`, `role R only for P` or `role R no-escalation`.

    Raises Unreadable.
    """
    cursor.took("role")
    if cursor.sees(*ENDINGS):
        raise cursor.wrong("No role is named.", ROLE)
    roles = names(cursor, ())
    said = cursor.statement.said
    if cursor.took("no-escalation"):
        cursor.end("Write role * no-escalation.")
        return NoEscalation(said, roles)
    if not cursor.took("only"):
        raise _no_only(cursor)
    if cursor.took("for"):
        principals = _listed(cursor, "A principal", _principal)
        cursor.end("Write role R only for ecs-tasks.amazonaws.com.")
        return Trusted(said, roles, principals)
    if cursor.took("nothing"):
        cursor.end("Write role R only nothing.")
        return RoleOnly(said, roles, ())
    return RoleOnly(said, roles, _grants(cursor))


def _no_only(cursor: Cursor) -> Unreadable:
    """Return the error of a statement that does not say what of the role."""
    token = cursor.next
    if token is None:
        return cursor.wrong("Nothing is said of the role.", ROLE)
    if token.text == ":":
        return cursor.wrong("A claim on roles has no colon.", ROLE)
    if token.text in ("->", "-/->"):
        return cursor.wrong("A claim on roles has no arrow.", ROLE)
    mend = close(token.text.lower(), ENDINGS, "Write only or no-escalation behind it.")
    return cursor.wrong(f"'{token.text}' says nothing of a role.", mend)


def _grants(cursor: Cursor) -> tuple[Grant, ...]:
    """Return grants with semicolons between them."""
    grants = [_grant(cursor)]
    while cursor.took(";"):
        grants.append(_grant(cursor))
    cursor.end("Write a semicolon between grants, a comma between actions.")
    return tuple(grants)


def _grant(cursor: Cursor) -> Grant:
    """Return `A, B on X, Y`."""
    place = cursor.place
    actions = _listed(cursor, "An action", _action)
    if not cursor.took("on"):
        if cursor.next and cursor.next.text == ":":
            raise cursor.wrong("A claim on roles has no colon.", ROLE)
        if cursor.next and cursor.next.word:
            message = f"A comma or 'on' is missing before '{cursor.next.text}'."
            raise cursor.wrong(message, ROLE)
        if cursor.problems:
            return Grant(actions, (), place)
        mend = f"Write {', '.join(actions)} on Storage/FilesBucket/*, or on *."
        raise cursor.wrong("The grant does not say on what.", mend)
    resources = _listed(cursor, "A resource", _resource)
    if EVERYTHING in actions and EVERYTHING in resources:
        message = "Everything on everything: such a claim forbids nothing."
        cursor.problems.append(found(place, message, "Name actions or resources."))
    return Grant(actions, resources, place)


def _listed(
    cursor: Cursor, what: str, refuse: Callable[[Token], None]
) -> tuple[str, ...]:
    """Return words with commas between them, each of them judged, none twice."""
    listed: list[str] = []
    while True:
        token = cursor.word(what, ROLE)
        cursor.judge(token, refuse)
        if token.text in listed:
            message = f"'{token.text}' is here twice."
            cursor.problems.append(found(token.place, message, "Keep one."))
        listed.append(token.text)
        if not cursor.took(","):
            return tuple(listed)


def _action(token: Token) -> None:
    """Raise Unreadable for a word that is no action."""
    text, place = token.text, token.place
    service, _, action = text.partition(":")
    if text == EVERYTHING:
        return
    if text.partition("/")[0] in PROTOCOLS:
        raise Unreadable(place, "A role has no ports.", ROLE)
    if text == "nothing":
        mend = "Write role R only nothing, and nothing more."
        raise Unreadable(place, "'nothing' stands among actions.", mend)
    if not action:
        mend = "Write service and action: s3:GetObject."
        if text[0].isupper() and text.isalnum():
            mend = f"Write its service too, such as s3:{text}."
        raise Unreadable(place, f"'{text}' is no action: it has no service.", mend)
    if is_pattern(service):
        mend = f"Write s3:{action}, each service on its own."
        if set(text) <= set("*?:"):
            mend = "Write * for everything."
        raise Unreadable(place, f"'{service}' is a pattern and no service.", mend)
    if service != service.lower() or not service.replace("-", "").isalnum():
        mend = f"Write {service.lower()}:{action}."
        raise Unreadable(place, f"'{service}' is no service.", mend)
    if not action.replace("*", "").replace("?", "").isalnum() and action.strip("*?"):
        raise Unreadable(place, f"'{text}' is no action.", "Write s3:GetObject.")
    _known(token, service, action.lower())


def _known(token: Token, service: str, action: str) -> None:
    """Raise Unreadable for an action that IAM has not, or a pattern of none.

    The table of actions has them in small letters, and IAM does not mind.
    """
    table = every()
    if not table:
        return
    if service not in table:
        mend = close(service, tuple(table), "Look at what the template grants.")
        raise Unreadable(token.place, f"IAM has no service '{service}'.", mend)
    actions = table[service]
    if action not in actions and not any(fnmatchcase(one, action) for one in actions):
        like = sorted(f"{service}:{one}" for one in actions)
        mend = close(token.text.lower(), like, "Look at what the template grants.")
        raise Unreadable(token.place, f"IAM has no action '{token.text}'.", mend)


def _resource(token: Token) -> None:
    """Raise Unreadable for a word that is no resource."""
    if token.text in ("on", "only", "nothing", "for"):
        message = f"'{token.text}' stands where a resource should be."
        raise Unreadable(token.place, message, ROLE)


def _principal(token: Token) -> None:
    """Raise Unreadable for a word that is no principal."""
    text = token.text
    if text == EVERYTHING:
        mend = "Name who may become it: ecs-tasks.amazonaws.com."
        raise Unreadable(token.place, "'*' is no principal.", mend)
    if text.startswith("github:") and "/" not in text:
        mend = "Write github:owner/repository, or that with :ref behind it."
        raise Unreadable(token.place, f"'{text}' names no repository.", mend)
