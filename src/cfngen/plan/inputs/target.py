"""Where an environment is and what guards it: spec, parameter file and flags as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cfngen import naming
from cfngen.errors import InputError, NeedsHuman
from cfngen.findings import Finding, ordered
from cfngen.params import Parameters
from cfngen.plan.inputs import stackpolicy
from cfngen.plan.inputs.flags import Flags
from cfngen.plan.inputs.merging import Merged, merge
from cfngen.project import Project
from cfngen.spec.causes import source_of
from cfngen.spec.system import System

if TYPE_CHECKING:
    from cfngen.cloud.values import Identity


USUAL = "cfngen-<account>-<region>"
"""The bucket of templates where nobody names one."""


@dataclass(frozen=True)
class Target:
    """Where a stack is deployed to, as whom, and what CloudFormation is told besides.

    Empty text stands for what nobody has said: then `account` may be any, credentials
    are the user's own, CloudFormation acts with these, and `bucket` has its usual name.
    `protect` is termination protection, None to leave it as it is; `policy` the stack
    policy as canonical JSON, `alarms` and `notify` ARNs.
    """

    region: str
    account: str = ""
    profile: str = ""
    role: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    protect: bool | None = None
    policy: str = ""
    alarms: tuple[str, ...] = ()
    monitor_minutes: int = 0
    notify: tuple[str, ...] = ()
    bucket: str = ""


def target(
    project: Project,
    system: System,
    environment: str,
    written: Parameters,
    flags: Flags,
) -> Target:
    """Return the target of an environment; flags go before file, and file before spec.

    `written` is its parameter file. Raises InputError with all that does not fit.
    """
    found, wrong = examine(project, system, environment, written, flags)
    if wrong:
        raise InputError(unfit(system.system, environment), findings=wrong)
    return found


def looked_at(
    project: Project,
    system: System,
    environment: str,
    written: Parameters,
    flags: Flags,
) -> Target:
    """Return the target for who looks at a stack that stands, or ends it.

    What the files have wrong must not keep anybody from that; a flag that is wrong
    must: without it the command would be about another region, or any account. Raises
    InputError with every such flag.
    """
    found, wrong = examine(project, system, environment, written, flags)
    misread = [finding for finding in wrong if finding.file.startswith("--")]
    if misread:
        where = f"{system.system} {environment} is not where the flags say."
        raise InputError(where, findings=misread)
    return found


def unfit(system: str, environment: str) -> str:
    """Return what is said above what is wrong with a target."""
    return f"{system} {environment} cannot be deployed as it is described."


def examine(
    project: Project,
    system: System,
    environment: str,
    written: Parameters,
    flags: Flags,
) -> tuple[Target, tuple[Finding, ...]]:
    """Return the target as `target` does, and what is wrong with it."""
    source = source_of(project, system.system)
    merged = merge(system, environment, written, flags)
    policy, refused = stackpolicy.of(project, system, environment, written, source)
    wrong = [*merged.findings(source), *_another_bucket(merged), *refused]
    here = merged.environment
    ours = naming.stack_tags(system.system, environment)
    return (
        Target(
            region=here.region or system.region,
            account=here.account or "",
            profile=here.profile or "",
            role=here.role or "",
            tags={**here.tags, **ours},
            protect=here.protect,
            policy=policy,
            alarms=here.rollback_alarms,
            monitor_minutes=here.monitor_minutes,
            notify=here.notify,
            bucket=here.bucket or "",
        ),
        ordered(wrong),
    )


def _another_bucket(merged: Merged) -> Iterator[Finding]:
    """Yield the parameter that names another bucket for templates than the target.

    Releases read the templates from there, and would not find them.
    """
    from cfngen.layers.delivery.settings import TEMPLATE_BUCKET

    bucket, name = merged.environment.bucket or "", TEMPLATE_BUCKET.name
    value = merged.written.values.get(name)
    if value is None or _usual(bucket, merged) == _usual(value.text, merged):
        return
    mend = f'Write "{bucket}".'
    if not _usual(bucket, merged):
        mend = f'Write "", or give the environment in the spec bucket: {value.text}'
    yield Finding(
        merged.written.file,
        name,
        "CG425",
        f"Templates go to {bucket or USUAL}, and releases look for them elsewhere.",
        mend,
        line=value.line,
        column=value.column,
    )


def _usual(bucket: str, merged: Merged) -> str:
    """Return a bucket, empty for the usual one of the account and region."""
    region = merged.environment.region or merged.system.region
    account = merged.environment.account or "[0-9]{12}"
    usual = naming.TEMPLATE_BUCKET.replace("${AWS::AccountId}", account)
    usual = usual.replace("${AWS::Region}", region)
    return "" if re.fullmatch(usual, bucket) else bucket


def refuse_other_account(target: Target, identity: Identity) -> None:
    """Raise NeedsHuman where the credentials are of another account than the target."""
    if not target.account or target.account == identity.account:
        return
    whose = f"The profile {target.profile}" if target.profile else "Your credentials"
    leads = "leads" if target.profile else "lead"
    raise NeedsHuman(
        f"This environment is in account {target.account}.\n"
        f"{whose} {leads} to account {identity.account}, as {identity.arn}.\n"
        "Nothing was touched.",
        f"Say --profile NAME, or set AWS_PROFILE, to a profile of {target.account}.",
    )
