"""All rows of `apimodels`."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.local.types.apimodels import Api
from cfngen.local.types.rows import (
    access,
    containers,
    databases,
    filters,
    network,
    scaling,
    watching,
)


def table() -> Mapping[str, Api]:
    """Return the rows by resource type."""
    modules = (access, containers, databases, filters, network, scaling, watching)
    return {name: row for module in modules for name, row in module.rows().items()}
