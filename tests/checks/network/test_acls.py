"""Network ACLs."""

from __future__ import annotations

import pytest

from tests.checks.network.system import CHECKS, GONE, Case, model, problems, spoken

CASES = (
    Case(
        "a number twice",
        *("CG519", {"Again": ("AclIn", {"CidrBlock": "10.0.0.0/8"})}),
        *("Again.RuleNumber", "AclIn has the number 100 in the same inbound list"),
    ),
    Case(
        "a number that EC2 keeps",
        *("CG519", {"AclIn.RuleNumber": "32767"}, "AclIn.RuleNumber", "number 32767"),
    ),
    Case(
        "TCP without ports",
        *("CG519", {"AclIn.PortRange": GONE}, "AclIn", "needs a PortRange"),
    ),
    Case(
        "ports upside down",
        *("CG519", {"AclIn.PortRange.To": 80}, "AclIn.PortRange.To", "from 443 to 80"),
    ),
    Case(
        "ports with all protocols",
        *("CG519", {"AclIn.Protocol": -1}, "AclIn.PortRange", "these are ignored"),
    ),
    Case("ICMP without a type", "CG519", {"AclIn.Protocol": 1}, "AclIn", "needs Icmp"),
    Case(
        "ICMPv6 without a type",
        "CG519",
        {"AclIn.Protocol": 58, "AclIn.CidrBlock": GONE, "AclIn.Ipv6CidrBlock": "::/0"},
        *("AclIn", "ICMPv6 needs Icmp"),
    ),
    Case("no range", "CG519", {"AclIn.CidrBlock": GONE}, "AclIn", "this one has 0"),
    Case(
        "an IPv6 range",
        *("CG519", {"AclIn.CidrBlock": "::/0"}, "AclIn.CidrBlock", "no IPv4 range"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


@pytest.mark.parametrize("ports", [(0, 65535), (1, 65535), (-1, -1)], ids=str)
def test_all_protocols_may_have_all_ports(ports: tuple[int, int]) -> None:
    every = {"From": ports[0], "To": ports[1]}
    fine = model({"AclIn.Protocol": -1, "AclIn.PortRange": every})
    assert problems(fine, [CHECKS["CG519"]]) == []


def test_a_number_may_stand_in_another_list() -> None:
    other = model({"Other": ("EC2::NetworkAcl", {}), "More": ("AclIn", {})})
    assert problems(other, [CHECKS["CG519"]])
    apart = {"NetworkAclId": {"Ref": "Other"}}
    fine = model({"Other": ("EC2::NetworkAcl", {}), "More": ("AclIn", apart)})
    assert problems(fine, [CHECKS["CG519"]]) == []
