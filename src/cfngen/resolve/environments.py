"""The model of a system's environment: its root and what the root does not nest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cfngen.model.model import Model
from cfngen.naming import RECOVERY, root_stack, template_file
from cfngen.params.model import Parameters
from cfngen.resolve.building import Root, resolve
from cfngen.template import Tree, tree_of

if TYPE_CHECKING:
    from cfngen.spec.system import System


def environment(
    system: System, texts: Mapping[str, str], given: Parameters, folder: str
) -> Model:
    """Return a system's model from the texts of its templates and a parameter file.

    `texts` are by file name; findings name them below `folder`. Raises InputError with
    everything that cannot be resolved.
    """
    return in_trees(system, tree_of(texts, template_file("root"), folder), given)


def in_trees(
    system: System, tree: Tree, given: Parameters, named: bool = True
) -> Model:
    """Return a system's model from its templates that have been read.

    The stacks have the names that cfngen gives them, or else none that is known; with
    the name goes the account.
    """
    name = root_stack(system.system, given.environment) if named else ""
    account = (system.at(given.environment).account or "") if named else ""
    roots = [Root(tree, name, system.region_of(given.environment), account)]
    apart = template_file(RECOVERY)
    if system.recovery and apart in tree.templates:
        elsewhere = Tree(apart, tree.templates)
        region = system.recovery.region
        other = f"{name}-{RECOVERY}" if named else ""
        roots.append(Root(elsewhere, other, region, account, RECOVERY))
    return resolve(tuple(roots), given)
