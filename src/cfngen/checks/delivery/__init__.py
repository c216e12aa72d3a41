"""Checks of pipelines, builds, releases and registries: CG645 to CG659."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
