"""A role's grants within an intent: exact, with unions, denials and wildcards."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfngen.prove.access.containing import Meant, outside
from cfngen.prove.access.rights import rights_of
from cfngen.prove.access.tokens import plain
from cfngen.prove.verdict import Truth
from tests.models import of_template
from tests.prove.access.made import (
    UNKNOWN,
    allow,
    arn,
    deny,
    places,
    resource,
    rights,
    role,
    verdict,
)

OBJECTS = {"Fn::Sub": "${B.Arn}/*"}
PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
CONDITION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}

CASES: dict[str, tuple[list[Any], str, Truth]] = {
    "as meant": ([allow("s3:GetObject", OBJECTS)], "s3:GetObject on B/*", PROVED),
    "in other letters": (
        [allow("S3:getobject", OBJECTS)],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "less than meant": (
        [allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/a/*"})],
        "s3:* on B/*",
        PROVED,
    ),
    "another action": (
        [allow(["s3:GetObject", "s3:PutObject"], OBJECTS)],
        "s3:GetObject on B/*",
        REFUTED,
    ),
    "a wildcard": ([allow("s3:Get*", OBJECTS)], "s3:GetObject on B/*", REFUTED),
    "a wildcard that is meant": (
        [allow("s3:GetObject*", OBJECTS)],
        "s3:Get* on B/*",
        PROVED,
    ),
    "the bucket itself": (
        [allow("s3:ListBucket", arn("B"))],
        "s3:ListBucket on B/*",
        REFUTED,
    ),
    "another bucket": (
        [allow("s3:GetObject", {"Fn::Sub": "${C.Arn}/*"})],
        "s3:GetObject on B/*",
        REFUTED,
    ),
    "every resource": ([allow("s3:GetObject")], "s3:GetObject on B/*", REFUTED),
    "two grants together": (
        [allow(["s3:GetObject", "s3:PutObject"], OBJECTS)],
        "s3:GetObject on B/*; s3:PutObject on B/*",
        PROVED,
    ),
    "each action on its own resources": (
        [allow(["s3:GetObject", "s3:PutObject"], OBJECTS)],
        "s3:GetObject on B/*; s3:PutObject on C/*",
        REFUTED,
    ),
    "a name behind its prefix": (
        [allow("s3:GetObject", {"Fn::Sub": "arn:aws:s3:::${B}/*"})],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "an ARN": (
        [allow("s3:GetObject", "arn:aws:s3:::files/a/*")],
        "s3:GetObject on arn:aws:s3:::files/*",
        PROVED,
    ),
    "a condition that narrows": (
        [allow("s3:*", "*", Condition=CONDITION)],
        "s3:GetObject on B/*",
        REFUTED,
    ),
    "denied again": (
        [allow("s3:*", OBJECTS), deny("s3:Put*", OBJECTS), deny("s3:Delete*")],
        "s3:Get*, s3:Restore*, s3:List* on B/*",
        REFUTED,
    ),
    "denied wholly": (
        [allow(["s3:GetObject", "s3:PutObject"], OBJECTS), deny("s3:Put*")],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "denied in part": (
        [
            allow("s3:GetObject", OBJECTS),
            deny("s3:GetObject", {"Fn::Sub": "${B.Arn}/private/*"}),
        ],
        "s3:PutObject on B/*",
        REFUTED,
    ),
    "denied under a condition": (
        [allow("s3:PutObject", OBJECTS), deny("s3:Put*", Condition=CONDITION)],
        "s3:GetObject on B/*",
        REFUTED,
    ),
    "denied on all resources but one": (
        [
            allow("s3:GetObject"),
            {
                "Effect": "Deny",
                "Action": "s3:*",
                "NotResource": {"Fn::Sub": "${B.Arn}/*"},
            },
        ],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "denied on all resources but more than is meant": (
        [
            allow("s3:GetObject"),
            {
                "Effect": "Deny",
                "Action": "s3:*",
                "NotResource": {"Fn::Sub": "${B.Arn}/*"},
            },
        ],
        "s3:GetObject on B/a/*",
        REFUTED,
    ),
    "denied on all resources but others": (
        [
            allow("s3:GetObject", [OBJECTS, arn("C")]),
            {"Effect": "Deny", "Action": "s3:*", "NotResource": arn("C")},
        ],
        "s3:GetObject on C",
        PROVED,
    ),
    "denied on all resources but nobody knows which": (
        [
            allow("s3:GetObject", OBJECTS),
            {"Effect": "Deny", "Action": "s3:*", "NotResource": UNKNOWN},
        ],
        "nothing",
        REFUTED,
    ),
    "denied all but": (
        [
            allow(["s3:GetObject", "s3:PutObject"], OBJECTS),
            {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"},
        ],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "all but": (
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        "s3:* on *",
        REFUTED,
    ),
    "all but, and all is denied": (
        [
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": arn("B")},
            deny("*", arn("B")),
        ],
        "s3:* on C",
        PROVED,
    ),
    "all resources but": (
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": arn("C")}],
        "s3:GetObject on B/*",
        REFUTED,
    ),
    "all resources but those that nobody knows": (
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": UNKNOWN}],
        "s3:GetObject on B/*",
        UNDECIDED,
    ),
    "all resources but those that are not meant": (
        [
            {
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "NotResource": ["arn:aws:s3:::a*", "arn:aws:s3:::b*"],
            }
        ],
        "s3:GetObject on arn:aws:s3:::a*; s3:Get* on *",
        PROVED,
    ),
    "all resources but, where all are meant": (
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": arn("C")}],
        "s3:* on *",
        PROVED,
    ),
    "an unknown resource": (
        [allow("s3:GetObject", UNKNOWN)],
        "s3:GetObject on B/*",
        UNDECIDED,
    ),
    "an unknown resource that does not matter": (
        [allow("s3:GetObject", UNKNOWN)],
        "s3:GetObject on *",
        PROVED,
    ),
    "an unknown action": ([allow(UNKNOWN, OBJECTS)], "s3:GetObject on B/*", UNDECIDED),
    "a user's own folder": (
        [allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/${!aws:userid}"})],
        "s3:GetObject on B/*",
        PROVED,
    ),
    "nothing at all": ([], "nothing", PROVED),
    "something, and nothing is meant": (
        [allow("s3:GetObject", OBJECTS)],
        "nothing",
        REFUTED,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_containment(case: tuple[list[Any], str, Truth]) -> None:
    statements, meant, expected = case
    found = rights(
        R=role(*statements), B=resource("S3::Bucket"), C=resource("S3::Bucket")
    )
    assert verdict(found, f"role R only {meant}").truth is expected


def test_every_grant_outside_is_named_with_its_statement() -> None:
    found = rights(
        R=role(
            allow("s3:GetObject", OBJECTS),
            allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], OBJECTS),
            allow("secretsmanager:Get*"),
        ),
        B=resource("S3::Bucket"),
    )
    said = verdict(found, "role R only s3:GetObject on B/*")
    assert said.truth is REFUTED
    assert [one.at.path[-1] for one in said.broken] == [1, 2]
    assert places(said) == ["R.Policies.0"] * 2
    first, second = said.broken
    assert first.what == "R may s3:DeleteObject, s3:PutObject on B/*"
    assert "secretsmanager:getsecretvalue on *" in second.others
    assert "s3:DeleteObject" in first.repair


def test_a_policy_that_nobody_knows_leaves_it_open_and_is_named() -> None:
    policy = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    said = verdict(rights(R=role(ManagedPolicyArns=[policy])), "role R only nothing")
    assert said.truth is UNDECIDED
    assert said.unknowns == (policy,)


def test_what_is_sure_refutes_whatever_else_is_open() -> None:
    found = rights(R=role(allow("s3:*"), allow("sqs:*", UNKNOWN)))
    said = verdict(found, "role R only sns:Publish on *")
    assert said.truth is REFUTED
    assert len(said.broken) == 1


ACTIONS = ("s3:GetObject", "s3:Get*", "s3:PutObject", "s3:*", "*")
SAMPLES = ("s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "sqs:SendMessage")
"""One action of each kind that the patterns tell apart."""
WORDS = tuple("".join(w) for n in range(5) for w in product("abc", repeat=n))
RESOURCES = st.lists(st.text("ab*", min_size=1, max_size=3), min_size=1, max_size=2)
STATEMENT = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(("Allow", "Allow", "Deny")),
        "Resource": RESOURCES,
    }
).flatmap(
    lambda body: st.tuples(
        st.sampled_from(("Action", "Action", "NotAction")), st.sampled_from(ACTIONS)
    ).map(lambda named: body | {named[0]: named[1]})
)
OWN = ("arn:aws:s3:::b", "arn:aws:s3:::b/a", "arn:aws:s3:::b/b", "arn:aws:s3:::c/a")
"""A bucket that has a policy, two objects of it, and one that is not its."""
PLACES = ("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a", "arn:aws:s3:::b", "arn:*:c/a")
WHOM = ("R", "Q", "*", "not R", "not Q", "root")
GUARD = st.tuples(
    st.sampled_from(("Allow", "Allow", "Deny")),
    st.sampled_from(("s3:GetObject", "s3:Get*", "s3:*")),
    st.sampled_from(PLACES[:-1]),
    st.sampled_from(WHOM),
)
IDENTITY = st.tuples(
    st.sampled_from(("Allow", "Allow", "Deny")),
    st.sampled_from(("s3:GetObject", "s3:Get*", "s3:PutObject")),
    st.sampled_from(PLACES),
)
INTENT = st.lists(
    st.tuples(st.sampled_from(("s3:Get*", "s3:*")), st.sampled_from(PLACES)),
    max_size=2,
)
MEANT = st.lists(st.tuples(st.sampled_from(ACTIONS), RESOURCES), min_size=1, max_size=2)


@cache
def fits(pattern: str, text: str) -> bool:
    return fnmatchcase(text, pattern)


def speaks(statement: dict[str, Any], action: str, word: str) -> bool:
    """Return whether a statement is of a request, as IAM reads it."""
    named = statement.get("Action") or statement["NotAction"]
    acts = fits(named.lower(), action.lower()) == ("Action" in statement)
    return acts and any(fits(one, word) for one in statement["Resource"])


def allowed(statements: list[dict[str, Any]], action: str, word: str) -> bool:
    said = {one["Effect"] for one in statements if speaks(one, action, word)}
    return said == {"Allow"}


@settings(max_examples=40)
@given(st.lists(STATEMENT, min_size=1, max_size=3), MEANT)
def test_containment_is_what_iam_would_answer_to_every_request(
    statements: list[dict[str, Any]], meant: list[tuple[str, list[str]]]
) -> None:
    said = "; ".join(f"{action} on {', '.join(on)}" for action, on in meant)
    intended = [{"Action": a, "Resource": on, "Effect": "Allow"} for a, on in meant]
    beyond = any(
        allowed(statements, action, word) and not allowed(intended, action, word)
        for action in SAMPLES
        for word in WORDS
    )
    model = of_template({"Resources": {"R": role(*statements)}})
    holder = rights_of(model).holders["R"]
    within = [Meant((a,), tuple(map(plain, on))) for a, on in meant]
    assert bool(outside(holder, within)) is beyond, said


def names_r(whom: str, effect: str) -> bool:
    """Return whether a resource's policy speaks of the role R by itself."""
    if whom.startswith("not "):
        return whom != "not R"
    return whom in ("R", "*") or (whom == "root" and effect == "Deny")


def guarded(effect: str, action: str, on: str, whom: str) -> Any:
    """Return a statement of a bucket's policy."""
    root = {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}
    name = whom.removeprefix("not ")
    principal = "*" if name == "*" else root if name == "root" else {"AWS": arn(name)}
    key = "NotPrincipal" if whom.startswith("not ") else "Principal"
    return {"Effect": effect, "Action": action, "Resource": on, key: principal}


@settings(max_examples=60)
@given(st.lists(IDENTITY, max_size=2), st.lists(GUARD, max_size=2), INTENT)
def test_nothing_that_iam_would_allow_by_either_policy_is_left_out(
    own: list[tuple[str, str, str]],
    guards: list[tuple[str, str, str, str]],
    meant: list[tuple[str, str]],
) -> None:
    found = rights(
        R=role(*({"Effect": e, "Action": a, "Resource": r} for e, a, r in own)),
        Q=role(),
        B=resource("S3::Bucket", BucketName="b"),
        P=resource(
            "S3::BucketPolicy",
            Bucket={"Ref": "B"},
            PolicyDocument={"Statement": [guarded(*one) for one in guards]},
        ),
    )
    intent = "; ".join(f"{action} on {on}" for action, on in meant) or "nothing"
    said = verdict(found, f"role R only {intent}")
    asked = [(a, w) for a in SAMPLES[:3] for w in OWN]
    beyond = [
        (action, word)
        for action, word in asked
        if _may(own, guards, action, word)
        and not any(fits(a, action) and fits(on, word) for a, on in meant)
    ]
    assert not (beyond and said.truth is PROVED), beyond


def _may(
    own: list[tuple[str, str, str]],
    guards: list[tuple[str, str, str, str]],
    action: str,
    word: str,
) -> bool:
    """Return what IAM would answer within an account: one policy is enough."""
    said = {e for e, a, r in own if fits(a, action) and fits(r, word)}
    here = word.startswith("arn:aws:s3:::b")
    said |= {
        effect
        for effect, a, r, whom in guards
        if here and names_r(whom, effect) and fits(a, action) and fits(r, word)
    }
    return said == {"Allow"}
