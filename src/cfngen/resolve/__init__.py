"""Resolve: templates and a parameter file become a Model. The only evaluator."""

from cfngen.resolve.building import Root, resolve
from cfngen.resolve.conditions import holds
from cfngen.resolve.environments import environment, in_trees
from cfngen.resolve.functions import evaluate
from cfngen.resolve.scope import Scope, Wrong

__all__ = [
    "Root",
    "Scope",
    "Wrong",
    "environment",
    "evaluate",
    "holds",
    "in_trees",
    "resolve",
]
