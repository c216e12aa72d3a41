"""Proofs as people read them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cfngen.prove.verdict import Broken, Proof, Truth, Verdict
from cfngen.render.page import Page
from cfngen.render.proof.marks import PLAIN, Marks
from cfngen.render.proof.places import Shown
from cfngen.render.proof.text import render
from tests.render.proof.proofs import (
    ARRIVING,
    ASSUMED,
    DEV,
    GROUP,
    HOLDS,
    MET,
    ONLY,
    PROD,
    ROLE,
    SHOWN,
    UNMET,
    UNSURE,
    said,
    where,
)

WIDTH = 84

REFUTED = """\
shop dev

REFUTED  only web -> database : tcp/5432                       systems/shop.claims:6
    Somebody else reaches database.
    packet  stranger@Network/PublicSubnet1 10.0.0.10:49152 →
            Database/Database@Network/IsolatedSubnet1 10.0.100.10:5432 tcp
     1 ✓ outbound NACL of PublicSubnet1
          default network ACL, which allows everything
     2 ✓ route of PublicSubnet1
          Network/PublicRouteTable 10.0.0.0/16  local
     3 ✓ inbound NACL of IsolatedSubnet1   Network/IsolatedAclInbound #100
          params/shop/dev.json:12, templates/shop/network.json:40
     4 ✓ inbound rules of database
          Security/DatabaseSecurityGroup.SecurityGroupIngress[0]
          tcp/5432 from 10.0.0.0/16  ← this admits it
          templates/shop/security.json:88#/Resources/DatabaseSecurityGroup/Properties/SecurityGroupIngress/0
          from systems/shop.yaml:27 (services.web.uses)
    and the answer:
     5 ✓ outbound NACL of IsolatedSubnet1  Network/IsolatedAclInbound #100
          params/shop/dev.json:12, templates/shop/network.json:40
    also    12 source subnets, every address of 10.0.0.0/16
    repair  replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: WebSecurityGroup

shop dev: 0 of 1 claim proved, 1 refuted
"""

BLOCKED = """\
shop dev

NOT MET  web can pull its image                            templates/shop/web.json:3
    packet  stranger@Network/PublicSubnet1 10.0.0.10:49152 →
            Database/Database@Network/IsolatedSubnet1 10.0.100.10:5432 tcp
     1 ✓ outbound NACL of PublicSubnet1
          default network ACL, which allows everything
     2 ✗ inbound rules of database
          Security/DatabaseSecurityGroup.SecurityGroupIngress[0]  no rule admits it
          ← this stops it
          templates/shop/security.json:88#/Resources/DatabaseSecurityGroup/Properties/SecurityGroupIngress/0
          from systems/shop.yaml:27 (services.web.uses)
    and the answer:
     3 ✗ outbound NACL of IsolatedSubnet1  Network/IsolatedAclInbound #100
          params/shop/dev.json:12 (IsolatedCidr)
          templates/shop/network.json:40#/Resources/IsolatedAclInbound

shop dev: no claims; 0 of 1 obligation met
"""


def lines(
    *proofs: Shown, columns: int = WIDTH, colour: bool = False, verbose: bool = False
) -> str:
    """Return proofs as they are printed."""
    return render(proofs, Marks(), Page(colour, columns), verbose)


def of(*verdicts: Verdict, obligations: tuple[Verdict, ...] = ()) -> Shown:
    """Return a proof of some claims."""
    return Shown(Proof("shop", "dev", verdicts, obligations), where)


def test_a_refuted_claim_has_a_packet_its_way_and_a_repair() -> None:
    assert lines(of(ONLY)) == REFUTED


def test_the_last_hop_on_the_way_there_that_a_rule_admits_is_the_culprit() -> None:
    hops = (ARRIVING.hops[3], *ARRIVING.hops[:4], replace(ARRIVING.hops[3], back=True))
    walk = replace(ARRIVING, hops=hops)
    text = lines(of(replace(ONLY, broken=(Broken(GROUP, "", walk),))), columns=200)
    (line,) = (line for line in text.splitlines() if "admits it" in line)
    assert line.startswith("     5 ")


def test_an_obligation_that_is_not_met_shows_every_obstacle() -> None:
    assert lines(of(obligations=(UNMET,))) == BLOCKED


def test_what_a_role_may_has_its_place_and_no_packet() -> None:
    assert lines(of(ROLE)).splitlines()[3:6] == [
        "    It may s3:GetObject on *.",
        "    templates/shop/security.json:88#/Resources/DatabaseSecurityGroup"
        "/Properties/SecurityGroupIngress/0",
        "    from systems/shop.yaml:27 (services.web.uses)",
    ]


def test_what_is_the_same_elsewhere_is_not_repeated() -> None:
    prod = Shown(replace(DEV, environment="prod"), where)
    text = lines(SHOWN, prod)
    head = next(line for line in text.splitlines() if line.startswith("REFUTED  only"))
    assert text.count(head) == 2
    assert text.count("    packet  ") == 2
    assert f"{head}\n    as in shop dev\n" in text
    assert lines(SHOWN, prod, verbose=True).count("    packet  ") == 4


def test_the_same_evidence_is_shown_once_in_an_environment() -> None:
    again = replace(ONLY, said=said("database, cache -/-> *", 9))
    text = lines(of(ONLY, again))
    assert text.count("    packet  ") == 1
    assert "cache -/-> *" in text
    assert "\n    as above, systems/shop.claims:6\n" in text
    assert "as above" not in lines(of(ONLY, again), verbose=True)


def test_the_same_packet_is_shown_once_and_what_it_says_each_time() -> None:
    broken = Broken(GROUP, "Logs cannot be written.", ARRIVING, repair="add one")
    duty = replace(UNMET, broken=(broken,))
    other = replace(UNMET, said=replace(UNMET.said, text="web can pull"))
    text = lines(of(ONLY, obligations=(duty, UNMET, other)))
    assert (
        "    Logs cannot be written.\n    packet  as above, systems/shop.claims:6\n"
        "    repair  add one\n"
    ) in text
    assert "    as above, templates/shop/web.json:3\n" in text


def test_a_repair_is_not_repeated_with_its_packet() -> None:
    first, second, third = (
        Broken(GROUP, what, ARRIVING, repair=repair)
        for what, repair in (("One.", "A"), ("Two.", "A"), ("Three.", "B"))
    )
    text = lines(of(replace(ONLY, broken=(first, second, third))))
    assert text.count("    repair  A\n") == 1
    assert "    Two.\n    packet  as above\n    Three.\n    packet  as above\n" in text
    assert text.count("    repair  B\n") == 1


def test_each_repair_has_a_line() -> None:
    verdict = replace(ROLE, broken=(Broken(GROUP, "", None, (), "add A; remove B"),))
    assert "    repair  add A\n            remove B\n" in lines(of(verdict))


def test_what_a_sentence_says_is_not_said_again() -> None:
    others = ("web -> database: tcp/5432", "web -> cache: tcp/5432", "web")
    broken = Broken(GROUP, "web does not reach database on tcp/5432", None, others)
    text = lines(of(replace(ROLE, broken=(broken,))))
    assert "    also    web -> cache: tcp/5432\n\nshop" in text


@pytest.mark.parametrize(
    "other",
    ["web -> database: tcp/5432", "web-admin -> database: tcp/54", "min -> base: any"],
    ids=["another of a longer name", "another port", "parts of words"],
)
def test_who_has_a_part_of_a_name_is_another(other: str) -> None:
    what = "web-admin reaches database on tcp/5432, any udp"
    broken = Broken(GROUP, what, None, (other,))
    text = lines(of(replace(ROLE, broken=(broken,))))
    assert f"    also    {other}\n" in text


def test_an_unknown_that_is_named_is_not_named_again() -> None:
    why = "it depends on Network/Peering"
    assert "unknown Gateway\n" in lines(of(replace(UNSURE, why=why)))
    longer = "it depends on Network/Peering, GatewayOfOthers"
    assert "unknown Gateway\n" in lines(of(replace(UNSURE, why=longer)))


def test_few_counter_examples_are_shown_unless_all_are_asked_for() -> None:
    many = replace(ROLE, broken=tuple(Broken(GROUP, f"Thing {n}.") for n in range(5)))
    assert "    Thing 2.\n" in lines(of(many))
    assert "    and 2 more: --verbose\n" in lines(of(many))
    assert "Thing 3" not in lines(of(many))
    assert "    Thing 4.\n" in lines(of(many), verbose=True)


def test_what_is_undecided_names_what_decides() -> None:
    assert "    A route may lead there.\n    unknown Network/Peering, Gateway\n" in (
        lines(of(UNSURE))
    )


def test_where_all_holds_one_line_says_so() -> None:
    assert lines(of(HOLDS, obligations=(MET,))) == (
        "shop dev: 1 of 1 claim proved; 1 of 1 obligation met\n"
    )


def test_verbose_shows_what_holds_and_by_what() -> None:
    text = lines(of(HOLDS, obligations=(MET,)), verbose=True)
    assert re.search(
        r"^PROVED  web -> database : tcp/5432 +systems/shop.claims:5$", text, re.M
    )
    assert "\n    2 pairs\n" in text
    assert re.search(r"^MET  web can write its logs +services.web$", text, re.M)


def test_several_environments_end_with_all_of_them() -> None:
    text = lines(SHOWN, Shown(PROD))
    assert "\nshop prod: 1 of 1 claim proved; 1 of 1 obligation met\n" in text
    assert (
        "\n2 environments: 2 of 5 claims proved, 2 refuted, 1 undecided; "
        "2 of 3 obligations met\n"
    ) in text


def test_assumptions_are_few_unless_asked_for() -> None:
    short, whole = (
        lines(SHOWN, verbose=v).partition("\nResting on ")[2] for v in (False, True)
    )
    assert short == (
        "4 assumptions:\n  - assumption 1\n  - assumption 2\n  - assumption 3\n"
        "  and 1 more: --verbose\n"
    )
    assert whole == "4 assumptions:\n" + "".join(f"  - {one}\n" for one in ASSUMED)


def test_an_assumption_of_some_environments_names_them() -> None:
    text = lines(SHOWN, Shown(PROD), verbose=True)
    assert "  - assumption 1\n" in text
    assert "  - assumption 4 (shop dev)\n" in text
    assert "  - only prod's (shop prod)\n" in text


def test_what_may_stay_says_why() -> None:
    shown = replace(of(ROLE), suppressed={ROLE: "The role is an administrator's."})
    text = lines(shown)
    assert "    stays   The role is an administrator's.\n\nshop dev" in text
    assert "    It may s3:GetObject on *.\n" in lines(shown, verbose=True)
    assert text.endswith("shop dev: 0 of 1 claim proved, 1 refuted; 1 suppressed\n")


def test_more_than_a_dozen_others_are_counted() -> None:
    broken = Broken(GROUP, "", None, tuple(f"other {n}" for n in range(20)))
    verdict = Verdict(said("a -> b"), Truth.REFUTED, (broken,))
    text = lines(of(verdict))
    assert "    also    other 0\n            other 1\n" in text
    assert "            other 11\n            and 8 more\n" in text
    assert "other 12" not in text


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_lines_fit_and_no_word_is_broken(columns: int) -> None:
    text = lines(SHOWN, columns=columns)
    words = {word for line in text.splitlines() for word in line.split()}
    assert words <= set(lines(SHOWN, columns=10_000).split())
    for line in text.splitlines():
        assert len(line) <= columns or len(line.split()) == 1


def test_plain_signs_need_no_encoding() -> None:
    text = render((SHOWN,), PLAIN, Page(False, WIDTH))
    assert text.isascii()
    assert "     4 ok inbound rules of database\n" in text
    assert "     2 NO inbound rules of database\n" in text


def test_colours_change_nothing_else() -> None:
    painted = lines(SHOWN, colour=True)
    assert "\x1b[1;31mREFUTED\x1b[0m  only web" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == lines(SHOWN)


def test_control_characters_stay_in_their_line() -> None:
    odd = Verdict(said("a\x1b[2J\n -> b"), Truth.REFUTED, why="It\x07 rings.")
    text = lines(of(odd))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert r"a\x1b[2J\n -> b" in text


def test_what_is_undecided_is_not_said_to_be_so() -> None:
    proof = Proof("shop", "dev", (replace(ONLY, truth=Truth.UNDECIDED),))
    text = render([Shown(proof, where)], Marks(), Page(False, WIDTH))
    assert "← this may admit it" in text
