"""The parts that templates of tests are put together from."""

from __future__ import annotations

from typing import Any


def ref(name: str) -> dict[str, str]:
    """Return a reference to a resource."""
    return {"Ref": name}


def att(name: str, attribute: str) -> dict[str, list[str]]:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def made(type: str, **properties: Any) -> dict[str, Any]:
    """Return a resource."""
    return {"Type": f"AWS::{type}", "Properties": properties}
