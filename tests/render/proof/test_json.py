"""Proofs for scripts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from cfngen.prove.packets import ICMP, Family
from cfngen.render.proof.json import render, walked
from cfngen.render.proof.places import Shown
from tests.render.proof.proofs import ARRIVING, PROD, ROLE, SHOWN, where


def body(*shown: Shown) -> dict[str, Any]:
    """Return the object."""
    found: dict[str, Any] = json.loads(render(shown))
    return found


def test_the_object_has_a_version_a_summary_and_every_proof() -> None:
    found = body(SHOWN, Shown(PROD))
    assert list(found) == ["version", "summary", "proofs", "coverage"]
    assert found["version"] == 1
    assert found["summary"] == {
        "claims": {"proved": 2, "refuted": 2, "undecided": 1, "vacuous": 0},
        "obligations": {"proved": 2, "refuted": 1, "undecided": 0, "vacuous": 0},
    }
    assert [(p["name"], p["environment"]) for p in found["proofs"]] == [
        ("shop", "dev"),
        ("shop", "prod"),
    ]


def test_a_claim_has_its_words_its_place_and_its_evidence() -> None:
    claim = body(SHOWN)["proofs"][0]["claims"][1]
    (broken,) = claim.pop("broken")
    assert claim == {
        "text": "only web -> database : tcp/5432",
        "place": {"file": "systems/shop.claims", "path": "", "line": 6, "column": 0},
        "truth": "refuted",
        "why": "",
        "unknowns": [],
        "suppressed": None,
    }
    assert list(broken) == ["what", "at", "walk", "others", "repair", "stops"]
    assert broken["at"]["resource"] == "Security/DatabaseSecurityGroup"
    assert broken["at"]["path"] == ["SecurityGroupIngress", 0]
    assert broken["at"]["template"]["line"] == 88
    assert broken["at"]["spec"]["path"] == "services.web.uses"
    assert broken["at"]["setting"] is None


def test_a_walk_has_both_ends_and_every_hop() -> None:
    walk = walked(ARRIVING, where)
    assert walk["from"] == {
        "workload": "stranger",
        "subnet": "Network/PublicSubnet1",
        "address": "10.0.0.10",
        "port": 49152,
    }
    assert (walk["family"], walk["protocol"], walk["arrives"]) == ("IPv4", "tcp", True)
    assert [hop["back"] for hop in walk["hops"]] == [False] * 4 + [True]
    assert walk["hops"][0]["by"]["words"].startswith("default network ACL")
    assert walk["hops"][2]["by"]["setting"]["file"] == "params/shop/dev.json"


def test_what_has_no_ports_has_none() -> None:
    echo = replace(ARRIVING.packet, protocol=ICMP[Family.V4], from_port=0, to_port=2048)
    walk = walked(replace(ARRIVING, source=None, packet=echo), where)
    assert walk["protocol"] == "icmp type 8"
    assert walk["from"]["port"] is None
    assert (walk["from"]["workload"], walk["from"]["subnet"]) == ("somebody", "")


def test_what_may_stay_has_its_reason() -> None:
    found = body(replace(SHOWN, suppressed={ROLE: "It may."}))
    reasons = [claim["suppressed"] for claim in found["proofs"][0]["claims"]]
    assert reasons == [None, None, "It may.", None]
