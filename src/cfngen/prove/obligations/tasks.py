"""Tasks: each can call what it needs, and reach the stores that it is told of."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.grants import role_of
from cfngen.checks.network.starts import Start, starts
from cfngen.model import Model, Resource
from cfngen.prove.access.rights import Rights
from cfngen.prove.claims.claim import INTERNET, Said
from cfngen.prove.network.places import Workload
from cfngen.prove.network.rules import Traffic
from cfngen.prove.obligations import resolving
from cfngen.prove.obligations.containers import needed
from cfngen.prove.obligations.entering import entered
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.letting import Call, endpoints, withheld
from cfngen.prove.obligations.mapping import refused
from cfngen.prove.obligations.needs import Need, Services
from cfngen.prove.obligations.stores import stores
from cfngen.prove.obligations.verdicts import one_of, refuted, said, undecided
from cfngen.prove.packets import TCP
from cfngen.prove.verdict import Truth, Verdict

HTTPS = Traffic((TCP, TCP), (443, 443))


def tasks(model: Model, judge: Judge, rights: Rights) -> Iterator[Verdict]:
    """Yield whether tasks can do what they have to, wherever they start.

    All of it goes over the task's own network interface, from each of its subnets.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
    """
    for start in starts(model):
        path = start.resource.path
        workload = judge.network.workloads.get(path)
        if workload is None or not workload.interfaces:
            continue
        who = judge.network.name(path)
        nobody = (*refused(start.task), *resolving.nameless(model, judge.network, path))
        unsure = tuple(resolving.unsure(model, judge.network, path))
        for holder, need in _needs(model, start):
            obligation = said(model, holder, need.path, f"{who} can {need.what}")
            if nobody:
                yield refuted(obligation, *nobody)
                continue
            call = Call(path, need, role_of(model, start.task.get(need.role)))
            ways = (_called(rights, judge, obligation, call, w) for w in need.ways)
            yield _resolved(one_of(obligation, ways, need.unknown), unsure)
        for way_in, store in stores(model, judge.network, start.task):
            words = f"{who} can reach {judge.network.name(store.path)}"
            obligation = said(model, start.task, way_in, words)
            if nobody:
                yield refuted(obligation, *nobody)
                continue
            yield _resolved(_stored(judge, obligation, path, store), unsure)


def _needs(model: Model, start: Start) -> Iterator[tuple[Resource, Need]]:
    """Yield what tasks need, with the resource that says so."""
    for need in needed(model, start.task):
        yield start.task, need
    for need in entered(model, start):
        yield start.resource, need


def _called(
    rights: Rights, judge: Judge, obligation: Said, call: Call, services: Services
) -> Verdict:
    """Return whether tasks can call some services, or whatever is on the internet."""
    if services == (INTERNET,):
        return judge.reaches(obligation, call.path, INTERNET, [HTTPS])
    found = judge.calls(obligation, call.path, services)
    if found.truth is not Truth.PROVED:
        return found
    taken = (one for one, _ in endpoints(judge.network, call.path, services))
    refusing = (
        *resolving.unhosted(rights.model, taken),
        *withheld(rights, judge.network, call, services),
    )
    return refuted(obligation, *refusing) if refusing else found


def _resolved(found: Verdict, unsure: tuple[str, ...]) -> Verdict:
    """Return a verdict on what takes a name that perhaps nobody resolves."""
    sure = found.truth is not Truth.PROVED or not unsure
    return found if sure else undecided(found.said, *unsure)


def _stored(judge: Judge, obligation: Said, path: str, store: Workload) -> Verdict:
    """Return whether tasks reach a store where it listens."""
    if not store.ports:
        return undecided(obligation, f"the port of {store.path}")
    asked = (Traffic((TCP, TCP), (port, port)) for port in store.ports)
    return judge.reaches(obligation, path, store.path, asked)
