"""Lint: cfn-lint and the rules of cfngen over the committed templates."""

from cfngen.lint.cfn import CfnLint, cfn_lint
from cfngen.lint.gate import Step, lint, steps
from cfngen.lint.rule import Rule
from cfngen.lint.rules import RULES

__all__ = ["RULES", "CfnLint", "Rule", "Step", "cfn_lint", "lint", "steps"]
