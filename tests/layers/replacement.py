"""What replaces a resource: settings changed one by one, and what they reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from cfngen.layers.layer import Layer
from cfngen.settings import Setting
from tests.layers.variations import of, settled

OTHER_TEXTS = {
    "DomainName": "other.example.com",
    "HostedZoneId": "Z2",
    "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d",
    "EnvironmentName": "other",
    "DatabaseInstanceClass": "db.m8g.large",
    "DatabaseSnapshotIdentifier": "before-v2",
    "DatabaseMinCapacityAcu": "0",
    "DatabaseMaxCapacityAcu": "32.5",
    "DatabaseBackupWindow": "01:00-02:00",
    "DatabaseMaintenanceWindow": "mon:03:00-mon:04:00",
    "CacheNodeType": "cache.m7g.large",
    "CacheSnapshotWindow": "01:00-02:00",
    "CacheMaintenanceWindow": "mon:03:00-mon:04:00",
}
"""Another value of each setting whose form does not give one away."""


def replacing(layer: Layer, kind: str) -> set[str]:
    """Return the settings that change a property which AWS cannot change in place.

    It looks at the resources of a type that there are without any setting; that others
    come with one replaces nothing.
    """
    frozen = set(create_only(kind))
    before = _frozen_properties(layer, kind, frozen)
    found = set()
    for name, value in _changes(layer):
        after = _frozen_properties(layer, kind, frozen, **{name: value})
        if any(after[title] != told for title, told in before.items()):
            found.add(name)
    return found


def create_only(kind: str) -> Iterator[str]:
    """Yield the properties of a type that only a new resource can have."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", f"AWS::{kind}")
    for path in schema.schema["createOnlyProperties"]:
        yield path.removeprefix("/properties/").split("/")[0]


def _changes(layer: Layer) -> Iterator[tuple[str, str]]:
    """Yield every setting of a layer with a value that is not its default."""
    for setting in layer.settings.values():
        yield setting.name, _other(setting)


def _other(setting: Setting) -> str:
    """Return a value of a setting that is not its default."""
    if setting.allowed:
        return next(v for v in setting.allowed if v != str(setting.default))
    if setting.type == "Number":
        return str(int(setting.default or 0) + 1)
    return OTHER_TEXTS[setting.name]


def _frozen_properties(
    layer: Layer, kind: str, frozen: set[str], **parameters: str
) -> Mapping[str, Mapping[str, Any]]:
    """Return each resource's properties that cannot change in place."""
    absent = {"Ref": "AWS::NoValue"}
    return {
        title: {n: v for n, v in properties.items() if n in frozen and v != absent}
        for title, properties in of(settled(layer, **parameters), kind).items()
    }
