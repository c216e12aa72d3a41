"""The outputs of a stack and of those that it nests, under the names people ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cfngen.errors import InputError
from cfngen.naming import snake
from cfngen.operate.tree import Branch
from cfngen.params.secret import secret

if TYPE_CHECKING:
    from cfngen.cloud.values import Output
    from cfngen.spec.system import System

CERTIFICATE = "CertificateArnInUse"
VALIDATION = "acm_certificate_validation_records"
"""What Terraform's certificates tell, and CloudFormation's do not:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html"""


@dataclass(frozen=True)
class Shown:
    """One output: the name it is shown by, CloudFormation's (`Network/VpcId` for one
    of a nested stack), its value and what it is."""

    name: str
    key: str
    value: str
    description: str = ""


def aliases(system: System) -> Mapping[str, str]:
    """Return what scripts call the outputs that have another name of their own there.

    The ports say so, in `cfngen.ports`; importing the layers takes a moment.
    """
    from cfngen.layers import build_layers

    return {
        port.name: port.snake
        for layer in build_layers(system)
        for port in layer.leaving.values()
        if port.snake
    }


def shown(
    tree: Sequence[Branch], others: Mapping[str, str] | None = None
) -> tuple[Shown, ...]:
    """Return the outputs of some stacks, ordered by name, those of the root first.

    Names are CloudFormation's, or in snake case where `others` are given: outputs with
    a name of their own there. Raises InputError where two outputs would have one name.
    """
    found = [
        _shown(branch.path, output, others)
        for branch in tree
        for output in branch.stack.outputs
    ]
    _refuse_what_is_twice(found)
    return tuple(sorted(found, key=lambda one: (one.key.count("/"), one.name)))


def _shown(path: str, output: Output, others: Mapping[str, str] | None) -> Shown:
    """Return an output of a stack of the tree."""
    key = f"{path}/{output.name}" if path else output.name
    name = key
    if others is not None:
        above = [snake(part) for part in path.split("/") if part]
        name = "_".join([*above, others.get(output.name) or snake(output.name)])
    return Shown(name, key, output.value, output.description)


def _refuse_what_is_twice(found: Sequence[Shown]) -> None:
    """Raise InputError for names that are not one output's alone."""
    counted = Counter(one.name for one in found)
    twice = [one for one in found if counted[one.name] > 1]
    if twice:
        listed = "\n".join(f"{one.key} would be {one.name}." for one in twice)
        raise InputError(listed, "Leave out --snake, or --nested.")


def one(found: Sequence[Shown], key: str) -> Shown:
    """Return the output of a name, as it is shown or as CloudFormation has it.

    Raises InputError for a name that no output has, with what was meant perhaps.
    """
    for output in found:
        if key in (output.name, output.key):
            return output
    certificate = next((one.value for one in found if one.key == CERTIFICATE), "")
    if key == VALIDATION and certificate.startswith("arn:"):
        raise InputError(f"There is no output {key!r}.", _validation(certificate))
    names = [output.name for output in found]
    close = get_close_matches(key, names, 1)
    guess = f"Did you mean {close[0]}? " if close else ""
    raise InputError(
        f"There is no output {key!r}.",
        f"{guess}There is: {', '.join(names) or 'none'}.",
    )


def _validation(certificate: str) -> str:
    """Return how to see the records that prove whose a certificate's names are."""
    region = certificate.split(":")[3]
    return (
        "CloudFormation does not tell them; the certificate does:\n"
        f"  aws acm describe-certificate --region {region} "
        f"--certificate-arn {certificate} "
        "--query 'Certificate.DomainValidationOptions[].ResourceRecord'"
    )


def doubtful(found: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    """Yield the outputs that look like secrets, which outputs must not be, and why."""
    for output in found:
        why = secret(output.key, output.value, {})
        if why:
            yield output.name, why
