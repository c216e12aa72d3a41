"""Resolve: templates and a parameter file become a Model. The only evaluator."""

from cfngen.resolve.building import Root, resolve
from cfngen.resolve.committed import committed, committed_tree, fitting, of_file
from cfngen.resolve.conditions import holds
from cfngen.resolve.environments import environment, in_trees
from cfngen.resolve.functions import evaluate
from cfngen.resolve.scope import Scope, Wrong

__all__ = [
    "Root",
    "Scope",
    "Wrong",
    "committed",
    "committed_tree",
    "environment",
    "evaluate",
    "fitting",
    "holds",
    "in_trees",
    "of_file",
    "resolve",
]
