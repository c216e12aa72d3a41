"""Networks that AWS's documents show, and the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.prove.oracle.drawing import (
    Resources,
    acl,
    alone,
    balancer,
    group,
    nat,
    prefixes,
    service,
    table,
    vpc,
)

USER = "https://docs.aws.amazon.com/vpc/latest/userguide/"
BALANCING = "https://docs.aws.amazon.com/elasticloadbalancing/latest/"
OPEN = ("-1 * 0.0.0.0/0", "-1 * ::/0")

PAGES: Mapping[str, str] = {
    "acls": f"{USER}custom-network-acl.html",
    "basics": f"{USER}nacl-basics.html",
    "ports": f"{USER}nacl-ephemeral-ports.html",
    "rules": f"{USER}nacl-rules.html",
    "groups": f"{USER}security-group-rules.html",
    "own": f"{USER}default-security-group.html",
    "routes": f"{USER}route-tables-priority.html",
    "nats": f"{USER}nat-gateway-basics.html",
    "gateway": f"{USER}VPC_Internet_Gateway.html",
    "sizes": f"{USER}subnet-sizing.html",
    "egress-only": f"{USER}egress-only-internet-gateway.html",
    "private-nat": f"{USER}vpc-nat-gateway.html",
    "front": f"{BALANCING}application/load-balancer-update-security-groups.html",
    "edge": f"{BALANCING}classic/elb-vpc-network-acls.html",
}


def custom_acl() -> Resources:
    """The custom network ACL of the page, with its lines for IPv6."""
    inbound = (
        *("100 allow 6 80 0.0.0.0/0", "105 allow 6 80 ::/0"),
        *("110 allow 6 443 0.0.0.0/0", "115 allow 6 443 ::/0"),
        *("120 allow 6 22 192.0.2.0/24", "130 allow 6 3389 192.0.2.0/24"),
        *("140 allow 6 32768-65535 0.0.0.0/0", "145 allow 6 32768-65535 ::/0"),
    )
    outbound = (
        *("100 allow 6 80 0.0.0.0/0", "105 allow 6 80 ::/0"),
        *("110 allow 6 443 0.0.0.0/0", "115 allow 6 443 ::/0"),
        "120 allow 6 1024-65535 192.0.2.0/24",
        *("140 allow 6 32768-65535 0.0.0.0/0", "145 allow 6 32768-65535 ::/0"),
    )
    return (
        vpc(
            {"Public": "10.0.1.0/24", "Other": "10.0.2.0/24"},
            Public="2001:db8:0:101::/64",
        )
        | table("Routes", ["Public"], Out="0.0.0.0/0 Internet", Out6="::/0 Internet")
        | acl("Custom", ["Public"], inbound, outbound)
        | group("All", OPEN, OPEN)
        | balancer("Web", "Public", "All", dual=True)
        | service("Task", "Other", "All")
        | service("Beside", "Public", "All")
    )


def early_deny() -> Resources:
    """A wide range of ports with one denied in front of it, and one behind it."""
    inbound = (
        *("90 deny 6 8080 0.0.0.0/0", "100 allow 6 8000-9000 0.0.0.0/0"),
        *("110 deny 6 8443 0.0.0.0/0", "120 allow 1 8:-1 0.0.0.0/0"),
    )
    return (
        vpc({"Public": "10.0.1.0/24", "Other": "10.0.2.0/24"})
        | table("Routes", ["Public"], Out="0.0.0.0/0 Internet")
        | acl("Custom", ["Public"], inbound, ["100 allow -1 * 0.0.0.0/0"])
        | group("All", OPEN, OPEN)
        | balancer("Web", "Public", "All")
        | service("Task", "Other", "All")
    )


def referring() -> Resources:
    """A database server that names the group of its web servers."""
    return (
        vpc({"Public": "10.0.1.0/24", "Inner": "10.0.2.0/24"})
        | table("Routes", ["Public"], Out="0.0.0.0/0 Internet")
        | group("WebGroup", ["tcp 80 0.0.0.0/0", "tcp 443 0.0.0.0/0", "tcp 22 @Admin"])
        | group("Admin")
        | group("DataGroup", ["tcp 3306 @WebGroup", "icmp 8:0 @WebGroup"])
        | service("Web", "Public", "WebGroup", public=True)
        | service("Data", "Inner", "DataGroup")
        | service("Free", "Inner")
        | service("Mate", "Inner")
        | alone("More", "DataGroup", "tcp 1433 10.0.1.0/24")
    )


def priorities() -> Resources:
    """The longest prefix, a static route beside a prefix list, and a route apart."""
    lists = prefixes("Listed", "203.0.113.0/24", "198.51.100.0/24")
    return (
        vpc({"Public": "10.0.1.0/24"})
        | lists
        | nat("Nat", "Public")
        | table(
            "Routes",
            ["Public"],
            World="0.0.0.0/0 Internet",
            Peers="192.0.2.0/24 pcx-11223344556677889",
            Host="192.0.2.7/32 Internet",
            Static="203.0.113.0/24 Internet",
            List="pl:Listed Nowhere",
        )
        | {"Nowhere": {"Type": "AWS::EC2::InternetGateway", "Properties": {}}}
        | group("All", OPEN, OPEN)
        | balancer("Web", "Public", "All")
    )


def balanced() -> Resources:
    """The recommended rules of an internet-facing load balancer and its targets."""
    inbound = ("100 allow 6 80 0.0.0.0/0", "110 allow 6 1024-65535 10.0.0.0/16")
    outbound = (
        *("100 allow 6 8080 10.0.0.0/16", "110 allow 6 8081 10.0.0.0/16"),
        "120 allow 6 1024-65535 0.0.0.0/0",
    )
    return (
        vpc({"Public": "10.0.1.0/24", "Tasks": "10.0.2.0/24"})
        | table("Routes", ["Public"], Out="0.0.0.0/0 Internet")
        | acl("Edge", ["Public"], inbound, outbound)
        | group("Front", ["tcp 80 0.0.0.0/0"])
        | alone("ToTask", "Front", "tcp 8080 @Behind", "Egress")
        | alone("ToHealth", "Front", "tcp 8081 @Behind", "Egress")
        | group("Behind", ["tcp 8080 @Front", "tcp 8081 @Front"])
        | balancer("Web", "Public", "Front")
        | service("Task", "Tasks", "Behind")
    )


def leaving() -> Resources:
    """Public and private NAT gateways, and one way out for IPv6."""
    six = {"Private": "2001:db8:0:102::/64", "Public": "2001:db8:0:101::/64"}
    subnets = {"Public": "10.0.1.0/24", "Private": "10.0.2.0/24"}
    return (
        vpc(subnets | {"Inner": "10.0.3.0/24"}, **six)
        | table("Edge", ["Public"], Out="0.0.0.0/0 Internet", Out6="::/0 Internet")
        | nat("Nat1", "Public")
        | nat("Nat2", "Public", ConnectivityType="private")
        | table("Way", ["Private"], Out="0.0.0.0/0 Nat1", Out6="::/0 Out")
        | table("Blind", ["Inner"], Out="0.0.0.0/0 Nat2")
        | group("All", OPEN, OPEN)
        | service("Task", "Private", "All", public=True)
        | balancer("Web", "Private", "All", dual=True)
        | service("Blind1", "Inner", "All", public=True)
    )


NETWORKS: Mapping[str, Callable[[], Resources]] = {
    one.__name__: one
    for one in (custom_acl, early_deny, referring, priorities, balanced, leaving)
}
