"""Time that proofs take, and how it grows with the number of workloads.

Run by `make bench`. The first table proves every claim and obligation of every system
of this project, dev and prod, once its model is there; aim: well under a second for all
of them. The second proves what follows from systems that are made in memory, of so many
services that are alike; aim: close to the number of pairs of workloads.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from growth import lift, parameters, seconds, system

from cfngen.generate import generate
from cfngen.project import Project
from cfngen.prove.claims.loading import claims_of
from cfngen.prove.network.reading import network_of
from cfngen.prove.proving import prove
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.matrix import matrix
from cfngen.resolve import committed, environment
from cfngen.spec.causes import source_of
from cfngen.spec.load import load

HERE = Path(__file__).resolve().parent
COUNTS = (10, 50, 200)
RUNS = 3


def main() -> None:
    """Print both tables."""
    ours(Project(HERE.parent))
    print()
    lift()
    with tempfile.TemporaryDirectory() as folder:
        grown(Project(Path(folder).resolve()))


def ours(project: Project) -> None:
    """Print how long each environment of this project takes."""
    print(f"{'':<20}{'claims':>8}{'obligations':>13}{'read':>10}{'prove':>10}")
    total = 0.0
    for name in project.systems():
        made = load(project, name)
        claims = claims_of(project, made, source_of(project, name)).claims
        for one in project.environments(name):
            model = committed(project, made, one)
            proof = prove(model, claims)
            reading = seconds(lambda model=model: network_of(model), RUNS)  # type: ignore[misc]
            taken = seconds(lambda m=model, c=claims: prove(m, c), RUNS)  # type: ignore[misc]
            total += taken
            numbers = f"{len(proof.verdicts):>8}{len(proof.obligations):>13}"
            times = f"{reading * 1000:>7.0f} ms{taken * 1000:>7.0f} ms"
            print(f"{f'{name} {one}':<20}{numbers}{times}")
    print(f"{'together':<20}{total * 1000:>38.0f} ms")


def grown(project: Project) -> None:
    """Print how long systems of many services take, and each pair of workloads."""
    heads = f"{'claims':>8}{'prove':>11}{'a pair':>10}{'reach':>11}{'a pair':>10}"
    print(f"{'workloads':>9}{'pairs':>9}{heads}")
    for count in COUNTS:
        made = system(project, count)
        texts = generate(made)
        model = environment(made, texts, parameters(texts), "templates/many")
        claims = claims_of(project, made, source_of(project, "many")).claims
        network = network_of(model)
        workloads = len(network.workloads)
        pairs = workloads * (workloads - 1)
        proving = seconds(lambda m=model, c=claims: prove(m, c), 1)  # type: ignore[misc]
        reaching = seconds(lambda n=network: matrix(Reach(n)), 1)  # type: ignore[misc]
        print(f"{workloads:>9}{pairs:>9}{len(claims.every):>8}", end="")
        for taken in (proving, reaching):
            print(f"{taken * 1000:>8.0f} ms{taken * 1e6 / pairs:>7.1f} µs", end="")
        print()


if __name__ == "__main__":
    main()
