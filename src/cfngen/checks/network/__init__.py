"""Checks of networks, security groups and endpoints: CG510 to CG524."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
