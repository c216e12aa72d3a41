"""What AWS's engine says and the gate does not pass on, and why."""

from __future__ import annotations

from collections.abc import Mapping

CONDITION = (
    "It takes both branches of an Fn::If for true at once. cfn-lint, which has the "
    "rule too, knows the condition."
)

EXCLUDED: Mapping[str, str] = {
    "E9006": "It is one of cfn-lint's rules, such as E3690 and E3691, under another "
    "number.",
    "I4010": "It asks for a block of metadata that no service reads.",
    "I9001": "It lists every property that replaces a resource when it changes; "
    "`cfngen diff` says which of them do change.",
    "I9002": "It is W3688 again.",
    "I9003": "It says that no region was given.",
    "I9040": "Tags of the root stack are handed down to whatever it nests.",
    "W1001": CONDITION,
    "W2509": "It goes by names alone: DatabaseSecretArn is no secret. CG418 looks at "
    "the value that is given, cfn-lint's W2501 at the property that takes it.",
    "W3002": "Roots name what they nest by local path, for `cfngen deploy` or `aws "
    "cloudformation package` to rewrite.",
    "W3688": CONDITION,
}
"""The ids that are left out, each with the reason."""

UNRESOLVED = ("F1010", "F1020", "F6101")
"""What the engine says of a Ref that leads nowhere. In a template with a transform it
may lead to what the transform makes (`Function.Alias`), which the engine does not know;
there they are left out too."""


def markdown() -> str:
    """Return the ids that are left out as a table, for docs/check.md."""
    rows = (f"| {id} | {reason} |" for id, reason in EXCLUDED.items())
    return "\n".join(("| id | why it is left out |", "| --- | --- |", *rows)) + "\n"
