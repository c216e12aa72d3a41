"""Every value of every stack, as three evaluators that others wrote have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cfngen.model import Model
from cfngen.params import Parameters
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree
from tests.foreign.files import ROOTS, shown
from tests.models import ENVIRONMENTS, model
from tests.resolve.oracles.disagreement import Disagreement, differing, unexplained
from tests.resolve.oracles.judges import Judge, ours
from tests.resolve.oracles.reasons import REASONS
from tests.resolve.oracles.settled import ACCOUNT, texts


def models() -> Iterator[Model]:
    """Yield our environments and templates in the styles of others."""
    for system, environment in ENVIRONMENTS:
        yield model(system, environment)
    for file in ROOTS:
        tree = load_tree(file, shown(file))
        root = Root(tree, shown(file), "us-east-1", ACCOUNT)
        yield resolve((root,), Parameters("", ""))


def disagreements(judge: Judge) -> Iterator[Disagreement]:
    """Yield every value of every stack on which an evaluator disagrees."""
    for made in models():
        for stack in made.stacks.values():
            says = judge.says(made, stack)
            for path, source, value in ours(made, stack):
                name, theirs = f"{made.name} {path}", texts(says(source))
                yield from differing(name, source, texts(value), theirs)


@pytest.mark.parametrize("judge", REASONS, ids=lambda judge: judge.name)
def test_each_disagreement_has_its_reason(judge: Judge) -> None:
    left, idle = unexplained(disagreements(judge), REASONS[judge])
    assert not left, f"{len(left)}:\n" + "\n".join(left[:30])
    assert not idle
