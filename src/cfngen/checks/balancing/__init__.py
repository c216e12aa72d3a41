"""Checks of load balancers, certificates, DNS and WAF: CG525 to CG539."""

from cfngen.checks.balancing import (
    attributes,
    firewall,
    listeners,
    logs,
    names,
    places,
    rules,
    targets,
)
from cfngen.checks.check import Check
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
ELB = f"{DOCS}/elasticloadbalancing/latest/application"
API = f"{DOCS}/elasticloadbalancing/latest/APIReference"
SUBNETS = f"{ELB}/application-load-balancers.html"

CHECKS = (
    Check("CG525", rules.ordered, f"{ELB}/listener-rules.html"),
    Check("CG526", targets.fronted, f"{ELB}/load-balancer-target-groups.html"),
    Check(
        "CG527",
        targets.registered,
        f"{DOCS}/AmazonECS/latest/APIReference/API_LoadBalancer.html",
    ),
    Check("CG528", targets.healthy, f"{API}/API_CreateTargetGroup.html"),
    Check("CG529", listeners.secured, f"{API}/API_CreateListener.html"),
    Check("CG530", rules.redirects, f"{API}/API_RedirectActionConfig.html"),
    Check("CG531", places.zones, f"{API}/API_CreateLoadBalancer.html"),
    Check("CG532", places.routed, SUBNETS),
    Check("CG533", places.roomy, SUBNETS, Severity.WARNING),
    Check("CG534", attributes.taken, f"{API}/API_LoadBalancerAttribute.html"),
    Check("CG535", logs.logged, f"{ELB}/enable-access-logging.html"),
    Check(
        "CG536",
        names.certificates,
        f"{DOCS}/acm/latest/APIReference/API_RequestCertificate.html",
    ),
    Check(
        "CG538",
        names.records,
        f"{DOCS}/Route53/latest/APIReference/API_ResourceRecordSet.html",
    ),
    Check(
        "CG539", firewall.protecting, f"{DOCS}/waf/latest/APIReference/API_Rule.html"
    ),
)
