"""A service's task definitions: what serves, and what migrates its database."""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import Sub, ecs

from cfngen.layers import task
from cfngen.layers.layer import Layer
from cfngen.layers.task import containers
from cfngen.layers.task.settings import image_tag, migration_image_tag
from cfngen.layers.task.shared import Parts
from cfngen.physical import physical
from cfngen.spec.service import Service, Sidecar, sidecar_image
from cfngen.spec.system import System


def serving(
    layer: Layer, system: System, service: Service, parts: Parts
) -> ecs.TaskDefinition:
    """Return the task definition of the service itself, its sidecars included."""
    container = containers.main(
        layer,
        parts,
        image_tag(parts.image),
        parts.name,
        **containers.serving(service.port),
        StopTimeout=containers.STOP_SECONDS,
        **containers.checked(service.health_command),
        **containers.commanded(service.command),
    )
    beside = _sidecars(layer, service, parts)
    family = physical(system.system, parts.name)
    return task.definition(layer, parts, "TaskDefinition", family, container, *beside)


def migrating(
    layer: Layer, system: System, service: Service, parts: Parts
) -> ecs.TaskDefinition:
    """Return the task definition that migrates the database before a release."""
    container = containers.main(
        layer,
        parts,
        migration_image_tag(parts.name),
        "migrate",
        **containers.commanded(service.migrate),
    )
    family = physical(system.system, f"{parts.name}-migrate")
    return task.definition(layer, parts, "MigrationTaskDefinition", family, container)


def sidecar_images(name: str, service: Service) -> tuple[str, ...]:
    """Return the sidecars' images that have a repository here."""
    own = (n for n, sidecar in service.sidecars.items() if not sidecar.image)
    return tuple(sidecar_image(name, sidecar) for sidecar in own)


def _sidecars(
    layer: Layer, service: Service, parts: Parts
) -> Iterator[ecs.ContainerDefinition]:
    """Yield the containers beside the service's own; localhost is theirs together.

    They have no secrets. An image of their own comes with the service's, under its tag.
    """
    for name, sidecar in service.sidecars.items():
        yield containers.container(
            parts,
            name,
            _image(layer, parts, name, sidecar),
            name,
            _environment(sidecar),
            **containers.serving(sidecar.port),
            StopTimeout=containers.STOP_SECONDS,
            **containers.checked(sidecar.health_command),
            **containers.commanded(sidecar.command),
            **(_after(service, parts) if sidecar.front else {}),
        )


def _image(layer: Layer, parts: Parts, name: str, sidecar: Sidecar) -> Sub | str:
    """Return a sidecar's image: from elsewhere, or from its repository here."""
    if sidecar.image:
        return sidecar.image
    pushed = sidecar_image(parts.name, name)
    return containers.pushed(layer, pushed, image_tag(parts.image))


def _environment(sidecar: Sidecar) -> dict[str, list[ecs.Environment]]:
    """Return the variables of a sidecar, sorted as the service's are."""
    plain = sidecar.environment
    named = [ecs.Environment(Name=name, Value=plain[name]) for name in sorted(plain)]
    return {"Environment": named} if named else {}


def _after(service: Service, parts: Parts) -> dict[str, list[ecs.ContainerDependency]]:
    """Return that a container takes requests only once the service answers.

    It stops before the service as well: ECS stops containers in the reverse order.
    """
    condition = "HEALTHY" if service.health_command else "START"
    return {
        "DependsOn": [
            ecs.ContainerDependency(ContainerName=parts.name, Condition=condition)
        ]
    }
