"""Proofs of our systems, and findings on the lines to change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cfngen.checks import of_spec
from cfngen.findings import Finding
from cfngen.model import Model
from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.network.rules import Origin
from cfngen.prove.placing import placed
from cfngen.prove.proving import prove
from cfngen.prove.reporting import findings
from cfngen.prove.verdict import Proof, Truth
from cfngen.spec.causes import Causes, source_of
from tests.models import PROJECT, Bodies, model, of_resources, spec, unbent

CLAIMS = """
only web -> database : tcp/5432
web -> database : tcp/5432
isolated -/-> internet by route
"""


def proof(text: str, change: Callable[[Bodies], None] = unbent) -> tuple[Proof, Model]:
    """Return what is proved of nextjs in production, and its model."""
    read = parsed(text, "systems/nextjs.claims")
    assert not read.findings
    found = model("nextjs", "prod", change)
    return prove(found, read.claims), found


def told(text: str, change: Callable[[Bodies], None] = unbent) -> list[Finding]:
    """Return the findings on claims, each with the line of the spec."""
    proved, found = proof(text, change)
    causes = Causes(spec("nextjs"), source_of(PROJECT, "nextjs"))
    every = findings(proved, found, of_spec(found, causes))
    return [one for one in every if one.id != "CG804"]


def open_database(bodies: Bodies) -> None:
    """Let everybody in the VPC reach the database."""
    bodies["security.json"]["Resources"]["DatabaseDebug"] = {
        "Type": "AWS::EC2::SecurityGroupIngress",
        "Properties": {
            "GroupId": {"Ref": "DatabaseSecurityGroup"},
            "IpProtocol": "tcp",
            "FromPort": 5432,
            "ToPort": 5432,
            "CidrIp": "10.0.0.0/8",
        },
    }


def shut_database(bodies: Bodies) -> None:
    """Let nobody reach the database."""
    del bodies["security.json"]["Resources"]["DatabaseIngressFromWeb5432"]


def test_what_holds_has_no_findings() -> None:
    proved, _ = proof(CLAIMS)
    assert [one.truth for one in proved.verdicts] == [Truth.PROVED] * 3
    assert (proved.name, proved.environment) == ("nextjs-prod", "prod")
    assert proved.counts["subnets"] == 6
    assert told(CLAIMS) == []


def test_a_rule_too_many_is_found_where_it_is_written() -> None:
    (found,) = told(CLAIMS, open_database)
    assert (found.id, found.file) == ("CG801", "templates/nextjs/security.json")
    assert found.path == "Resources/DatabaseDebug"
    assert found.line > 1
    assert found.resource == "Security/DatabaseDebug"
    assert found.message.startswith("only web -> database : tcp/5432: any other")
    assert found.mend.startswith("Remove DatabaseDebug (tcp/5432 from 10.0.0.0/8)")


def test_what_does_not_work_is_found_at_the_claim() -> None:
    (found,) = told(CLAIMS, shut_database)
    assert (found.id, found.file) == ("CG801", "systems/nextjs.claims")
    assert (found.line, found.column) == (3, 1)
    assert "does not reach" in found.message
    assert found.mend.startswith("Add to DatabaseSecurityGroup SecurityGroupIngress")
    assert found.resource == "Security/DatabaseSecurityGroup"


def test_a_claim_on_nobody_is_found_with_what_was_meant() -> None:
    (found,) = told("only web -> databse")
    assert (found.id, found.line, found.column) == ("CG803", 1, 1)
    assert found.message.endswith("Did you mean 'database'?")


def test_a_group_that_hides_a_workload_is_found_though_no_claim_fails() -> None:
    read = parsed("group web = database\nweb -/-> internet", "t.claims")
    proved = prove(model("nextjs", "prod"), read.claims)
    said = [one.why for one in proved.verdicts if one.truth is Truth.VACUOUS]
    assert said == [
        "The group 'web' has the name of a workload. Take another name.",
    ]


def test_a_name_of_nothing_makes_the_claim_say_nothing_wherever_it_stands() -> None:
    text = "only web,\n  nosuch -> database\nweb, nosuch -/-> internet by route\n"
    proved, _ = proof(text)
    said = [(one.said.text, one.truth) for one in proved.verdicts]
    assert said == [
        ("only web, nosuch -> database", Truth.VACUOUS),
        ("web, nosuch -/-> internet by route", Truth.VACUOUS),
    ]


def test_what_is_no_secret_is_not_proposed_again() -> None:
    (found,) = told("only web.execution read Database/Database")
    assert "as a secret, parameter, bucket or key" in found.message
    assert found.message.endswith("Did you mean 'Database/DatabaseSecret'?")


def test_a_member_of_nothing_is_told_with_its_group() -> None:
    proved, _ = proof("group g = web, nosuch\ng -/-> internet : udp\n")
    said = [one.said.text for one in proved.verdicts if one.truth is Truth.VACUOUS]
    assert said == ["group g"]


def test_claims_of_other_environments_are_left_out() -> None:
    proved, _ = proof("web -> endpoints : tcp/443 where endpoints\n" + CLAIMS)
    assert len(proved.verdicts) == 3


def test_what_a_proof_rests_on_is_said() -> None:
    proved, _ = proof(CLAIMS)
    every = "\n".join(proved.assumptions)
    for words in ("resolver", "load balancer", "32768-60999", "by hand", "endpoints"):
        assert words in every
    assert len(set(proved.assumptions)) == len(proved.assumptions)


def test_what_claims_on_roles_rest_on_is_said_where_there_are_any() -> None:
    with_roles, _ = proof("role web.task only nothing")
    without, _ = proof(CLAIMS)
    said = [
        [one for one in found.assumptions if "Service control policies" in one]
        for found in (with_roles, without)
    ]
    assert [len(one) for one in said] == [1, 0]


def test_a_model_without_a_network_has_a_proof() -> None:
    proved = prove(of_resources(Topic={"Type": "AWS::SNS::Topic"}), Claims())
    assert (proved.verdicts, proved.obligations) == ((), ())


UNDECIDED = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Inside": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"},
    },
    "Group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": "g",
            "VpcId": {"Ref": "Vpc"},
            "SecurityGroupIngress": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": 22,
                    "ToPort": 22,
                    "CidrIp": {"Fn::ImportValue": "office-range"},
                }
            ],
        },
    },
    "Host": {
        "Type": "AWS::EC2::Instance",
        "Properties": {
            "ImageId": "ami-1",
            "SubnetId": {"Ref": "Inside"},
            "SecurityGroupIds": [{"Ref": "Group"}],
        },
    },
}


def test_what_cannot_be_known_is_found_with_what_decides() -> None:
    found = of_resources(**UNDECIDED)
    claims = parsed("stranger -/-> Host", "t.claims").claims
    proved = prove(found, claims)
    (verdict,) = proved.verdicts
    assert verdict.truth is Truth.UNDECIDED
    (one,) = [f for f in findings(proved, found) if f.id == "CG802"]
    assert one.path == "Resources/Group/Properties/SecurityGroupIngress/0"
    assert "office-range" in one.message
    assert any("office-range" in line for line in proved.assumptions)


@pytest.mark.parametrize(
    ("origin", "path"),
    [
        (Origin("Network/Vpc"), "Resources/Vpc"),
        (Origin("Network/Vpc.DefaultNetworkAcl"), "Resources/Vpc"),
        (Origin("Network/Vpc", ("CidrBlock",)), "Resources/Vpc/Properties/CidrBlock"),
    ],
    ids=("a resource", "what a VPC has from the start", "a property"),
)
def test_facts_are_placed_in_the_template(origin: Origin, path: str) -> None:
    found = placed(model("nextjs", "prod"), origin)
    assert found is not None
    assert (found.template.path, found.spec) == (path, None)
    assert found.template.line > 0


def test_a_value_from_the_parameter_file_is_placed_there() -> None:
    found = placed(
        model("nextjs", "prod"), Origin("Database/Database", ("DBInstanceClass",))
    )
    assert found is not None
    assert found.setting is not None
    assert found.nearest.file == "params/nextjs/prod.json"


@pytest.mark.parametrize(
    "origin", [Origin(words="default"), Origin("sg-123")], ids=("AWS's", "not at hand")
)
def test_what_nobody_wrote_has_no_place(origin: Origin) -> None:
    assert placed(model("nextjs", "prod"), origin) is None


def test_obligations_that_one_repair_mends_are_one_finding() -> None:
    def change(bodies: Bodies) -> None:
        del bodies["security.json"]["Resources"]["WebEgressToInternet443"]

    proved, found = proof(CLAIMS, change)
    unmet = [one for one in proved.obligations if one.truth is Truth.REFUTED]
    told = [one for one in findings(proved, found) if one.id == "CG804"]
    assert len(unmet) > len(told) == 1
    assert "The same breaks: " in told[0].message
    assert told[0].message.endswith("more.") is (len(unmet) > 4)
