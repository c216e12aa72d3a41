"""CG102: what a nested stack is given is of the type that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.findings import Finding
from cfngen.lint.kinds import kinds
from cfngen.lint.subject import Subject
from cfngen.package import STACK
from cfngen.params.kinds import is_list, item


def check(subject: Subject) -> Iterator[Finding]:
    """Each typed parameter of a nested stack is given a value of its type.

    An output that holds a CIDR block satisfies cfn-lint as a VPC's id; CloudFormation
    refuses it when the nested stack is made. What cannot be known is let be.
    """
    for stack, properties in subject.root.resources(STACK):
        child, given = subject.nested.get(stack), properties.get("Parameters")
        for name, value in given.items() if isinstance(given, dict) else ():
            type = child and child.section("Parameters", name).get("Type")
            if not isinstance(type, str):
                continue
            for kind in kinds(value, subject):
                alone = is_list(type) or not kind.many
                if kind.misfits(item(type)) or not alone:
                    got = kind.words if alone else f"a list: {kind.words}"
                    yield subject.root.finding(
                        ("Resources", stack, "Properties", "Parameters", name),
                        "CG102",
                        f"{stack} takes {name} as {type} and is given {got}.",
                        "Wire it to an output that fits.",
                    )
