"""A root template and all that it nests by local path."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfngen.package import STACK
from cfngen.template.reading import parse, read
from cfngen.template.template import Template


@dataclass(frozen=True)
class Tree:
    """Templates by path, relative to the folder of the root; `root` is one of them."""

    root: str
    templates: Mapping[str, Template]

    def child(self, parent: str, url: Any) -> str | None:
        """Return the path of the template that a TemplateURL names, if it is here."""
        if not isinstance(url, str):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(parent), url))
        return path if path in self.templates else None


def tree_of(texts: Mapping[str, str], root: str, folder: str) -> Tree:
    """Return the tree of texts by file name; findings name them below `folder`.

    Raises InputError for a text that is no template.
    """
    made = {name: parse(text, f"{folder}/{name}") for name, text in texts.items()}
    return Tree(root, made)


def load_tree(path: Path, shown: str) -> Tree:
    """Return the template in a file and those that it nests, at any depth.

    `shown` is the file as findings name it. Raises InputError as `read` does.
    """
    found: dict[str, Template] = {}
    folder, name = posixpath.split(shown)
    todo = [name]
    while todo:
        here = todo.pop()
        if here in found:
            continue
        found[here] = read(path.parent / here, posixpath.join(folder, here))
        inside = posixpath.dirname(here)
        for url in _nested(found[here]):
            child = posixpath.normpath(posixpath.join(inside, url))
            if _is_file(path.parent / child):
                todo.append(child)
    return Tree(name, found)


def _is_file(path: Path) -> bool:
    """Return whether a file is there; a name that no file can have names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _nested(template: Template) -> Iterator[str]:
    """Yield the addresses of nested templates that may be files."""
    for _, properties in template.resources(STACK):
        url = properties.get("TemplateURL")
        if isinstance(url, str) and "://" not in url:
            yield url
