"""Checks of load balancers, certificates, DNS and WAF: CG525 to CG539."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
