"""Templates as S3 objects named by their content, and a root that points at them.

What `aws cloudformation package` does with nested stacks, as a pure function:
https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.errors import InputError
from cfngen.naming import template_file

STACK = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Package:
    """What to upload (text by key), where the root will be, and the tree's digest.

    `digest` is the SHA-256 of the whole tree and does not depend on `base_url`.
    """

    root_url: str
    root_text: str
    uploads: Mapping[str, str]
    digest: str


def package(files: Mapping[str, str], base_url: str) -> Package:
    """Return the templates under content keys, every TemplateURL rewritten.

    `files` are texts by file name with `root.json` among them; `base_url` has no slash
    at its end. A key is `<sha256 of the text>.json`, so the root's key changes whenever
    any template below it does. Raises InputError for a TemplateURL that names no file
    or a template that nests itself.
    """
    root, uploads = template_file("root"), dict[str, str]()
    root_key = _pack(root, files, f"{base_url}/", (), uploads)
    digest = _pack(root, files, "", (), {}).removesuffix(".json")
    return Package(f"{base_url}/{root_key}", uploads[root_key], uploads, digest)


def nested(body: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the nested stacks of a template: logical id and properties."""
    for name, resource in body.get("Resources", {}).items():
        if resource.get("Type") == STACK:
            yield name, resource.get("Properties", {})


def _pack(
    name: str,
    files: Mapping[str, str],
    prefix: str,
    above: tuple[str, ...],
    uploads: dict[str, str],
) -> str:
    """Add a template and all below it to `uploads`; return its key."""
    body = json.loads(files[name])
    children = list(nested(body))
    for stack, properties in children:
        child = _child(properties.get("TemplateURL"), f"{name}: {stack}", files)
        if child in (*above, name):
            raise InputError(f"{name}: {stack} nests {child} inside itself.")
        key = _pack(child, files, prefix, (*above, name), uploads)
        properties["TemplateURL"] = f"{prefix}{key}"
    # A template without nested stacks is uploaded as it was reviewed, byte for byte.
    text = _written(body) if children else files[name]
    key = f"{hashlib.sha256(text.encode()).hexdigest()}.json"
    uploads[key] = text
    return key


def _written(body: Mapping[str, Any]) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _child(url: Any, where: str, files: Mapping[str, str]) -> str:
    """Return the file that a TemplateURL names; raise InputError for none."""
    if isinstance(url, str) and url in files:
        return url
    raise InputError(
        f"{where}: TemplateURL {json.dumps(url)} names no file.",
        f"Nest one of: {', '.join(sorted(files))}. Run: cfngen generate",
    )
