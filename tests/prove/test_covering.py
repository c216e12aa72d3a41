"""What claims leave out, as findings."""

from __future__ import annotations

from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.covering import covered, gaps
from cfngen.template import parse
from tests.cli.proofs import TEMPLATE
from tests.models import of_template


def test_what_claims_leave_out_is_where_it_is_written() -> None:
    body = dict(parse(TEMPLATE, "t.yaml").body)
    model = of_template(body)
    nothing = {(f.id, f.path[-21:]) for f in gaps(covered(model, Claims()), model)}
    ingress, egress = "SecurityGroupIngress/0", "SecurityGroupEgress/0"
    assert ("CG806", ingress[-21:]) in nothing
    assert ("CG805", egress[-21:]) in nothing
    tight = _claims(
        "set office = 203.0.113.0/24",
        "internet[office] -> alb : tcp/443",
        "only internet[office] -> alb : tcp/443",
        "alb -> internet[office] : tcp/443",
        "alb -/-> internet[!office]",
        "alb -/-> internet : any but tcp/443",
        "* -/-> alb : any but tcp/443",
    )
    left = {f.path for f in gaps(covered(model, tight), model)}
    assert not {path for path in left if "SecurityGroup" in path}, left


def _claims(*lines: str) -> Claims:
    """Return claims on it."""
    read = parsed("\n".join(lines), "t.claims")
    assert not read.findings
    return read.claims
