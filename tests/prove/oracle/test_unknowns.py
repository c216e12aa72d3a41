"""Whatever fills the unknowns in: what is sure is so, and what is so is possible."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from cfngen.prove.network.rules import Bound
from tests.prove.oracle.both import Both
from tests.prove.oracle.random_networks import template
from tests.prove.oracle.random_packets import Dealer
from tests.prove.oracle.unknowing import unknowing
from tests.prove.oracle.written import Assumed

NETWORKS, A_NETWORK = 40, 100


@pytest.mark.parametrize("gaps", [1, 2, 4], ids=lambda n: f"{n} gaps")
def test_what_is_so_is_between_sure_and_possible(gaps: int) -> None:
    counted = Counter[str]()
    for seed in range(NETWORKS):
        random = Random(seed * 10 + gaps)
        model, filled = unknowing(random, template(random), gaps)
        both = Both.of_model(model, filled, Assumed(tasks_v6=random.random() < 0.5))
        dealer = Dealer.of(both.plain)
        for _ in range(A_NETWORK):
            source, target, wire = dealer.packet(random)
            must = both.algebra(source, target, wire, Bound.MUST)
            may = both.algebra(source, target, wire, Bound.MAY)
            sure, so = both.told(source, target, wire)
            if not both.plain.is_at(source, wire.src):
                continue  # the least that is sure is said of addresses that ends have
            if not both.plain.is_at(target, wire.dst):
                continue
            where = f"network {seed}: {source} -> {target} {wire}"
            assert must.initiated <= so.initiated <= may.initiated, where
            assert must.answered <= sure.answered, where
            assert so.answered <= may.answered, where
            counted["packets"] += 1
            counted["open"] += must != may
            counted["passing"] += so.initiated
    assert counted["packets"] > 0.9 * NETWORKS * A_NETWORK
    assert counted["open"] > 100
    assert counted["passing"] > 300
