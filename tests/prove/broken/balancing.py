"""Load balancers that the wrong people reach, or that reach nobody."""

from __future__ import annotations

from tests.checks.planted.mistake import put
from tests.prove.broken.variant import (
    NETWORK,
    SECURITY,
    Variant,
    add,
    changed,
    gone,
    ingress,
)

VARIANTS = (
    Variant(
        "a range of Cloudflare's with the wrong length",
        "revendiste prod",
        "only internet[cloudflare] -> alb",
        "Security/CloudflareIpv4PrefixList",
        put(
            *(SECURITY, "CloudflareIpv4PrefixList", "Entries", 3, "Cidr"),
            value="104.0.0.0/5",
        ),
        hop="inbound",
        planted=True,
    ),
    Variant(
        "a port of the load balancer that nobody has claimed",
        "revendiste prod",
        "internet[cloudflare] -> alb : tcp/443, tcp/80 only",
        "Security/AlbDebug",
        ingress(
            *("AlbDebug", "Alb", 40000),
            SourcePrefixListId={
                "Fn::GetAtt": ["CloudflareIpv4PrefixList", "PrefixListId"]
            },
        ),
    ),
    Variant(
        "a load balancer open beside Cloudflare",
        "revendiste dev",
        "only internet[cloudflare] -> alb",
        "Security/AlbFromOffice",
        ingress("AlbFromOffice", "Alb", 443, CidrIp="203.0.113.0/24"),
    ),
    Variant(
        "Cloudflare's IPv4 forgotten for HTTPS",
        "revendiste prod",
        "internet[cloudflare] -> alb : tcp/443, tcp/80 only",
        "Security/AlbSecurityGroup",
        gone(SECURITY, "AlbIngressFromCloudflare443"),
        hop="inbound",
    ),
    Variant(
        "a load balancer for the company only",
        "nextjs prod",
        "internet -> alb : tcp/443, tcp/80 only",
        "Security/AlbSecurityGroup",
        changed(SECURITY, "AlbIngressFromInternet443", CidrIp="10.0.0.0/8"),
    ),
    Variant(
        "a deny before the allow",
        "nextjs prod",
        "internet -> alb : tcp/443, tcp/80 only",
        "Network/Blocked",
        add(
            *(NETWORK, "Blocked", "AWS::EC2::NetworkAclEntry"),
            NetworkAclId={"Ref": "PublicNetworkAcl"},
            Egress=False,
            RuleNumber=100,
            RuleAction="deny",
            CidrBlock="198.51.0.0/16",
            Protocol=6,
            PortRange={"From": 443, "To": 443},
        ),
        hop="inbound network ACL",
    ),
    Variant(
        "a container that is asked on another port",
        "nextjs prod",
        "alb -> web : tcp/3000",
        "Security/WebSecurityGroup",
        changed(SECURITY, "WebIngressFromAlb3000", FromPort=3001, ToPort=3001),
        hop="inbound",
    ),
    Variant(
        "a load balancer without egress",
        "nextjs dev",
        "alb -> web : tcp/3000",
        "Security/AlbSecurityGroup",
        gone(SECURITY, "AlbEgressToWeb3000"),
        hop="outbound",
    ),
    Variant(
        "one zone's load balancer shut out by the network ACL",
        "nextjs prod",
        "alb -> web : tcp/3000",
        "Network/PrivateNetworkAcl",
        gone(NETWORK, "PrivateNetworkAclInboundFromPublic2Port3000"),
        hop="inbound network ACL",
    ),
    Variant(
        "answers to the ports of Linux only, where load balancers use more",
        "nextjs prod",
        "alb -> web : tcp/3000",
        "Network/PrivateNetworkAcl",
        put(
            *(NETWORK, "PrivateNetworkAclOutboundToPublic1Ports1024To65535"),
            *("PortRange",),
            value={"From": 32768, "To": 61000},
        ),
        hop="outbound network ACL",
    ),
    Variant(
        "a service in another one's group",
        "platform prod",
        "alb -> api : tcp/4000",
        "Security/AlbSecurityGroup",
        put(
            *("root.json", "ServiceApi", "Parameters", "ApiSecurityGroupId"),
            value={"Fn::GetAtt": ["Security", "Outputs.WorkerSecurityGroupId"]},
        ),
    ),
    Variant(
        "a notifier that the load balancer cannot ask",
        "platform dev",
        "alb -> notifier : tcp/4003",
        "Security/NotifierSecurityGroup",
        gone(SECURITY, "NotifierIngressFromAlb4003"),
        hop="inbound",
    ),
    Variant(
        "Nginx passed by",
        "rails prod",
        "alb -> web : tcp/80",
        "Security/WebSecurityGroup",
        changed(SECURITY, "WebIngressFromAlb80", FromPort=3000, ToPort=3000),
    ),
)
