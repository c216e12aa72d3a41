"""The target of an environment: what of spec, parameter file and flags goes first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from cfngen.cloud.values import Identity
from cfngen.errors import Exit, InputError, NeedsHuman
from cfngen.findings import Finding
from cfngen.params import Parameters, load
from cfngen.plan.inputs.flags import Flags
from cfngen.plan.inputs.target import Target, looked_at, refuse_other_account, target
from cfngen.project import Project
from cfngen.spec.load import load as load_spec

SPEC, FILE, POLICY = "systems/shop.yaml", "params/shop/prod.json", "policies/prod.json"

SHOP = """\
system: shop
description: Nothing but a network
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
environments:
  prod:
"""

HERE, ELSEWHERE = "123456789012", "210987654321"
ROLE = f"arn:aws:iam::{HERE}:role/deployment"
ALARM = f"arn:aws:cloudwatch:us-east-1:{HERE}:alarm:errors"
TOPIC = f"arn:aws:sns:us-east-1:{HERE}:deployments"
OURS = {"System": "shop", "Environment": "prod", "ManagedBy": "cfngen"}
OPEN = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
ALLOW = {"Statement": [OPEN]}


@dataclass(frozen=True)
class Shop:
    """A system of a network and a database, with one environment."""

    project: Project

    def say(self, *lines: str) -> None:
        """Write what the spec says of prod."""
        text = SHOP + "".join(f"    {line}\n" for line in lines or ("tags: {}",))
        self.write(SPEC, text)

    def write(self, file: str, content: Any) -> None:
        """Write a file of the project: text, or anything else as JSON."""
        path = self.project.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2)
        path.write_text(text, "utf-8")

    def target(self, **flags: Any) -> Target:
        """Return the target of prod."""
        system = load_spec(self.project, "shop")
        return target(self.project, system, "prod", self.written(), Flags(**flags))

    def written(self) -> Parameters:
        """Return the parameter file of prod."""
        return load(self.project.params("shop", "prod"), FILE)

    def wrong(self, **flags: Any) -> list[Finding]:
        """Return what is wrong with the target of prod."""
        with pytest.raises(InputError, match="shop prod cannot be deployed") as raised:
            self.target(**flags)
        assert raised.value.exit_code == Exit.USAGE
        return list(raised.value.findings)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return the system, of which prod says nothing."""
    made = Shop(Project(tmp_path))
    made.say()
    made.write(FILE, {"Parameters": {"EnvironmentName": "prod"}})
    nested = {"Type": "AWS::CloudFormation::Stack"}
    root = {"Resources": {"Network": nested, "Database": nested}}
    made.write("templates/shop/root.json", root)
    return made


def places(findings: list[Finding]) -> list[tuple[str, int, str, str]]:
    return [(f.file, f.line, f.path, f.id) for f in findings]


def test_what_nobody_says_is_empty(shop: Shop) -> None:
    assert shop.target() == Target("us-east-1", tags=OURS)


def test_the_spec_says_it(shop: Shop) -> None:
    shop.say(
        "region: eu-west-1",
        f'account: "{HERE}"',
        "profile: shop-prod",
        f"role: {ROLE}",
        "tags: {Owner: web}",
        "protect: true",
        f"rollback_alarms: [{ALARM.replace('us-east-1', 'eu-west-1')}]",
        "monitor_minutes: 10",
        f"notify: [{TOPIC.replace('us-east-1', 'eu-west-1')}]",
        "bucket: shop-templates",
    )
    assert shop.target() == Target(
        region="eu-west-1",
        account=HERE,
        profile="shop-prod",
        role=ROLE,
        tags={"Owner": "web", **OURS},
        protect=True,
        alarms=(ALARM.replace("us-east-1", "eu-west-1"),),
        monitor_minutes=10,
        notify=(TOPIC.replace("us-east-1", "eu-west-1"),),
        bucket="shop-templates",
    )


def test_an_environment_that_is_not_named_has_the_defaults(shop: Shop) -> None:
    system = load_spec(shop.project, "shop")
    dev = replace(shop.written(), environment="dev")
    found = target(shop.project, system, "dev", dev, Flags())
    assert found == Target("us-east-1", tags=OURS | {"Environment": "dev"})


def test_the_file_goes_before_the_spec_and_flags_before_both(shop: Shop) -> None:
    shop.say(
        "tags: {A: spec, B: spec, C: spec}", "protect: true", "bucket: of-the-spec"
    )
    tags = {"B": "file", "C": "file", **OURS}
    shop.write(FILE, {"Parameters": {"EnvironmentName": "prod"}, "Tags": tags})
    assert shop.target().tags == {"A": "spec", "B": "file", "C": "file", **OURS}
    found = shop.target(
        region="eu-west-1",
        account=ELSEWHERE,
        profile="mine",
        role=ROLE.replace(HERE, ELSEWHERE),
        tags={"C": "flag"},
        protect=False,
        bucket="of-the-flag",
    )
    assert found == Target(
        region="eu-west-1",
        account=ELSEWHERE,
        profile="mine",
        role=ROLE.replace(HERE, ELSEWHERE),
        tags={"A": "spec", "B": "file", "C": "flag", **OURS},
        protect=False,
        bucket="of-the-flag",
    )


def test_everything_that_is_wrong_is_said_where_it_is(shop: Shop) -> None:
    shop.say(f"notify: [{TOPIC}]", "tags: {Owner: web}", "stack_policy: nothing.json")
    tags = {"owner": "web", "Bad!": "x"}
    shop.write(FILE, {"Parameters": {"EnvironmentName": "prod"}, "Tags": tags})
    found = shop.wrong(
        region="eu-west-1",
        account="12",
        profile="a b",
        role=f"arn:aws:iam::{HERE}:user/ann",
        tags={"System": "x", "Empty": ""},
        bucket="A",
    )
    assert places(found) == [
        ("--account", 0, "", "CG420"),
        ("--bucket", 0, "", "CG420"),
        ("--profile", 0, "", "CG420"),
        ("--role", 0, "", "CG420"),
        ("--tag", 0, "Empty", "CG420"),
        ("--tag", 0, "System", "CG048"),
        (FILE, 0, "Tags.Bad!", "CG420"),
        (FILE, 0, "Tags.owner", "CG048"),
        (SPEC, 10, "environments.prod.notify.0", "CG047"),
        (SPEC, 12, "environments.prod.stack_policy", "CG422"),
    ]
    assert all(f.mend for f in found)


@pytest.mark.parametrize(
    ("flags", "place", "words"),
    [
        pytest.param(
            {"region": "eu-wset-1"},
            ("--region", 0, "", "CG011"),
            "no region 'eu-wset-1'",
            id="no region",
        ),
        pytest.param(
            {"role": ROLE.replace(HERE, ELSEWHERE)},
            ("--role", 0, "", "CG047"),
            f"of account {ELSEWHERE}, and the environment of {HERE}",
            id="a role of another account",
        ),
        pytest.param(
            {"account": ELSEWHERE},
            (SPEC, 11, "environments.prod.rollback_alarms.0", "CG047"),
            f"of account {HERE}, and the environment of {ELSEWHERE}",
            id="alarms of another account",
        ),
        pytest.param(
            {"tags": {"Url": "https://ann:hunter2@example.com"}},
            ("--tag", 0, "Url", "CG049"),
            "looks like a secret",
            id="a secret",
        ),
        pytest.param(
            {"tags": {"Owner": "web \x7f"}},
            ("--tag", 0, "Owner", "CG420"),
            "no U+007F",
            id="a character that cannot be seen",
        ),
        pytest.param(
            {"tags": {f"t{n}": "x" for n in range(48)}},
            ("--tag", 0, "", "CG048"),
            "48 tags are too many",
            id="too many tags",
        ),
    ],
)
def test_flags_have_to_fit(
    shop: Shop,
    flags: Mapping[str, Any],
    place: tuple[str, int, str, str],
    words: str,
) -> None:
    shop.say(f'account: "{HERE}"', f"rollback_alarms: [{ALARM}]")
    (found,) = shop.wrong(**flags)
    assert places([found]) == [place]
    assert words in found.message
    assert "hunter2" not in found.message + found.mend


def test_templates_go_where_releases_read_them(shop: Shop) -> None:
    shop.say("bucket: shop-templates")
    given = {"EnvironmentName": "prod", "TemplateBucketName": ""}
    shop.write(FILE, {"Parameters": given})
    (found,) = shop.wrong()
    assert places([found]) == [(FILE, 4, "TemplateBucketName", "CG425")]
    assert found.mend == 'Write "shop-templates".'
    shop.write(FILE, {"Parameters": given | {"TemplateBucketName": "shop-templates"}})
    assert shop.target().bucket == "shop-templates"


@pytest.mark.parametrize(
    ("bucket", "said"),
    [
        pytest.param("", "", id="the usual one, in no words"),
        pytest.param("", f"cfngen-{HERE}-us-east-1", id="the usual one by name"),
        pytest.param(f"cfngen-{HERE}-us-east-1", "", id="the usual one in the spec"),
    ],
)
def test_the_usual_bucket_is_the_same_with_or_without_a_name(
    shop: Shop, bucket: str, said: str
) -> None:
    shop.say(f"bucket: {bucket}" if bucket else "tags: {}")
    given = {"EnvironmentName": "prod", "TemplateBucketName": said}
    shop.write(FILE, {"Parameters": given})
    assert shop.target().bucket == bucket


@pytest.mark.parametrize("said", ["ours", f"cfngen-{ELSEWHERE}-us-east-1"])
def test_releases_read_no_other_bucket_than_the_usual_one(
    shop: Shop, said: str
) -> None:
    shop.say(f'account: "{HERE}"')
    given = {"EnvironmentName": "prod", "TemplateBucketName": said}
    shop.write(FILE, {"Parameters": given})
    (found,) = shop.wrong()
    assert places([found]) == [(FILE, 4, "TemplateBucketName", "CG425")]
    assert "cfngen-<account>-<region>" in found.message
    assert found.mend.endswith(f"bucket: {said}")


def test_whoever_looks_is_kept_by_no_file_and_by_every_flag(shop: Shop) -> None:
    shop.say("stack_policy: nothing.json", f"notify: [{TOPIC}]")
    system = load_spec(shop.project, "shop")

    def look(**flags: Any) -> Target:
        written = shop.written()
        return looked_at(shop.project, system, "prod", written, Flags(**flags))

    assert look(region="eu-west-1").region == "eu-west-1"
    with pytest.raises(InputError) as raised:
        look(region="us_west-2", account="12", profile="a b")
    assert raised.value.exit_code == Exit.USAGE
    flags = ["--account", "--profile", "--region"]
    assert [found.file for found in raised.value.findings] == flags


def test_another_account_is_refused_with_what_to_type() -> None:
    ann = Identity(ELSEWHERE, f"arn:aws:iam::{ELSEWHERE}:user/ann")
    refuse_other_account(Target("us-east-1"), ann)
    refuse_other_account(Target("us-east-1", ELSEWHERE), ann)
    with pytest.raises(NeedsHuman) as raised:
        refuse_other_account(Target("us-east-1", HERE), ann)
    assert raised.value.exit_code == Exit.NEEDS_HUMAN
    assert raised.value.message == (
        f"This environment is in account {HERE}.\n"
        f"Your credentials lead to account {ELSEWHERE}, as {ann.arn}.\n"
        "Nothing was touched."
    )
    assert "--profile" in raised.value.hint
    assert "AWS_PROFILE" in raised.value.hint
    with pytest.raises(NeedsHuman, match="The profile prod leads to account"):
        refuse_other_account(Target("us-east-1", HERE, "prod"), ann)
