"""The settings of a job; its size and image are settings of any task."""

from __future__ import annotations

from troposphere import And, Condition, Equals

from cfngen.layers.layer import Layer
from cfngen.layers.task.settings import has_image
from cfngen.naming import logical
from cfngen.settings import Setting, switch
from cfngen.spec.job import Job


def enabled(name: str, job: Job) -> Setting:
    """Return the setting that lets a job run; off, its schedule stays and rests."""
    title = f"{logical(name)}Enabled"
    return switch(title, f"Start {name} on its schedule.", job.enabled)


def runs(layer: Layer, name: str, job: Job) -> str:
    """Declare the condition that a job is started: wanted, and its image is there."""
    wanted = Equals(layer.setting(enabled(name, job)), "true")
    image = Condition(has_image(layer, job.image or name))
    return layer.condition(f"Runs{logical(name)}", And(wanted, image))
