"""DNS records and certificates."""

from __future__ import annotations

import pytest

from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

OPTION = "Certificate.DomainValidationOptions.0"
LONG = ".".join(["a" * 30] * 2 + ["example", "com"])

CASES = (
    Case(
        "a first name of more than 64",
        *("CG536", {"Certificate.DomainName": LONG}, "Certificate.DomainName"),
        "has 73 characters",
    ),
    Case(
        "what is no domain name",
        *("CG536", {"Certificate.DomainName": "https://shop.example.com"}),
        *("Certificate.DomainName", "is no domain name"),
    ),
    Case(
        "a wildcard in the middle",
        "CG536",
        {"Certificate.SubjectAlternativeNames": ["a.*.example.com"]},
        *("Certificate.SubjectAlternativeNames.0", "a.*.example.com"),
    ),
    Case(
        "an option for another name",
        *("CG536", {f"{OPTION}.DomainName": "www.example.com"}, f"{OPTION}.DomainName"),
        "no name of the certificate",
    ),
    Case(
        "mail to a domain that is not above",
        "CG536",
        {
            f"{OPTION}.HostedZoneId": GONE,
            f"{OPTION}.ValidationDomain": "example.org",
            "Certificate.ValidationMethod": "EMAIL",
        },
        *(f"{OPTION}.ValidationDomain", "example.org is not above shop.example.com"),
    ),
    Case(
        "a zone where mail validates",
        *("CG536", {"Certificate.ValidationMethod": "EMAIL"}, f"{OPTION}.HostedZoneId"),
        "for validation by DNS",
    ),
    Case(
        "a record outside its zone",
        *("CG538", {"Record.Name": "shop.example.org"}, "Record.Name"),
        "shop.example.org does not lie in the zone example.com",
    ),
    Case(
        "a record that only ends like its zone",
        *("CG538", {"Record.Name": "myexample.com"}, "Record.Name", "does not lie"),
    ),
    Case(
        "a record twice",
        *("CG538", {"Again": ("Record", {"Name": "Shop.example.com."})}),
        *("Again.Name", "Record is a record for shop.example.com"),
    ),
    Case(
        "a CNAME beside an alias",
        "CG538",
        {
            "Again": (
                "Route53::RecordSet",
                {
                    "HostedZoneId": {"Ref": "Zone"},
                    "Name": "shop.example.com",
                    "Type": "CNAME",
                    "TTL": "60",
                    "ResourceRecords": ["a.b"],
                },
            )
        },
        *("Again.Name", "Record is a record"),
    ),
    Case(
        "a CNAME with the zone's own name",
        *("CG538", {"Record.Name": "example.com", "Record.Type": "CNAME"}),
        *("Record.Type", "A CNAME cannot have"),
    ),
    Case(
        "an alias in the record's zone",
        *("CG538", {"Record.AliasTarget.HostedZoneId": {"Ref": "Zone"}}),
        *("Record.AliasTarget.HostedZoneId", "not that of Balancer"),
    ),
    Case(
        "an alias with a time to live",
        *("CG538", {"Record.TTL": "60"}, "Record.TTL", "An alias has no TTL"),
    ),
    Case(
        "a record of nothing",
        *("CG538", {"Record.AliasTarget": GONE}, "Record", "neither"),
    ),
    Case(
        "a record of a group outside its zone",
        "CG538",
        {
            "Group": (
                "Route53::RecordSetGroup",
                {
                    "HostedZoneName": "example.com.",
                    "RecordSets": [
                        {"Name": "a.example.org", "Type": "A", "ResourceRecords": ["1"]}
                    ],
                },
            )
        },
        *("Group.RecordSets.0.Name", "a.example.org does not lie"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "A and AAAA": {"Again": ("Record", {"Type": "AAAA"})},
    "the same name in another zone": {
        "Again": ("Record", {"HostedZoneId": "Z1"}),
    },
    "weighted records": {
        "Record.SetIdentifier": "a",
        "Again": ("Record", {"SetIdentifier": "b"}),
    },
    "a zone that is not of the system": {"Record.HostedZoneId": "Z0123456789"},
    "a long name as an alternative": {"Certificate.SubjectAlternativeNames": [LONG]},
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG536"], CHECKS["CG538"]]) == []
