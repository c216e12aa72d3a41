"""The environment variables that a task is given because of what the spec says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.spec import stores
from cfngen.spec.system import System

LOAD_BALANCER_ENDPOINT = "LOAD_BALANCER_ENDPOINT"
METRICS_NAMESPACE = "METRICS_NAMESPACE"


def bucket_variable(bucket: str) -> str:
    """Return the variable of a bucket's name: `user-files` is USER_FILES_BUCKET."""
    return f"{bucket.replace('-', '_').upper()}_BUCKET"


def bucket_region_variable(bucket: str) -> str:
    """Return the variable of a bucket's region: USER_FILES_BUCKET_REGION."""
    return f"{bucket_variable(bucket)}_REGION"


def given(system: System, name: str) -> Mapping[str, str]:
    """Return the variables that a service or job is given besides its own.

    Each comes with the words of the spec that ask for it, as `uses: [database]`.
    """
    return dict((*_of_uses(system, name), *_of_the_rest(system, name)))


def _of_uses(system: System, name: str) -> Iterator[tuple[str, str]]:
    """Yield what the stores and buckets give that the task uses."""
    for used in system.tasks[name].uses:
        for variable in _of_used(system, used):
            yield variable, f"uses: [{used}]"


def _of_used(system: System, used: str) -> Iterator[str]:
    """Yield the variables of one store or bucket."""
    if used in system.buckets:
        yield bucket_variable(used)
        yield bucket_region_variable(used)
    for variable in stores.VARIABLES.get(used, ()):
        with_url = system.database is not None and system.database.url
        if variable != stores.DATABASE_URL or with_url:
            yield variable


def _of_the_rest(system: System, name: str) -> Iterator[tuple[str, str]]:
    """Yield what no store gives."""
    if system.tasks[name].custom_metrics:
        yield METRICS_NAMESPACE, "custom_metrics: true"
    service = system.services.get(name)
    asked = service is not None and system.takes_requests(service)
    if asked and system.edge and system.edge.as_secret:
        yield LOAD_BALANCER_ENDPOINT, "as_secret: true"
