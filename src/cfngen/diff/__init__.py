"""Diff: two models, what differs, and what a deployment does about it."""

from cfngen.diff.change import Change, Diff, Difference, Path, Setting
from cfngen.diff.comparing import compare
from cfngen.diff.effect import Effect, Fate
from cfngen.diff.settings import difference
from cfngen.diff.sides import across, against

__all__ = [
    "Change",
    "Diff",
    "Difference",
    "Effect",
    "Fate",
    "Path",
    "Setting",
    "across",
    "against",
    "compare",
    "difference",
]
