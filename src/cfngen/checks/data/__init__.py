"""Checks of databases, caches, buckets and backups: CG590 to CG629."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
