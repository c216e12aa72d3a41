"""Random security groups and network ACLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.prove.oracle.making import ICMP, Making


def groups(made: Making) -> Iterator[str]:
    names = tuple(f"Group{number}" for number in made.count(3, 1))
    for name in names:
        ingress = [_rule(made, "Source", names) for _ in made.count(3)]
        egress = [_rule(made, "Destination", names) for _ in made.count(2, 1)]
        open_ = made.happens(0.5)
        if open_:
            whole = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
            whole6 = {"IpProtocol": "-1", "CidrIpv6": "::/0"}
            egress += [whole, whole6]
        if made.happens(0.5):
            ingress.append(_allowing(made, "Source", names))
        keys = {"SecurityGroupIngress": ingress, "SecurityGroupEgress": egress}
        yield made.add(
            name,
            "EC2::SecurityGroup",
            GroupDescription=name,
            VpcId={"Ref": "Vpc"},
            **keys,
        )
        for number in made.count(2):
            ways = (("Ingress", "Source"), ("Egress", "Destination"))
            way, end = made.random.choice(ways[:1] if open_ else ways)
            rule = _rule(made, end, names)
            group = {"Fn::GetAtt": [name, "GroupId"]}
            made.add(
                f"{name}{way}{number}",
                f"EC2::SecurityGroup{way}",
                GroupId=group,
                **rule,
            )


def _allowing(made: Making, end: str, groups: tuple[str, ...]) -> dict[str, Any]:
    """Return a rule for all protocols."""
    return {"IpProtocol": "-1"} | _end(made, end, groups)


def _rule(made: Making, end: str, groups: tuple[str, ...]) -> dict[str, Any]:
    kind = made.random.choice(
        ("tcp", "tcp", "6", "udp", "17", "icmp", "1", "icmpv6", "58", "-1", "50")
    )
    rule: dict[str, Any] = {"IpProtocol": kind}
    if kind in ("icmp", "1", "icmpv6", "58"):
        rule["FromPort"] = made.random.choice(ICMP)
        code = made.random.choice((-1, 0, 1))
        rule["ToPort"] = -1 if rule["FromPort"] == -1 else code
    elif kind in ("tcp", "6", "udp", "17") or made.happens(0.3):
        rule["FromPort"], rule["ToPort"] = made.ports()
    return rule | _end(made, end, groups)


def _end(made: Making, end: str, groups: tuple[str, ...]) -> dict[str, Any]:
    lists = [n for n in made.resources if n.startswith("List")]
    kind = made.random.choice(("cidr", "cidr", "cidr6", "group", "list"))
    if kind == "list" and lists:
        return {f"{end}PrefixListId": {"Ref": made.random.choice(lists)}}
    if kind == "group":
        group = {"Fn::GetAtt": [made.random.choice(groups), "GroupId"]}
        return {f"{end}SecurityGroupId": group}
    if kind == "cidr6":
        return {"CidrIpv6": made.cidr(v6=True)}
    return {"CidrIp": made.cidr()}


def acl(made: Making, name: str, subnets: tuple[str, ...]) -> None:
    made.add(name, "EC2::NetworkAcl", VpcId={"Ref": "Vpc"})
    numbers = made.random.sample(range(1, 400), 40)
    for egress in (False, True):
        taken = [numbers.pop() for _ in made.count(4)]
        for number in taken:
            _entry(made, name, egress, number)
        if made.happens(0.7):
            for number, six in ((32000, False), (32100, True)):
                _entry(made, name, egress, number, six, whole=True)


def _entry(
    made: Making,
    acl: str,
    egress: bool,
    number: int,
    six: bool | None = None,
    whole: bool = False,
) -> None:
    v6 = made.happens(0.3) if six is None else six
    kind = -1 if whole else made.random.choice((-1, 6, 6, 17, 58 if v6 else 1, 50))
    extra: dict[str, Any] = {}
    if kind in (6, 17) or (kind == -1 and made.happens(0.2)):
        low, high = made.ports()
        extra["PortRange"] = {"From": low, "To": high}
    if kind in (1, 58):
        first = made.random.choice(ICMP)
        code = -1 if first == -1 else made.random.choice((-1, 0, 1))
        extra["Icmp"] = {"Type": first, "Code": code}
    cidr = ("::/0" if v6 else "0.0.0.0/0") if whole else made.cidr(v6)
    extra["Ipv6CidrBlock" if v6 else "CidrBlock"] = cidr
    made.add(
        f"{acl}{'Out' if egress else 'In'}{number}",
        "EC2::NetworkAclEntry",
        NetworkAclId={"Ref": acl},
        RuleNumber=number,
        Protocol=kind,
        RuleAction="allow" if whole or made.happens(0.6) else "deny",
        Egress=egress,
        **extra,
    )
