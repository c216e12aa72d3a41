"""The settings of how many tasks of a service run; see task.settings for the rest."""

from __future__ import annotations

from cfngen.naming import LIVE_TARGET_GROUP, logical
from cfngen.settings import Setting, choice, number
from cfngen.spec.service import Service
from cfngen.spec.system import System

MOST_TASKS = 1000
"""Tasks that a service may have here; AWS's own quota is 5,000 and can be raised."""


def fewest_tasks(name: str, service: Service) -> Setting:
    """Return the setting of how few tasks may run; unscaled, it is how many run."""
    if not scales(service):
        return _tasks(f"{logical(name)}Tasks", f"Tasks of {name} that run.", service)
    title = f"{logical(name)}MinTasks"
    return _tasks(title, f"Fewest tasks of {name} that run.", service)


def _tasks(title: str, description: str, service: Service) -> Setting:
    """Return a setting of how many tasks run, at first the fewest of the spec."""
    return number(title, description, service.scale.min, 1, MOST_TASKS)


def most_tasks(name: str, service: Service) -> Setting:
    """Return the setting of how many tasks may run; unscaled, as few as many."""
    if not scales(service):
        return fewest_tasks(name, service)
    return number(
        f"{logical(name)}MaxTasks",
        f"Most tasks of {name} that run.",
        service.scale.max,
        1,
        MOST_TASKS,
    )


def scales(service: Service) -> bool:
    """Return whether the number of tasks follows a metric."""
    return service.scale.cpu is not None or service.scale.memory is not None


def bounded(system: System, service: Service) -> bool:
    """Return whether Application Auto Scaling sets the number of tasks.

    It does where the number follows a metric, and where a pipeline releases: there,
    each time that CloudFormation writes the service it may meet ECS's refusal or take
    a revision along that was not meant to be released.
    """
    return scales(service) or system.pipelined


def live_target_group(name: str) -> Setting:
    """Return the setting of the target group that answers users now."""
    return choice(
        f"{logical(name)}{LIVE_TARGET_GROUP}",
        f"Target group of {name} that CodeDeploy released to last.",
        default="blue",
        allowed=("blue", "green"),
    )
