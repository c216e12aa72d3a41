"""How the work grows with the number of services, and what sharing shapes saves.

Run by `make bench`. The systems are made in memory. From about 45 services on they are
larger than CloudFormation takes (200 parameters of a root, 500 resources of a stack),
and from 100 on than a load balancer takes by default (rules of a listener): what is
measured there is growth, not a system that anybody could deploy.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import troposphere

from cfngen import compose
from cfngen.checks import check
from cfngen.gate.cache import Cache
from cfngen.gate.linting import Ground, Job
from cfngen.gate.order import Order, Scope
from cfngen.gate.runner import Piece, Runner
from cfngen.gate.shapes import shape
from cfngen.generate import generate
from cfngen.layers import layer
from cfngen.params import Parameters, interface_of, parse, sync
from cfngen.project import Project
from cfngen.resolve import environment
from cfngen.spec.load import load
from cfngen.spec.system import System

COUNTS = (1, 10, 50, 200)
RUNS = 5

SPEC = """\
system: many
description: Many services that are alike
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
    private: [10.0.16.0/20, 10.0.32.0/20]
  nat: per-zone
edge:
  domain: many.example.com
services:
"""

SERVICE = """\
  {name}:
    port: 8080
    cpu: 256
    memory: 512
    health_check: /health
    routes: [{{path: /{name}/*, priority: {priority}}}]
"""

FIRST = (
    *("account", "basket", "billing", "catalog", "coupon", "courier", "customer"),
    *("delivery", "device", "email", "feed", "fraud", "gift", "image", "invoice"),
    *("ledger", "loyalty", "mail", "media", "order"),
)
SECOND = (
    *("admin", "api", "cron", "events", "export", "import", "proxy", "search"),
    "sync",
)


def names(count: int) -> list[str]:
    """Return names as people give them, of 4 to 15 letters."""
    pairs = [f"{first}-{second}" for second in SECOND for first in FIRST]
    return [*FIRST, *pairs][:count]


def system(project: Project, count: int) -> System:
    """Return a system of so many services."""
    parts = [
        SERVICE.format(name=name, priority=number)
        for number, name in enumerate(names(count), 1)
    ]
    project.spec("many").parent.mkdir(exist_ok=True)
    project.spec("many").write_text(SPEC + "".join(parts), "utf-8")
    return load(project, "many")


def seconds(work: Callable[[], Any], runs: int = RUNS) -> float:
    """Return the median time of some work."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def main() -> None:
    """Print both tables."""
    lift()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder).resolve())
        print(f"{'services':>8}{'resources':>11}{'templates':>11}", end="")
        print(f"{'load':>9}{'generate':>10}{'resolve':>9}{'check':>9}{'a service':>12}")
        for count in COUNTS:
            grow(project, count)
        lint(project)


def lift() -> None:
    """Let templates grow beyond what CloudFormation takes."""
    for module in (troposphere, layer, compose):
        for name in ("MAX_OUTPUTS", "MAX_PARAMETERS", "MAX_RESOURCES"):
            if hasattr(module, name):
                setattr(module, name, 1_000_000)


def grow(project: Project, count: int) -> None:
    """Print how long each stage takes for so many services."""
    made = system(project, count)
    texts = generate(made)
    given = parameters(texts)

    def resolved() -> Any:
        return environment(made, texts, given, "templates/many")

    model = resolved()
    times = (
        seconds(lambda: load(project, "many")),
        seconds(lambda: generate(made), 3),
        seconds(resolved),
        seconds(lambda: check(model)),
    )
    print(f"{count:>8}{len(model.resources):>11}{len(texts):>11}", end="")
    widths = (6, 7, 6, 6)
    for taken, width in zip(times, widths, strict=True):
        print(f"{taken * 1000:>{width}.0f} ms", end="")
    print(f"{times[2] * 1000 / count:>9.1f} ms")


def parameters(texts: Mapping[str, str]) -> Parameters:
    """Return the parameter file that `params sync` would write."""
    empty = Parameters("params/many/dev.json", "dev")
    text = sync(empty, interface_of(texts["root.json"]))
    return parse(text.encode(), empty.file, "dev")


def lint(project: Project) -> None:
    """Print how long cfn-lint takes for the largest, each for itself and by shape."""
    texts = generate(system(project, COUNTS[-1]))
    folder = project.templates("many")
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    services = sorted(folder.glob("service-*.json"))
    print(f"\ncfn-lint, one process, {len(services)} templates of services:")
    for words, shared in (("each for itself", False), ("by shape", True)):
        read, taken = linted(project, services, shared)
        print(f"{words:>17}: {taken:6.1f} s, {read} read")
    others = [path for path in sorted(folder.glob("*.json")) if path not in services]
    read, taken = linted(project, others, shared=False)
    print(f"{'the rest':>17}: {taken:6.1f} s, {read} read")


def linted(project: Project, paths: list[Path], shared: bool) -> tuple[int, float]:
    """Return how many templates cfn-lint has read, and how long it took."""
    read: list[str] = []
    order = Order(Scope.LINT, Cache(), 1, lambda name, _: read.append(name))
    begun = time.perf_counter()
    with Runner(Ground(project, project.root), order) as runner:
        runner.add(
            Piece(
                path.name,
                "",
                Job(path, "us-east-1"),
                shape(path.name, path.read_text("utf-8"), ()) if shared else "",
            )
            for path in paths
        )
        runner.finish()
    return len(read), time.perf_counter() - begun


if __name__ == "__main__":
    main()
