"""The prover and an evaluator of single requests agree on random accounts.

What is proved no request contradicts, and what is refuted one request shows.
"""

from __future__ import annotations

from itertools import chain, islice, product
from random import Random

import pytest

from cfngen.prove.access import Rights
from cfngen.prove.verdict import Truth, Verdict
from tests.prove.access.accounts import (
    ACTIONS,
    ARNS,
    BUCKET,
    CONDITIONS,
    ECS,
    KEY,
    LAMBDA,
    LAUNCHED,
    OUTSIDER,
    PLAIN_ACTIONS,
    ROLES,
    ROOT,
    SECRET,
    WORDS,
    Account,
    Says,
    account,
)
from tests.prove.access.deciding import DECRYPTING, READING, Judge, like
from tests.prove.access.made import rights, verdict

SEEDS = range(12)
"""As many as a second or two allows; thousands have been run."""
WIDE = (26, 28, 32, 35, 46)
"""Quick ones of those in which a statement is of all actions, or of all but few."""

MEANT = {
    **ARNS,
    "B/*": "arn:aws:s3:::b/*",
    "B/a/*": "arn:aws:s3:::b/a/*",
    "*": "*",
}
"""Resources of claims, and what they are."""

SPELLED = tuple(one for one in PLAIN_ACTIONS if one[0] != "S" and one != "*:Get*")
OUTSIDERS = (OUTSIDER, ECS, LAMBDA, "anyone")


CASES = (*((seed, False) for seed in SEEDS), *((seed, True) for seed in WIDE))


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> tuple[Account, Rights]:
    seed, wide = request.param
    found = account(seed, wide)
    return found, rights(**found.template)


def agree(said: Verdict, breaking: list[str], perhaps: list[str]) -> None:
    """Hold a verdict against the requests that break a claim; a refutation may name
    also what would if it were asked."""
    if said.truth is Truth.PROVED:
        assert not breaking, (said.said.text, breaking[:3])
    if said.truth is Truth.REFUTED:
        assert breaking or perhaps, (said.said.text, said.why)


def test_what_a_role_only_may_do(case: tuple[Account, Rights]) -> None:
    found, held = case
    draw, judge = Random(1), Judge(found, loosely=True)
    for role in ROLES:
        grants = [
            (draw.choice(SPELLED), draw.choice(list(MEANT)))
            for _ in range(draw.randint(0, 3))
        ]
        said = "; ".join(f"{action} on {one}" for action, one in grants)
        answer = verdict(held, f"role {role} only {said or 'nothing'}")
        broken = answer.broken
        named = {one.split(" on ")[0] for each in broken for one in each.others}
        words = (*WORDS, *LAUNCHED.values())
        breaking, perhaps = (
            [
                f"{action} {word}"
                for action, word in product(actions, words)
                if may(role, action, word)
                and (action, word) != ("sts:AssumeRole", ARNS[role])
                and not any(
                    like(asked, action.lower()) and like(MEANT[place], word)
                    for asked, place in ((one.lower(), on) for one, on in grants)
                )
            ]
            for actions, may in ((ACTIONS, judge.may), (named, judge.is_allowed))
        )
        agree(answer, breaking, perhaps)


def test_what_a_role_can_come_to(case: tuple[Account, Rights]) -> None:
    found, held = case
    judge, loose = Judge(found), Judge(found, loosely=True)
    for role in ROLES:
        if not any(one.allows and "*" in one.actions for one in found.own[role]):
            answer = verdict(held, f"role {role} no-escalation")
            if answer.truth is Truth.PROVED:
                agree(answer, list(judge.gains(role)), [])
            if answer.truth is Truth.REFUTED:
                gains = (one.gains(role, every=True) for one in (judge, loose))
                agree(answer, [], [*islice(chain.from_iterable(gains), 1)])


def test_who_becomes_a_role(case: tuple[Account, Rights]) -> None:
    found, held = case
    draw, judge = Random(1), Judge(found, loosely=True)
    names = {**{one: ARNS[one] for one in ROLES}, "account": ROOT}
    for role in ROLES:
        named = draw.sample([*ROLES, ECS, LAMBDA, "account"], draw.randint(1, 4))
        answer = verdict(held, f"role {role} only for {', '.join(named)}")
        meant = {names.get(one, one) for one in named}
        every = {*names.values(), *OUTSIDERS} - meant
        breaking = [who for who in every if judge.admits(role, who)]
        agree(answer, breaking, [])


def test_who_reads(case: tuple[Account, Rights]) -> None:
    found, held = case
    draw, judge = Random(1), Judge(found, loosely=True)
    for resource in (SECRET, BUCKET, KEY):
        named = draw.sample(ROLES, draw.randint(1, 2))
        answer = verdict(held, f"only {', '.join(named)} read {resource}")
        breaking = [
            *(who for who in ROLES if who not in named and reads(judge, who, resource)),
            *(who for who in OUTSIDERS if reads(judge, who, resource)),
        ]
        agree(answer, breaking, [])


def reads(judge: Judge, who: str, resource: str) -> bool:
    """Return whether somebody may read a resource, and decrypt it where that is
    needed."""
    may = judge.may if who in ROLES else judge.may_outside
    needs = [READING[resource]]
    needs += [DECRYPTING] if resource == SECRET and judge.account.keyed else []
    return all(any(may(who, *one) for one in need) for need in needs)


def test_the_accounts_have_conditions() -> None:
    found = {one.when for seed in SEEDS for one in statements(seed, wide=False)}
    assert found == {"", *CONDITIONS}


@pytest.mark.parametrize("seed", WIDE)
def test_wide_accounts_have_statements_of_all_actions_or_all_but_few(seed: int) -> None:
    said = statements(seed, wide=True)
    assert any(one.not_actions or "*" in one.actions for one in said)


def statements(seed: int, wide: bool) -> list[Says]:
    """Return what the roles of an account have."""
    return [*chain.from_iterable(account(seed, wide).own.values())]
