"""The settings of a task; each begins with its name: `WebCpu`, `SyncPaymentsCpu`."""

from __future__ import annotations

from troposphere import Equals, Not, Ref

from cfngen.layers.layer import Layer
from cfngen.naming import IMAGE_TAG, logical
from cfngen.settings import Setting, choice, number, switch
from cfngen.spec.fargate import CPU_UNITS, SMALLEST, STEPS
from cfngen.spec.task import Task

NO_IMAGE = "none"
"""The image tag that says: nothing has been pushed yet, run nothing."""

TAG_PATTERN = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"
"""What a repository takes as a tag:
https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html"""

EXEC = switch("EnableExec", "Let people open a shell in running tasks.")

FARGATE_SPOT = choice(
    "FargateSpot",
    "Tasks that run on spare capacity, which is cheaper and may be taken away.",
    default="none",
    allowed=("none", "mixed", "all"),
)


def cpu(name: str, task: Task) -> Setting:
    """Return the setting of a task's CPU units."""
    return choice(
        f"{logical(name)}Cpu",
        f"CPU units of a task of {name}; 1024 is one vCPU.",
        default=str(task.cpu),
        allowed=tuple(str(units) for units in CPU_UNITS),
    )


def memory(name: str, task: Task) -> Setting:
    """Return the setting of a task's memory."""
    return number(
        f"{logical(name)}MemoryMiB",
        f"Memory of a task of {name} in MiB; Fargate has certain pairs with CPU.",
        task.memory,
        SMALLEST[0],
        STEPS[CPU_UNITS[-1]][1],
    )


def image_tag(image: str) -> Setting:
    """Return the setting of the tag that runs; `image` is a service or a job."""
    return _tag(
        f"{logical(image)}{IMAGE_TAG}",
        f"Tag of the image that {image} runs; 'none' runs nothing.",
    )


def migration_image_tag(name: str) -> Setting:
    """Return the setting of the tag that the next migration runs."""
    return _tag(
        f"{logical(name)}Migration{IMAGE_TAG}",
        f"Tag of the image that the migration task of {name} runs.",
    )


def has_image(layer: Layer, image: str) -> str:
    """Declare the condition that there is an image to run; return its name."""
    tag: Ref = layer.setting(image_tag(image))
    return layer.condition(f"Has{logical(image)}Image", Not(Equals(tag, NO_IMAGE)))


def exec_enabled(layer: Layer) -> str:
    """Declare the condition that people may open shells; return its name."""
    return layer.condition("IsExecEnabled", Equals(layer.setting(EXEC), "true"))


def _tag(name: str, description: str) -> Setting:
    """Return a setting that is an image tag."""
    return Setting(
        name,
        description,
        default=NO_IMAGE,
        pattern=TAG_PATTERN,
        hint="an image tag: letters, digits, _ . and -, at most 128",
    )
