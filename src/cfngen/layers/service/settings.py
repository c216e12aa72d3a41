"""The settings of a service; each begins with its name: `WebCpu`, `WebImageTag`."""

from __future__ import annotations

from troposphere import Equals, Not, Ref

from cfngen.layers.layer import Layer
from cfngen.naming import IMAGE_TAG, logical
from cfngen.settings import Setting, choice, number
from cfngen.spec.fargate import CPU_UNITS, SMALLEST, STEPS
from cfngen.spec.service import Service

NO_IMAGE = "none"
"""The image tag that says: nothing has been pushed yet, run nothing."""

TAG_PATTERN = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"
"""What a repository takes as a tag:
https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html"""

MOST_TASKS = 1000
"""Tasks that a service may have here; AWS's own quota is 5,000 and can be raised."""


def cpu(name: str, service: Service) -> Setting:
    """Return the setting of a task's CPU units."""
    return choice(
        f"{logical(name)}Cpu",
        f"CPU units of a task of {name}; 1024 is one vCPU.",
        default=str(service.cpu),
        allowed=tuple(str(units) for units in CPU_UNITS),
    )


def memory(name: str, service: Service) -> Setting:
    """Return the setting of a task's memory."""
    return number(
        f"{logical(name)}MemoryMiB",
        f"Memory of a task of {name} in MiB; Fargate has certain pairs with CPU.",
        service.memory,
        SMALLEST[0],
        STEPS[CPU_UNITS[-1]][1],
    )


def image_tag(name: str) -> Setting:
    """Return the setting of the tag that runs."""
    return Setting(
        f"{logical(name)}{IMAGE_TAG}",
        f"Tag of the image that {name} runs; 'none' runs nothing.",
        default=NO_IMAGE,
        pattern=TAG_PATTERN,
        hint="an image tag: letters, digits, _ . and -, at most 128",
    )


def migration_image_tag(name: str) -> Setting:
    """Return the setting of the tag that the next migration runs."""
    return Setting(
        f"{logical(name)}Migration{IMAGE_TAG}",
        f"Tag of the image that the migration task of {name} runs.",
        default=NO_IMAGE,
        pattern=TAG_PATTERN,
        hint="an image tag: letters, digits, _ . and -, at most 128",
    )


def fewest_tasks(name: str, service: Service) -> Setting:
    """Return the setting of how few tasks may run; unscaled, it is how many run."""
    if not scales(service):
        return number(
            f"{logical(name)}Tasks",
            f"Tasks of {name} that run.",
            service.scale.min,
            1,
            MOST_TASKS,
        )
    return number(
        f"{logical(name)}MinTasks",
        f"Fewest tasks of {name} that run.",
        service.scale.min,
        1,
        MOST_TASKS,
    )


def most_tasks(name: str, service: Service) -> Setting:
    """Return the setting of how many tasks scaling may start."""
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


def has_image(layer: Layer, name: str) -> str:
    """Declare the condition that the service has an image to run; return its name."""
    tag: Ref = layer.setting(image_tag(name))
    return layer.condition(f"Has{logical(name)}Image", Not(Equals(tag, NO_IMAGE)))
