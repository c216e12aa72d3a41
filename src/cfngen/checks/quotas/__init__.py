"""Checks of quotas of stacks and of accounts: CG500 to CG509."""

from cfngen.checks.check import Check
from cfngen.checks.quotas import balancers, region, stacks, traffic
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
STACKS = f"{DOCS}/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
NETWORK = f"{DOCS}/vpc/latest/userguide/amazon-vpc-limits.html"
BALANCERS = f"{DOCS}/elasticloadbalancing/latest/application/load-balancer-limits.html"

CHECKS = (
    Check("CG500", stacks.sizes, STACKS),
    Check("CG501", stacks.near, STACKS, Severity.WARNING),
    Check("CG502", stacks.values, STACKS),
    Check("CG503", stacks.operation, STACKS),
    Check("CG504", stacks.names, STACKS),
    Check("CG505", region.counts, NETWORK, Severity.WARNING),
    Check("CG506", traffic.groups, NETWORK, Severity.WARNING),
    Check("CG507", traffic.tables, NETWORK, Severity.WARNING),
    Check("CG508", balancers.adjustable, BALANCERS, Severity.WARNING),
    Check("CG509", balancers.fixed, BALANCERS),
)
