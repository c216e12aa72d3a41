"""What a dashboard shows of each part of the system."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring.alarm import Series
from cfngen.layers.monitoring.dashboard.widgets import (
    Line,
    Search,
    Section,
    Widget,
    graph,
    lines_of,
    percents,
    text,
)
from cfngen.layers.monitoring.dimensions import (
    ALB,
    ECS,
    ELASTICACHE,
    RDS,
    Dimensions,
    balancer,
    targets,
    tasks,
    writer,
)
from cfngen.layers.monitoring.jobs import waiting
from cfngen.layers.monitoring.logs import counted
from cfngen.physical import metric_namespace
from cfngen.spec.service import Service
from cfngen.spec.stores import Database
from cfngen.spec.system import System


def sections(layer: Layer, system: System) -> Iterator[Section]:
    """Yield what there is to see, from the outside in."""
    if system.edge:
        yield Section("Load balancer", _balancer(balancer(layer)))
    for name, service in system.services.items():
        yield Section(name, tuple(_service(layer, system, name, service)))
    if system.database:
        shown = _database(writer(layer, system.database), system.database)
        yield Section("Database", shown)
    if system.cache:
        yield Section("Cache", tuple(_cache(layer)))
    if system.jobs:
        yield Section("Jobs", _jobs(layer, system))
    own = tuple(_own(system))
    if own:
        yield Section("Own metrics", own)


def _balancer(one: Dimensions) -> tuple[Widget, ...]:
    """Return what the load balancer is asked and answers by itself."""
    return (
        graph("Requests", _line("requests", ALB, "RequestCount", "Sum", one)),
        graph(
            "Errors",
            _line("5xx of services", ALB, "HTTPCode_Target_5XX_Count", "Sum", one),
            _line("5xx of its own", ALB, "HTTPCode_ELB_5XX_Count", "Sum", one),
            _line("4xx of services", ALB, "HTTPCode_Target_4XX_Count", "Sum", one),
        ),
        graph(
            "Connections",
            _line("active", ALB, "ActiveConnectionCount", "Sum", one),
            _line("rejected", ALB, "RejectedConnectionCount", "Sum", one),
        ),
    )


def _service(
    layer: Layer, system: System, name: str, service: Service
) -> Iterator[Widget]:
    """Yield how busy a service's tasks are, how many run, and what they answer."""
    one = tasks(layer, name)
    yield percents(
        "CPU and memory",
        _line("CPU", ECS, "CPUUtilization", "Average", one),
        _line("memory", ECS, "MemoryUtilization", "Average", one),
    )
    running = Series(ECS, "CPUUtilization", "SampleCount", one, period_seconds=60)
    yield graph("Tasks", Line("running", running))
    if not system.takes_requests(service):
        return
    groups = targets(layer, system, name, service)
    names = ("blue ", "green ") if len(groups) > 1 else ("",)
    named = tuple(zip(names, groups, strict=True))
    yield graph(
        "Requests and errors",
        *(_line(f"{n}requests", ALB, "RequestCount", "Sum", g) for n, g in named),
        *(
            _line(f"{n}5xx", ALB, "HTTPCode_Target_5XX_Count", "Sum", g)
            for n, g in named
        ),
    )
    yield graph(
        "Response time in seconds",
        *(_line(f"{n}p95", ALB, "TargetResponseTime", "p95", g) for n, g in named),
    )


def _database(one: Dimensions, database: Database) -> tuple[Widget, ...]:
    """Return how busy the database is, and how much room it has left."""
    room = (
        percents(
            "Capacity", _line("of its most", RDS, "ACUUtilization", "Average", one)
        )
        if database.aurora
        else graph(
            "Free disk in bytes",
            _line("free", RDS, "FreeStorageSpace", "Minimum", one),
        )
    )
    return (
        percents("CPU", _line("CPU", RDS, "CPUUtilization", "Average", one)),
        graph("Connections", _line("open", RDS, "DatabaseConnections", "Maximum", one)),
        room,
        graph(
            "Free memory in bytes",
            _line("free", RDS, "FreeableMemory", "Average", one),
        ),
    )


def _cache(layer: Layer) -> Iterator[Widget]:
    """Yield how full the nodes of the cache are, however many there are."""
    group = text(layer.enter(ports.CACHE_REPLICATION_GROUP_ID))

    def nodes(metric: str, statistic: str) -> Search:
        of_node = f"{{{ELASTICACHE},CacheClusterId}}"
        return Search(f'{of_node} MetricName="{metric}" {group}', statistic)

    yield percents("CPU of the engine", nodes("EngineCPUUtilization", "Average"))
    yield percents("Memory", nodes("DatabaseMemoryUsagePercentage", "Average"))
    yield graph("Evictions", nodes("Evictions", "Sum"))


def _jobs(layer: Layer, system: System) -> tuple[Widget, ...]:
    """Return the starts that failed, and what jobs wrote."""
    groups = [layer.enter(ports.log_group_name(name)) for name in system.jobs]
    return (
        graph("Starts that failed", Line("waiting", waiting(layer))),
        lines_of("Newest lines", groups),
    )


def _own(system: System) -> Iterator[Widget]:
    """Yield what is counted in logs, and what the code itself sends."""
    names = [n for one in system.services.values() for n in one.log_metrics]
    if names:
        yield graph(
            "Counted in logs", *(Line(name, counted(system, name)) for name in names)
        )
    if any(task.custom_metrics for task in system.tasks.values()):
        namespace = text(metric_namespace(system.system))
        yield graph("Sent by the code", Search(f'Namespace="{namespace}"', "Average"))


def _line(
    label: str, namespace: str, metric: str, statistic: str, one: Dimensions
) -> Line:
    """Return a line of one of AWS's metrics."""
    return Line(label, Series(namespace, metric, statistic, one))
