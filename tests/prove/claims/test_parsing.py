"""Claims as they should be written, and what they become."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfngen.prove.claims.claim import (
    Claim,
    DefaultDeny,
    Grant,
    Never,
    NoEscalation,
    Only,
    Ports,
    Readers,
    RoleOnly,
    Trusted,
    Works,
)
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.packets import ANY_PORT, ANY_PROTOCOL
from tests.prove.claims.texts import good, read

HTTPS = Ports("tcp/443", (6, 6), (443, 443))


def only_one(text: str) -> Claim:
    (claim,) = good(text).claims.written
    return claim


def words(names: tuple[Any, ...]) -> list[str]:
    return [f"{n.text}[{n.within}]" if n.within else n.text for n in names]


def test_works() -> None:
    claim = only_one("backend, worker -> database : tcp/5432, udp/53")
    assert isinstance(claim, Works)
    assert words(claim.sources) == ["backend", "worker"]
    assert words(claim.targets) == ["database"]
    assert [one.text for one in claim.ports] == ["tcp/5432", "udp/53"]
    assert not claim.only


def test_works_and_nothing_else() -> None:
    claim = only_one("internet[cloudflare] -> alb : tcp/443 only")
    assert isinstance(claim, Works)
    assert words(claim.sources) == ["internet[cloudflare]"]
    assert claim.ports == (HTTPS,)
    assert claim.only


def test_all_but_a_set() -> None:
    claim = only_one("internet[!cloudflare] -/-> alb")
    assert isinstance(claim, Never)
    assert words(claim.sources) == ["internet[!cloudflare]"]


def test_calls_have_no_ports() -> None:
    claim = only_one("backend -> @pull, @secrets, @sqs")
    assert isinstance(claim, Works)
    assert words(claim.targets) == ["@pull", "@secrets", "@sqs"]
    assert claim.ports == ()


def test_only() -> None:
    claim = only_one("only alb -> backend : tcp/443")
    assert isinstance(claim, Only)
    assert (words(claim.sources), words(claim.targets)) == (["alb"], ["backend"])
    assert claim.ports == (HTTPS,)


def test_only_on_any_port() -> None:
    claim = only_one("only alb, * -> backend")
    assert isinstance(claim, Only)
    assert claim.ports == ()


def test_never() -> None:
    claim = only_one("database, cache -/-> internet : tcp/443")
    assert isinstance(claim, Never)
    assert words(claim.sources) == ["database", "cache"]
    assert claim.ports == (HTTPS,)
    assert not claim.by_route


def test_never_by_route() -> None:
    claim = only_one("isolated, subnets(Data*, Db1) -/-> internet by route")
    assert isinstance(claim, Never)
    assert words(claim.sources) == ["isolated", "subnets(Data*)", "subnets(Db1)"]
    assert claim.by_route


def test_where() -> None:
    claim = only_one("web -> endpoints : tcp/443 where endpoints, nats")
    assert claim.said.where == ("endpoints", "nats")
    assert claim.said.text == "web -> endpoints : tcp/443 where endpoints, nats"


def test_network_acls() -> None:
    claim = only_one("nacl isolated, Private* default-deny")
    assert isinstance(claim, DefaultDeny)
    assert words(claim.tiers) == ["isolated", "Private*"]


def test_what_a_role_may_do() -> None:
    claim = only_one(
        "role web.task, *.job only s3:Get*, s3:PutObject on Storage/Files/*, "
        "arn:aws:s3:::logs-*; sqs:SendMessage on *"
    )
    assert isinstance(claim, RoleOnly)
    assert words(claim.roles) == ["web.task", "*.job"]
    first, second = claim.grants
    assert first.actions == ("s3:Get*", "s3:PutObject")
    assert first.resources == ("Storage/Files/*", "arn:aws:s3:::logs-*")
    assert isinstance(second, Grant)
    assert (second.actions, second.resources) == (("sqs:SendMessage",), ("*",))


def test_a_claim_on_a_role_goes_on_in_further_lines() -> None:
    texts = [
        one.said.text
        for one in good(
            "role web.task only\n  s3:Get* on\n  Files/*;\n  sqs:SendMessage on *\n"
            "role web.task only for\n  ecs-tasks.amazonaws.com\n"
            "only web.task read\n  Secret\n"
            "a -> b : tcp/80 only\n"
            "c -/-> d\n"
        ).claims.written
    ]
    assert texts == [
        "role web.task only s3:Get* on Files/*; sqs:SendMessage on *",
        "role web.task only for ecs-tasks.amazonaws.com",
        "only web.task read Secret",
        "a -> b : tcp/80 only",
        "c -/-> d",
    ]


def test_a_role_that_may_do_nothing() -> None:
    claim = only_one("role web.task only nothing")
    assert isinstance(claim, RoleOnly)
    assert claim.grants == ()


def test_no_escalation() -> None:
    claim = only_one("role * no-escalation")
    assert isinstance(claim, NoEscalation)
    assert words(claim.roles) == ["*"]


def test_who_may_become_a_role() -> None:
    claim = only_one(
        "role Deploy only for github:example/shop:ref:refs/heads/main, 123456789012"
    )
    assert isinstance(claim, Trusted)
    named = ("github:example/shop:ref:refs/heads/main", "123456789012")
    assert claim.principals == named


def test_who_reads_a_secret() -> None:
    claim = only_one("only web.execution, api.execution read Database/DatabaseSecret")
    assert isinstance(claim, Readers)
    assert words(claim.roles) == ["web.execution", "api.execution"]
    assert words(claim.resources) == ["Database/DatabaseSecret"]


def test_that_nobody_reads_a_secret() -> None:
    claim = only_one("only nobody read Database/DatabaseSecret")
    assert isinstance(claim, Readers)
    assert claim.roles == ()


@pytest.mark.parametrize(
    ("text", "protocol", "to"),
    [
        pytest.param("tcp/443", (6, 6), (443, 443), id="port"),
        pytest.param("tcp/4000-4003", (6, 6), (4000, 4003), id="ports"),
        pytest.param("tcp", (6, 6), ANY_PORT, id="all of tcp"),
        pytest.param("udp", (17, 17), ANY_PORT, id="all of udp"),
        pytest.param("icmp", (1, 1), ANY_PORT, id="icmp"),
        pytest.param("any", ANY_PROTOCOL, ANY_PORT, id="any"),
        pytest.param("tcp/1-65535", (6, 6), (1, 65535), id="every port"),
    ],
)
def test_ports(text: str, protocol: tuple[int, int], to: tuple[int, int]) -> None:
    claim = only_one(f"a -> b : {text}")
    assert isinstance(claim, Works)
    assert claim.ports == (Ports(text, protocol, to),)


def holds(ports: tuple[Ports, ...], protocol: int, port: int) -> bool:
    return any(
        one.protocol[0] <= protocol <= one.protocol[1]
        and one.to[0] <= port <= one.to[1]
        for one in ports
    )


SMALL = st.integers(1, 9)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["tcp", "udp"]), st.integers(1, 9), st.integers(1, 9)
        ),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    st.sampled_from([0, 1, 6, 17, 58, 255]),
    st.integers(0, 10),
)
def test_any_but(named: list[tuple[str, int, int]], protocol: int, port: int) -> None:
    texts = dict.fromkeys(f"{p}/{min(a, b)}-{max(a, b)}" for p, a, b in named)
    plain = only_one(f"a -/-> b : {', '.join(texts)}")
    others = only_one(f"a -/-> b : any but {', '.join(texts)}")
    assert isinstance(plain, Never)
    assert isinstance(others, Never)
    there = holds(plain.ports, protocol, port)
    assert holds(others.ports, protocol, port) is not there


@pytest.mark.parametrize(
    ("named", "left"),
    [
        pytest.param("tcp", [6], id="a protocol"),
        pytest.param("icmp", [1, 58], id="messages of both families"),
    ],
)
def test_any_but_a_protocol(named: str, left: list[int]) -> None:
    claim = only_one(f"a -/-> b : any but {named}")
    assert isinstance(claim, Never)
    assert [n for n in range(256) if not holds(claim.ports, n, 80)] == left


def test_sets_and_groups() -> None:
    claims = good(
        "set office = 203.0.113.0/24, 2001:db8::/32, 198.51.100.7\n"
        "set both = office, cloudflare\n"
        "set cloudflare = cloudflare\n"
        "group tasks = backend, sync-*, inner\n"
        "group inner = subnets(isolated, Db*)\n"
    ).claims
    assert claims.sets["office"].v4 == (
        (3325256711, 3325256711),
        (3405803776, 3405804031),
    )
    assert len(claims.sets["office"].v6) == 1
    assert len(claims.sets["both"].v4) == 3
    assert words(claims.groups["tasks"]) == ["backend", "sync-*", "inner"]
    assert words(claims.groups["inner"]) == ["subnets(isolated)", "subnets(Db*)"]


def test_a_set_may_stand_behind_its_use() -> None:
    good("internet[office] -> alb : tcp/443\nset office = 203.0.113.0/24")


def test_comments_blanks_and_lines_that_go_on() -> None:
    claims = good(
        "# all of it\n\n   backend,   # and\n\n  # then\n\tworker -> database :"
        " tcp/5432,\r\n    udp/53   # DNS\n"
    ).claims.written
    assert [c.said.text for c in claims] == [
        "backend, worker -> database : tcp/5432, udp/53"
    ]
    assert claims[0].said.place.line == 3
    assert claims[0].said.place.column == 4


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_comment_ends_with_its_line(end: str) -> None:
    text = end.join(("# all of it", "a -> b : tcp/80  # one", "a -/-> c", ""))
    lines = [c.said.place.line for c in good(text).claims.written]
    assert lines == [2, 3]


@pytest.mark.parametrize("text", ["a->b:tcp/80", "a ->b : tcp/80", "a-> b :tcp/80"])
def test_blanks_around_arrows_are_free(text: str) -> None:
    if text == "a->b:tcp/80":
        assert read(text).findings[0].mend == "Put blanks around the colon: b : tcp/80"
    else:
        assert isinstance(only_one(text), Works)


def test_names_know_their_places() -> None:
    claim = only_one("backend,\n  worker -> database : tcp/5432")
    assert isinstance(claim, Works)
    places = [(n.place.line, n.place.column) for n in (*claim.sources, *claim.targets)]
    assert places == [(1, 1), (2, 3), (2, 13)]


def test_a_text_that_starts_further_down() -> None:
    (found,) = parsed("ok -/-> ok2\na => b", "systems/x.yaml", 10, 3).findings
    assert (found.file, found.line, found.column) == ("systems/x.yaml", 11, 5)


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    assert isinstance(only_one("\ufeffa -/-> b"), Never)


@given(st.text(max_size=60))
def test_nothing_makes_it_stumble(text: str) -> None:
    for finding in read(text).findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message.endswith(".")
        assert finding.mend


PIECES = [
    *("a", "b*", "internet", "*", "->", "-/->", ":", "tcp/80", ",", "only", "by"),
    *("route", "role", "nacl", "set", "group", "=", "[", "]", "cloudflare", "(", ")"),
    *("where", "nats", "on", "s3:Get*", ";", "read", "any", "but", "@pull", "nothing"),
    *("default-deny", "no-escalation", "for", "\n", "#", "–", "file", "subnets"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_words_in_any_order_are_read_or_refused(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = read(text)
    said = [line for line in text.split("\n") if line.partition("#")[0].strip()]
    names = len(found.claims.groups) + len(found.claims.sets) - 1
    if said and not found.findings:
        assert len(found.claims.written) + names >= 1 or "cloudflare" in text
