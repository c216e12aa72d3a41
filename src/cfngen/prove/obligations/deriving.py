"""All that must work although nobody claims it."""

from __future__ import annotations

from cfngen.model import Model
from cfngen.prove.access.rights import Rights
from cfngen.prove.obligations.doors import doors
from cfngen.prove.obligations.hosted import hosted
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.roles import roles
from cfngen.prove.obligations.targets import targets
from cfngen.prove.obligations.tasks import tasks
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Verdict


def obligations(model: Model, reach: Reach, rights: Rights) -> tuple[Verdict, ...]:
    """Return what must work in an environment, each thing with its verdict.

    It follows from the templates alone: requests reach listeners and targets, tasks
    start and reach what they are told of, and their roles may do what that takes.
    """
    judge = Judge(reach)
    return (
        *doors(model, judge),
        *targets(model, judge),
        *hosted(model, judge),
        *tasks(model, judge, rights),
        *roles(model, rights),
    )
