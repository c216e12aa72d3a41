"""Roles: each may do what the tasks that carry it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.grants import role_of
from cfngen.checks.compute.tasks import TASK as DEFINITION
from cfngen.checks.compute.tasks import on_fargate
from cfngen.checks.network.starts import starts
from cfngen.model import Model, Resource, worded
from cfngen.prove.access.rights import Rights
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.allowed import Asked
from cfngen.prove.obligations.containers import needed
from cfngen.prove.obligations.entering import entered
from cfngen.prove.obligations.needs import EXECUTION, TASK, Need
from cfngen.prove.obligations.trusting import trusted
from cfngen.prove.obligations.verdicts import every, refuted, said, undecided
from cfngen.prove.verdict import Broken, Verdict

WORDS = {EXECUTION: "execution role", TASK: "task role"}


def roles(model: Model, rights: Rights) -> Iterator[Verdict]:
    """Yield whether the roles of tasks may do what starting a task takes.

    On an instance the instance's role does it, so these are tasks on Fargate; also
    those that nothing in the templates starts, such as migrations.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    """
    for task in filter(on_fargate, model.of(DEFINITION)):
        for need in needed(model, task):
            yield from _allowed(model, rights, (task, task), need)
        role = role_of(model, task.get(TASK))
        if role is not None:
            words = f"{task.path} can work as its {WORDS[TASK]}"
            yield trusted(rights, role, said(model, task, (TASK,), words))
    for start in starts(model):
        for need in entered(model, start):
            yield from _allowed(model, rights, (start.task, start.resource), need)


def _allowed(
    model: Model, rights: Rights, held: tuple[Resource, Resource], need: Need
) -> Iterator[Verdict]:
    """Yield whether a role of a task may do what one need takes.

    `held` are the task and the resource that has the need.
    """
    (task, holder), named = held, held[0].get(need.role)
    role = role_of(model, named)
    words = f"the {WORDS[need.role]} of {task.path} may {need.what}"
    obligation = said(model, holder, need.path, words)
    if not need.grants:
        return
    if named is None:
        what = f"{task.path} has no {need.role}"
        repair = f"write {need.role}"
        yield refuted(obligation, Broken(Origin(task.path), what, repair=repair))
    elif role is None:
        yield undecided(obligation, worded(named))
    else:
        asked = Asked(rights, role, obligation)
        granted = map(asked.granted, need.grants)
        yield every(obligation, (trusted(rights, role, obligation), *granted))
