"""Proofs to render: small, with one of each thing that is shown."""

from __future__ import annotations

from cfngen.checks.placing import Written
from cfngen.findings import Place
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import TCP, Family, Packet
from cfngen.prove.reach.walking import Hop, Walk
from cfngen.prove.verdict import Broken, Proof, Truth, Verdict
from cfngen.render.proof.places import Shown

CLAIMS = "systems/shop.claims"

GROUP = Origin("Security/DatabaseSecurityGroup", ("SecurityGroupIngress", 0))
ROUTE = Origin("Network/PublicRouteTable", (), "10.0.0.0/16")
DEFAULT = Origin(words="default network ACL, which allows everything")
ENTRY = Origin("Network/IsolatedAclInbound", (), "#100")

WRITTEN = {
    GROUP: Written(
        Place(
            "templates/shop/security.json",
            "Resources/DatabaseSecurityGroup/Properties/SecurityGroupIngress/0",
            88,
        ),
        None,
        Place("systems/shop.yaml", "services.web.uses", 27),
    ),
    ENTRY: Written(
        Place("templates/shop/network.json", "Resources/IsolatedAclInbound", 40),
        Place("params/shop/dev.json", "IsolatedCidr", 12, 5),
    ),
}


def where(origin: Origin) -> Written | None:
    """Return where the facts of these proofs are written."""
    return WRITTEN.get(origin)


def said(text: str, line: int = 1) -> Said:
    """Return a claim's words."""
    return Said(text, Place(CLAIMS, "", line))


def interface(workload: str, subnet: str) -> Interface:
    """Return an interface."""
    return Interface(workload, subnet, (), None, None, Origin(workload))


STRANGER = interface("stranger", "Network/PublicSubnet1")
DATABASE = interface("Database/Database", "Network/IsolatedSubnet1")
PACKET = Packet(0x0A00000A, 0x0A00640A, TCP, 49152, 5432)

ARRIVING = Walk(
    *(STRANGER, DATABASE, Family.V4, PACKET),
    (
        Hop("outbound NACL of PublicSubnet1", True, DEFAULT),
        Hop("route of PublicSubnet1", True, ROUTE, "local"),
        Hop("inbound NACL of IsolatedSubnet1", True, ENTRY),
        Hop("inbound rules of database", True, GROUP, "tcp/5432 from 10.0.0.0/16"),
        Hop("outbound NACL of IsolatedSubnet1", True, ENTRY, back=True),
    ),
)
BLOCKED = Walk(
    *(STRANGER, DATABASE, Family.V4, PACKET),
    (
        Hop("outbound NACL of PublicSubnet1", True, DEFAULT),
        Hop("inbound rules of database", False, GROUP, "no rule admits it"),
        Hop("outbound NACL of IsolatedSubnet1", False, ENTRY, back=True),
    ),
)

ONLY = Verdict(
    said("only web -> database : tcp/5432", 6),
    Truth.REFUTED,
    (
        Broken(
            *(GROUP, "Somebody else reaches database.", ARRIVING),
            ("12 source subnets, every address of 10.0.0.0/16",),
            "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: WebSecurityGroup",
        ),
    ),
)
ROLE = Verdict(
    said("role web.task only nothing", 9),
    Truth.REFUTED,
    (Broken(GROUP, "It may s3:GetObject on *."),),
)
UNSURE = Verdict(
    said("database -/-> internet", 7),
    Truth.UNDECIDED,
    unknowns=("Network/Peering", "Gateway"),
    why="A route may lead there.",
)
HOLDS = Verdict(said("web -> database : tcp/5432", 5), Truth.PROVED, why="2 pairs")
MET = Verdict(Said("web can write its logs", Place("", "services.web")), Truth.PROVED)
UNMET = Verdict(
    Said("web can pull its image", Place("templates/shop/web.json", "Resources/W", 3)),
    Truth.REFUTED,
    (Broken(GROUP, "", BLOCKED),),
)

ASSUMED = tuple(f"assumption {number}" for number in range(1, 5))

DEV = Proof("shop", "dev", (HOLDS, ONLY, ROLE, UNSURE), (MET, UNMET), ASSUMED)
PROD = Proof("shop", "prod", (HOLDS,), (MET,), (*ASSUMED[:2], "only prod's"))

SHOWN = Shown(DEV, where)
