"""The rules that cfngen adds to cfn-lint's: one file a rule, all of them in RULES."""

from cfngen.lint.rule import Rule
from cfngen.lint.rules import (
    environments,
    fresh,
    nested_lists,
    port_types,
    settings_read,
)

RULES: tuple[Rule, ...] = (
    Rule("CG100", fresh.check),
    Rule("CG101", nested_lists.check),
    Rule("CG102", port_types.check),
    Rule("CG103", settings_read.check),
    Rule("CG104", environments.check),
)
