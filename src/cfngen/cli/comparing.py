"""What `reach --diff` compares: two environments, or one then and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.model import Model
    from cfngen.render.proof.tables import Differing
    from cfngen.spec.system import System


def differing(
    project: Project, system: System, environment: str, other: str
) -> Differing:
    """Return what an environment opens and closes beside another side.

    That is another environment of the system where it has one of that name, and a git
    revision otherwise. Raises InputError as `diff.against` does.
    """
    from cfngen.diff import across, against
    from cfngen.prove.network.reading import network_of
    from cfngen.prove.reach.changes import changes
    from cfngen.prove.reach.flow import Reach
    from cfngen.prove.reach.matrix import matrix
    from cfngen.render.proof.flows import differing_rows
    from cfngen.render.proof.tables import Differing

    models: tuple[Model, Model]
    if other in project.environments(system.system):
        models = across(project, system, other, environment, names=True)
    else:
        models = against(project, system, environment, other)
    before, after = map(network_of, models)
    found = changes(matrix(Reach(before)), matrix(Reach(after)))
    return Differing(
        differing_rows(after, found.opened), differing_rows(before, found.closed)
    )
