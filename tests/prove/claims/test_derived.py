"""Claims that follow from a spec: what they say, where, and that they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cfngen.generate import generate
from cfngen.model import Model
from cfngen.params import Parameters, interface_of, parse, sync
from cfngen.project import Project
from cfngen.prove.claims.claim import Claims, DefaultDeny, Never, Only, Works
from cfngen.prove.claims.derived import derived
from cfngen.prove.claims.selecting import Selecting, standing
from cfngen.prove.claims.sets import ranges_of
from cfngen.prove.claims.vacuous import wrong
from cfngen.prove.judging.network import judged
from cfngen.prove.network.reading import network_of
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Truth
from cfngen.resolve import environment
from cfngen.spec.load import load
from cfngen.spec.reader import read
from cfngen.spec.system import System
from tests.models import ENVIRONMENTS, PROJECT, Bodies, Change, model

DERIVED = {
    "nextjs": """
internet -> alb : tcp/443, tcp/80                       edge.allow_from
* -/-> alb : any but tcp/443, tcp/80                    edge.allow_from
alb -/-> internet, stranger                             edge
nacl public default-deny                                network.subnets.public
internet -/-> private                                   network.subnets.private
nacl private default-deny                               network.subnets.private
isolated -/-> internet by route                         network.subnets.isolated
internet -/-> isolated                                  network.subnets.isolated
nacl isolated default-deny                              network.subnets.isolated
alb -> web : tcp/3000                                   services.web.port
only alb -> web : tcp/3000                              services.web.port
web -> internet : tcp/443 where nats                    services.web.egress
web -/-> internet, stranger : any but tcp/443           services.web.egress
web -> database : tcp/5432                              services.web.uses
only web -> database : tcp/5432                         database
database -/-> *                                         database
web -> cache : tcp/6379                                 services.web.uses
only web -> cache : tcp/6379                            cache
cache -/-> *                                            cache
""",
    "rails": """
internet -> alb : tcp/443, tcp/80                       edge.allow_from
* -/-> alb : any but tcp/443, tcp/80, tcp/8443          edge.allow_from
alb -/-> internet, stranger                             edge
nacl public default-deny                                network.subnets.public
internet -/-> private                                   network.subnets.private
nacl private default-deny                               network.subnets.private
alb -> web : tcp/80                                     services.web.sidecars.nginx.port
only alb -> web : tcp/80                                services.web.sidecars.nginx.port
web -> internet : tcp/443 where nats                    services.web.egress
web -/-> internet, stranger : any but tcp/443           services.web.egress
web -> endpoints : tcp/443 where endpoints              network.endpoints
web -> database : tcp/5432                              services.web.uses
only web -> database : tcp/5432                         database
database -/-> *                                         database
only web -> endpoints : tcp/443 where endpoints         network.endpoints
endpoints -/-> * where endpoints                        network.endpoints
""",
}

ODD = """\
system: odd
description: Names that claims have a meaning for
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
    private: [10.0.16.0/20, 10.0.32.0/20]
  nat: single
edge:
  domain: odd.example.com
  allow_from: cloudflare
services:
  only: {port: 8080, uses: [database]}
  internet: {port: 8081, routes: [{path: /i/*}], egress: [443, 25]}
  service: {subnets: public}
  worker-1: {subnets: public, uses: [cache]}
jobs:
  where: {every: day}
  jobs: {every: day, uses: [cache]}
  report-2: {every: day, uses: [database]}
database: {engine: mysql}
cache: {}
delivery:
  pipeline: {repository: example/odd}
"""


def said(system: str) -> list[str]:
    """Return the claims that follow from a system's spec, each with its place."""
    source, _ = read(PROJECT.spec(system), f"systems/{system}.yaml")
    found = derived(load(PROJECT, system), source)
    return [f"{one.said.text} {one.said.place.path}" for one in found]


def claims_of(project: Project, system: System) -> Claims:
    source, _ = read(project.spec(system.system), "systems/a.yaml")
    sets = {"cloudflare": ranges_of(system.cloudflare.every)}
    return Claims(derived=derived(system, source), sets=sets)


def truths(model: Model, claims: Claims) -> Iterator[tuple[str, Truth, str]]:
    """Yield what is proved of the claims that are made of an environment."""
    network = network_of(model)
    made = standing(claims, network)
    selecting, reach = Selecting(made, network), Reach(network)
    assert wrong(made, network, ()) == ()
    for one in made.derived:
        assert isinstance(one, Works | Only | Never | DefaultDeny)
        verdict = judged(one, selecting, reach)
        yield one.said.text, verdict.truth, verdict.why


def unproved(model: Model, claims: Claims) -> set[str]:
    return {text for text, truth, _ in truths(model, claims) if truth != "proved"}


@cache
def of_system(name: str) -> Claims:
    return claims_of(PROJECT, load(PROJECT, name))


@pytest.mark.parametrize("system", DERIVED)
def test_follow(system: str) -> None:
    wanted = [" ".join(line.split()) for line in DERIVED[system].strip().split("\n")]
    assert said(system) == wanted


def test_places_have_lines() -> None:
    source, _ = read(PROJECT.spec("nextjs"), "systems/nextjs.yaml")
    lines = PROJECT.spec("nextjs").read_text("utf-8").split("\n")
    for claim in derived(load(PROJECT, "nextjs"), source):
        place = claim.said.place
        key = place.path.rpartition(".")[2]
        assert place.file == "systems/nextjs.yaml"
        assert lines[place.line - 1][place.column - 1 :].startswith(f"{key}:")
        assert claim.said.follows


def test_cloudflare_alone_may_come_in() -> None:
    assert "only internet[cloudflare] -> alb : tcp/443, tcp/80 edge.allow_from" in said(
        "revendiste"
    )


def test_nobody_reaches_a_job() -> None:
    assert "* -/-> sync-payments jobs.sync-payments" in said("revendiste")


@pytest.mark.parametrize(("system", "name"), ENVIRONMENTS)
def test_all_hold(system: str, name: str) -> None:
    assert unproved(model(system, name), of_system(system)) == set()


@pytest.mark.parametrize(
    ("system", "parameters", "there", "gone"),
    [
        pytest.param(
            *("rails", {"EnableVpcEndpoints": "true"}),
            *("endpoints -/-> * where endpoints", ""),
            id="endpoints",
        ),
        pytest.param(
            *("rails", {"TestListenerCidr": "198.51.100.0/24"}),
            *("* -/-> alb : any but tcp/443, tcp/80, tcp/8443", ""),
            id="testers",
        ),
        pytest.param(
            *("nextjs", {"NatGateways": "none"}),
            *("internet -/-> private", "web -> internet : tcp/443 where nats"),
            id="no NAT gateway",
        ),
    ],
)
def test_hold_with_other_settings(
    system: str, parameters: dict[str, Any], there: str, gone: str
) -> None:
    found = {
        text: truth
        for text, truth, _ in truths(
            model(system, "dev", **parameters), of_system(system)
        )
    }
    assert set(found.values()) == {Truth.PROVED}
    assert there in found
    assert gone not in found


def changed(file: str, name: str, **properties: Any) -> Change:
    def change(bodies: Bodies) -> None:
        held = bodies[f"{file}.json"]["Resources"][name]["Properties"]
        for key, value in properties.items():
            held[key] = value
            if key == "CidrIp":
                for other in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
                    held.pop(other, None)
                held.pop("SourcePrefixListId", None)

    return change


def admitted(group: str, port: int) -> Change:
    """Return the change that lets the whole VPC into a group on a port."""

    def change(bodies: Bodies) -> None:
        resources = bodies["security.json"]["Resources"]
        resources["Hole"] = {
            "Type": "AWS::EC2::SecurityGroupIngress",
            "Properties": {
                "GroupId": {"Fn::GetAtt": [f"{group}SecurityGroup", "GroupId"]},
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                "CidrIp": "10.0.0.0/8",
            },
        }

    return change


@pytest.mark.parametrize(
    ("system", "change", "refuted"),
    [
        pytest.param(
            *("nextjs", admitted("Database", 5432)),
            {"only web -> database : tcp/5432"},
            id="database open to the VPC",
        ),
        pytest.param(
            *("nextjs", admitted("Web", 22)),
            {"only alb -> web : tcp/3000"},
            id="ssh to a service",
        ),
        pytest.param(
            *("nextjs", admitted("Alb", 8080)),
            {"* -/-> alb : any but tcp/443, tcp/80"},
            id="another port of the load balancer",
        ),
        pytest.param(
            *("revendiste", admitted("SyncPayments", 9000)),
            {"* -/-> sync-payments"},
            id="a job that takes connections",
        ),
        pytest.param(
            "nextjs",
            changed("security", "WebEgressToInternet443", FromPort=0, ToPort=65535),
            {"web -/-> internet, stranger : any but tcp/443"},
            id="egress to every port",
        ),
        pytest.param(
            "nextjs",
            changed("security", "WebEgressToDatabase5432", FromPort=1, ToPort=1),
            {"web -> database : tcp/5432"},
            id="a store that cannot be reached",
        ),
        pytest.param(
            "nextjs",
            changed("security", "AlbEgressToWeb3000", CidrIp="0.0.0.0/0"),
            {"alb -/-> internet, stranger"},
            id="a load balancer that goes out",
        ),
        pytest.param(
            "revendiste",
            changed("security", "AlbIngressFromCloudflare443", CidrIp="104.0.0.0/5"),
            {"only internet[cloudflare] -> alb : tcp/443, tcp/80"},
            id="more than Cloudflare",
        ),
    ],
)
def test_a_mistake_refutes(system: str, change: Change, refuted: set[str]) -> None:
    found = truths(model(system, "prod", change), of_system(system))
    broken = {text for text, truth, _ in found if truth == "refuted"}
    assert refuted <= broken
    assert len(broken) <= 3


def test_an_isolated_tier_with_a_way_out_is_refuted() -> None:
    def change(bodies: Bodies) -> None:
        resources = bodies["network.json"]["Resources"]
        route = json.loads(json.dumps(resources["PublicDefaultRoute"]))
        route["Properties"]["RouteTableId"] = {"Ref": "IsolatedRouteTable"}
        resources["Out"] = route

    found = unproved(model("nextjs", "prod", change), of_system("nextjs"))
    assert "isolated -/-> internet by route" in found


def test_odd_names_hold_as_well(tmp_path: Path) -> None:
    (tmp_path / "systems").mkdir()
    project = Project(tmp_path)
    project.spec("odd").write_text(ODD)
    system = load(project, "odd")
    texts = generate(system)
    empty = Parameters("params/odd/dev.json", "dev")
    text = sync(empty, interface_of(texts["root.json"]))
    given = parse(text.encode(), empty.file, "dev")
    made = environment(system, texts, given, "templates/odd")
    claims = claims_of(project, system)
    found = {text: truth for text, truth, _ in truths(made, claims)}
    assert "only ServiceOnly/*, */Report2Schedule -> database : tcp/3306" in found
    assert "only ServiceWorker1/*, */JobsSchedule -> cache : tcp/6379" in found
    assert "* -/-> ServiceService/*" in found
    assert "internet[!cloudflare], vpc -/-> alb : tcp/443, tcp/80" in found
    assert "ServiceInternet/* -> internet : tcp/443, tcp/25 where nats" in found
    assert set(found.values()) == {Truth.PROVED}
