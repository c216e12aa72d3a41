"""Checks of quotas of stacks and of accounts: CG500 to CG509."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
