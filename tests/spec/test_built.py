"""What loads can be built: no accepted name or combination breaks the templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.errors import InputError
from cfngen.generate import generate
from tests.spec.specs import loaded
from tests.spec.test_load import EDGE, GOOD, SMALL


@pytest.mark.parametrize("case", GOOD)
def test_what_loads_is_built(case: str, tmp_path: Path) -> None:
    assert "root.json" in generate(loaded(tmp_path, GOOD[case]))


FIRST = st.sampled_from(("a", "a1", "b", "alarm", "has"))
WORDS = ("a", "min", "tasks", "green", "replica", "log", "bucket", "1")
NAMES = st.builds(
    lambda first, rest: "-".join((first, *rest)),
    FIRST,
    st.lists(st.sampled_from(WORDS), max_size=2),
)
PORTS = st.sampled_from((11, 1, 111, 5432))
SECRETS = st.lists(st.sampled_from(("A", "B_A", "MIN_A", "A_LOG")), max_size=2)


def some(part: st.SearchStrategy[dict[str, Any]], most: int = 3) -> Any:
    """Return a strategy for named parts."""
    return st.dictionaries(NAMES, part, max_size=most)


def without_nothing(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of a spec without the keys that have no value."""
    return {key: value for key, value in part.items() if value is not None}


SERVICES = st.fixed_dictionaries(
    {
        "port": PORTS | st.none(),
        "secrets": SECRETS,
        "subnets": st.just("public"),
        "sidecars": some(st.just({}), 1),
        "log_metrics": some(st.just({"match": "x", "alarm": 1}), 1),
        "scale": st.sampled_from(({}, {"max": 2, "cpu": 70})),
    }
)
JOBS = st.fixed_dictionaries(
    {"every": st.just("day"), "secrets": SECRETS, "subnets": st.just("public")}
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    services=some(SERVICES.map(without_nothing)),
    jobs=some(JOBS),
    buckets=some(st.just({"as_secret": True}), 2),
)
def test_names_that_load_are_built(
    services: dict[str, Any],
    jobs: dict[str, Any],
    buckets: dict[str, Any],
    tmp_path: Path,
) -> None:
    spec = yaml.safe_load(SMALL + EDGE + "monitoring: {dashboard: true}\n")
    for position, service in enumerate(services.values()):
        if "port" in service:
            service["routes"] = [{"path": f"/{position}"}]
        service["uses"] = [*buckets]
    spec |= {"services": services, "jobs": jobs, "buckets": buckets}
    try:
        system = loaded(tmp_path, json.dumps(spec))
    except InputError:
        return
    generate(system)
