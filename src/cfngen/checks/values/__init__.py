"""Checks of values of every property, by what its schema says of it: CG661."""

from cfngen.checks.check import Check
from cfngen.checks.values import integers

SCHEMA = "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html"

CHECKS = (Check("CG661", integers.whole, SCHEMA),)
