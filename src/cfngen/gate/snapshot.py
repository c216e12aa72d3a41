"""What is committed of a system, as digests: two equal snapshots get equal answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cfngen.gate.keys import digest
from cfngen.lint.policy import Policy, policy_of
from cfngen.project import Project

CLOCKED = (b"AWS::Lambda::", b"AWS::Serverless::")
"""Types on which the day counts: a Lambda runtime is let be until its end of life."""

NESTS = b"AWS::CloudFormation::Stack"
"""What stands in every template that nests another. `cfngen.package` has the word too,
and loads a library that a run which finds nothing changed can do without."""

NAMED = re.compile(rb"file\s*\(\s*([^()\x00-\x1f]+?)\s*\)")
"""A file of address ranges that claims name: `set partners = file(data/them.txt)`.
Whatever looks like one counts; the language has its reader elsewhere."""

POLICIES = re.compile(rb"[\w-][\w./-]*\.json")
"""A file with a stack policy that the spec names; whatever looks like one counts."""

FAR = re.compile(rb"TemplateURL\W+[^\"']*/")
"""A nested template that may lie in another folder, or that only AWS can fetch."""


@dataclass(frozen=True)
class Snapshot:
    """Digests of the files of a system by name, and the bytes of the policy.

    `nesting` are the templates that nest others. `closed` says that there is nothing
    else that an answer hangs on; `day` is today where an answer may hang on it.
    `claims` is a digest of the file of claims and of all that claims name, `guards`
    one of the stack policies.
    """

    tools: str
    system: str
    spec: str
    templates: Mapping[str, str]
    params: Mapping[str, str]
    policy: Policy
    nesting: frozenset[str] = frozenset()
    closed: bool = True
    day: str = ""
    claims: str = ""
    guards: str = ""

    def key(self, *parts: str) -> str:
        """Return the key of an answer that hangs on some parts; empty if on more."""
        policy = self.policy.text if self.policy.text is not None else b"none"
        own = digest(self.tools, self.day, policy, *parts)
        return own if self.closed else ""

    def whole(self, scope: str) -> str:
        """Return the key of all that is found in the system."""
        files = _flat((*self.templates.items(), *self.params.items()))
        own = (self.system, self.spec, self.claims, self.guards)
        return self.key("whole", scope, *own, *files)

    def tree(self) -> str:
        """Return one digest of all templates."""
        return digest(*_flat(self.templates.items()))

    def template(self, name: str) -> str:
        """Return a digest of a template, and of all that it may nest."""
        own = self.templates.get(name, "")
        return digest(own, self.tree()) if name in self.nesting else own


def snapshot(project: Project, system: str, tools: str) -> Snapshot:
    """Return what is committed of a system now; what is not there is no part of it.

    `tools` is the fingerprint of what answers.
    """
    texts = dict(_templates(project.templates(system)))
    policy = policy_of(project.root)
    far = any(FAR.search(text) for text in texts.values())
    params = {e: project.params(system, e) for e in project.environments(system)}
    return Snapshot(
        tools,
        system,
        spec_of(project, system),
        {name: sha256(text).hexdigest() for name, text in texts.items()},
        {name: sha256(_bytes(path)).hexdigest() for name, path in params.items()},
        policy,
        frozenset(name for name, text in texts.items() if NESTS in text),
        policy.closed and not far,
        day_of(texts.values()),
        digest(*_claims(project, system)),
        digest(*_guards(project, system)),
    )


def spec_of(project: Project, system: str) -> str:
    """Return a digest of what describes a system: its spec, and Cloudflare's ranges."""
    return digest(_bytes(project.spec(system)), _bytes(project.cloudflare()))


def _claims(project: Project, system: str) -> Iterator[bytes | str]:
    """Yield the file of claims, and each file that it or the spec names.

    Files of claims beside which no system stands are an error in every one.
    """
    own = _bytes(project.claims(system))
    yield own
    for name in sorted({*NAMED.findall(own + _bytes(project.spec(system)))}):
        yield name
        yield _finite(project.root / name.decode("utf-8", "replace"))
    systems = project.systems()
    every = sorted(path.stem for path in project.claims("").parent.glob("[!.]*.claims"))
    yield from (stem for stem in every if stem not in systems)


def _guards(project: Project, system: str) -> Iterator[bytes | str]:
    """Yield each stack policy that a spec names, and the names of what is beside it.

    One that is not there is looked for among them.
    """
    spec = _bytes(project.spec(system))
    for name in sorted({*POLICIES.findall(spec)} if b"stack_policy" in spec else ()):
        path = project.root / name.decode()
        yield name
        yield _finite(path)
        yield digest(*sorted(beside.name for beside in path.parent.glob("*.json")))


def day_of(texts: Iterable[bytes]) -> str:
    """Return the day where the machine stands, if templates hang on it; or nothing."""
    clocked = any(word in text for text in texts for word in CLOCKED)
    return datetime.now(UTC).astimezone().date().isoformat() if clocked else ""


def _templates(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder by name: each may be nested by another."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file():
            yield path.name, _bytes(path)


def _bytes(path: Path) -> bytes:
    """Return what is in a file; one that cannot be read is told apart from any."""
    try:
        return b"+" + path.read_bytes()
    except OSError as error:
        return f"-{error.errno}".encode()


def _finite(path: Path) -> bytes:
    """Return what is in a file that anybody may have named: it may have no end."""
    try:
        endless = path.exists() and not (path.is_file() or path.is_dir())
    except OSError:  # a name that is too long, for instance
        return b""
    return b"" if endless else _bytes(path)


def _flat(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the names and values of pairs in their order."""
    for pair in pairs:
        yield from pair
