"""Plans of AWS Backup: when backups start, how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import INSTANCE
from cfngen.checks.data.windows import DAY, Span, daily
from cfngen.model import (
    Model,
    Resource,
    Value,
    listed,
    number,
    switched,
    target,
    targets,
    text,
)
from cfngen.resolve.scope import Path
from cfngen.spec.checks.cron import FIELDS, mistakes

PLAN, VAULT = "AWS::Backup::BackupPlan", "AWS::Backup::BackupVault"
COLD_DAYS, CONTINUOUS_DAYS, START_MINUTES, HOUR = 90, 35, 60, 60
LONGEST = 36_500


def rules(plan: Resource) -> Iterator[tuple[Path, Mapping[str, Value]]]:
    """Yield the rules of a plan with their places."""
    place = ("BackupPlan", "BackupPlanRule")
    for index, rule in enumerate(listed(plan.get(*place))):
        if isinstance(rule, dict):
            yield (*place, index), rule


def planned(model: Model) -> Iterator[Problem]:
    """A rule for backups has windows, days and times that AWS Backup takes.

    A backup stays in cold storage for 90 days at least; one that can be restored to
    any second is kept 35 at most and never cold; it has an hour or more to start, and
    longer to be done. A vault with a lock refuses what it would have to delete early,
    and of the two days of a schedule one is a question mark.
    """
    for plan in model.of(PLAN):
        for path, rule in rules(plan):
            lives = [(path, rule), *_copies(path, rule)]
            for place, one in lives:
                yield from _kept(plan, (*place, "Lifecycle"), one.get("Lifecycle"))
                yield from _locked(model, plan, place, one)
            yield from _continuous(plan, path, rule)
            yield from _timed(plan, path, rule)
            yield from _scheduled(plan, (*path, "ScheduleExpression"))


def startable(model: Model) -> Iterator[Problem]:
    """A backup of a database may start when RDS makes none of its own.

    AWS Backup does not start one in the backup window of RDS, nor in the hour before;
    a snapshot that is to start then fails, every day. Aurora has no such hours, nor has
    a plan that also makes continuous backups: AWS Backup finds times for those.
    """
    for selection in model.of("AWS::Backup::BackupSelection"):
        plan = target(model, selection.get("BackupPlanId"))
        chosen = targets(model, selection.get("BackupSelection", "Resources"))
        databases = [one for one in chosen if _busy(one)]
        found = list(rules(plan)) if plan is not None else []
        if any(rule.get("EnableContinuousBackup") for _, rule in found):
            continue
        for path, rule in found:
            span = _start(rule)
            for database in databases:
                window = text(database.get("PreferredBackupWindow"))
                own = daily(window) if window else None
                if plan and span and own and _inside(span, own):
                    place = (*path, "ScheduleExpression")
                    message = f"every backup would fail: {database.path} makes its "
                    message += (
                        f"own at {window}, and none starts then or an hour before."
                    )
                    mend = "Start later or earlier, or give it longer to start."
                    yield Problem(plan, place, message, mend)


def _copies(
    path: Path, rule: Mapping[str, Value]
) -> Iterator[tuple[Path, Mapping[str, Value]]]:
    """Yield the copies that a rule makes, with their places."""
    for index, copy in enumerate(listed(rule.get("CopyActions"))):
        if isinstance(copy, dict):
            yield (*path, "CopyActions", index), copy


def _kept(plan: Resource, path: Path, life: Value) -> Iterator[Problem]:
    """Yield days after which a backup is not deleted, or too early."""
    if not isinstance(life, dict):
        return
    cold = number(life.get("MoveToColdStorageAfterDays"))
    gone = number(life.get("DeleteAfterDays"))
    place = (*path, "DeleteAfterDays")
    if gone is not None and not 1 <= gone <= LONGEST:
        message = f"AWS Backup does not keep {gone:g} days."
        yield Problem(plan, place, message, f"Write 1 to {LONGEST}.")
    elif cold is not None and gone is not None and gone < cold + COLD_DAYS:
        message = f"it is cold after {cold:g} days and deleted after {gone:g}."
        mend = f"Delete it after {cold + COLD_DAYS:g} days or later."
        yield Problem(plan, place, message, mend)


def _continuous(
    plan: Resource, path: Path, rule: Mapping[str, Value]
) -> Iterator[Problem]:
    """Yield what a backup to any second cannot have."""
    life = rule.get("Lifecycle")
    if not switched(rule.get("EnableContinuousBackup")):
        return
    life = life if isinstance(life, dict) else {}
    gone = number(life.get("DeleteAfterDays"))
    if gone is not None and gone > CONTINUOUS_DAYS:
        message = f"continuous backups are not kept for {gone:g} days."
        place = (*path, "Lifecycle", "DeleteAfterDays")
        yield Problem(plan, place, message, f"Write 1 to {CONTINUOUS_DAYS}.")
    if life.get("MoveToColdStorageAfterDays") is not None:
        message = "continuous backups never get cold."
        place = (*path, "Lifecycle", "MoveToColdStorageAfterDays")
        yield Problem(plan, place, message, "Leave it out.")


def _timed(plan: Resource, path: Path, rule: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield windows that are too short."""
    start = number(rule.get("StartWindowMinutes"))
    done = number(rule.get("CompletionWindowMinutes"))
    if start is not None and start < START_MINUTES:
        message = f"it has {start:g} minutes to start."
        place = (*path, "StartWindowMinutes")
        yield Problem(plan, place, message, f"Give it {START_MINUTES} or more.")
    if start is not None and done is not None and done < start:
        message = f"it may start within {start:g} minutes and must be done in {done:g}."
        place = (*path, "CompletionWindowMinutes")
        yield Problem(plan, place, message, "Give it longer to be done.")


def _scheduled(plan: Resource, place: Path) -> Iterator[Problem]:
    """Yield what is wrong with the time at which backups start."""
    written = plan.get(*place)
    found = re.fullmatch(r"cron\((.*)\)", written) if isinstance(written, str) else None
    if found is None:
        return
    if len(found[1].split(" ")) != len(FIELDS):
        message = f"'{found[1]}' has not {len(FIELDS)} fields."
        yield Problem(plan, place, message, "Write cron(30 6 * * ? *)")
        return
    for message, mend in mistakes(found[1]):
        yield Problem(plan, place, message, mend)


def _locked(
    model: Model, plan: Resource, path: Path, rule: Mapping[str, Value]
) -> Iterator[Problem]:
    """Yield days that the lock of the vault does not let be."""
    named = rule.get("TargetBackupVault", rule.get("DestinationBackupVaultArn"))
    vault = target(model, named)
    gone = number(plan.get(*path, "Lifecycle", "DeleteAfterDays"))
    if vault is None or vault.type != VAULT or gone is None:
        return
    least = number(vault.get("LockConfiguration", "MinRetentionDays"))
    most = number(vault.get("LockConfiguration", "MaxRetentionDays"))
    if (least is not None and gone < least) or (most is not None and gone > most):
        place = (*path, "Lifecycle", "DeleteAfterDays")
        message = f"{vault.path} is locked and takes no backup of {gone:g} days."
        yield Problem(
            plan, place, message, "Keep to MinRetentionDays and MaxRetentionDays."
        )


def _start(rule: Mapping[str, Value]) -> Span | None:
    """Return when each day a backup may start; None where it is not each day."""
    written = rule.get("ScheduleExpression")
    found = re.fullmatch(r"cron\((\d+) (\d+) [*?] \* [*?] \*\)", str(written))
    minutes = number(rule.get("StartWindowMinutes", START_MINUTES))
    zone = rule.get("ScheduleExpressionTimezone") in (None, "UTC", "Etc/UTC")
    if not isinstance(written, str) or found is None or minutes is None or not zone:
        return None
    return Span(int(found[2]) * 60 + int(found[1]), int(minutes))


def _busy(database: Resource) -> bool:
    """Return whether a resource is a database that makes backups of its own."""
    mine = database.get("DBClusterIdentifier") in (None, "")
    kept = number(database.get("BackupRetentionPeriod")) != 0
    return database.type == INSTANCE and mine and kept


def _inside(span: Span, own: Span) -> bool:
    """Return whether a start lies wholly in a database's window or the hour before."""
    blocked = Span((own.start - HOUR) % DAY, own.minutes + HOUR)
    return (span.start - blocked.start) % DAY + span.minutes <= blocked.minutes
