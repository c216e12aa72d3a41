"""A claim that can be judged again on a changed network: how repairs are tried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cfngen.prove.claims.claim import Claims, Never, Only, Works
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging import absence
from cfngen.prove.judging.asked import permitted
from cfngen.prove.judging.offences import Offence
from cfngen.prove.judging.sides import Pair, Sides, side
from cfngen.prove.judging.works import works
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.flow import Reach


@dataclass(frozen=True)
class Trial:
    """A claim on pairs of ends, and one network that it is judged on."""

    claim: Works | Only | Never
    selecting: Selecting = field(repr=False)
    reach: Reach = field(repr=False)

    @property
    def network(self) -> Network:
        """Return the network that the claim is judged on."""
        return self.reach.network

    @property
    def claims(self) -> Claims:
        """Return all claims, whose sets and groups the names may be."""
        return self.selecting.claims

    @cached_property
    def sides(self) -> Sides:
        """Return both sides of the claim in this network."""
        sources, targets = self.claim.sources, self.claim.targets
        return Sides(
            side(sources, self.selecting), side(targets, self.selecting), self.reach
        )

    def on(self, network: Network) -> Trial:
        """Return the same claim on another network."""
        return Trial(self.claim, Selecting(self.claims, network), Reach(network))

    @cached_property
    def missing(self) -> tuple[Offence, ...]:
        """Return what is to work and does not surely do so."""
        if not isinstance(self.claim, Works):
            return ()
        return tuple(works(self.claim, self.sides))

    @cached_property
    def forbidden(self) -> tuple[Offence, ...]:
        """Return what is not to get through and may."""
        match self.claim:
            case Works(only=True):
                return tuple(absence.beyond(self.claim, self.sides))
            case Only():
                return tuple(absence.only(self.claim, self.sides))
            case Never():
                return tuple(absence.never(self.claim, self.sides))
            case _:
                return ()

    def keeps(self, before: Trial) -> bool:
        """Return whether all works that did before and that the claim allows."""
        now = self._allowed
        return all(now[key].covers(had) for key, had in before._allowed.items())

    @cached_property
    def _allowed(self) -> Mapping[tuple[Pair, Family], Packets]:
        """Return what the claim allows and what surely is answered."""
        claim, flow = self.claim, self.reach.flow
        if isinstance(claim, Never):
            return {}
        found = {}
        for pair in self.sides.pairs():
            for family in Family:
                had = flow(*pair, family, Bound.MUST).answered
                asked = had & permitted(claim.ports, family) if claim.ports else had
                found[pair, family] = absence.meant(self.sides, family, pair, asked)
        return found
