"""Every intrinsic function, of what is known and of what is not."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import Call, Choice, Reference, Secret, Text, Unknown, Value
from tests.resolve.templates import of_value, problem, value

OTHER = Reference("Other")
ARN = Reference("Other", "Arn")
ACCOUNT = Unknown("AWS::AccountId")
NO_VALUE = {"Ref": "AWS::NoValue"}


def ref(name: Any) -> dict[str, Any]:
    return {"Ref": name}


def fn(name: str, *argument: Any) -> dict[str, Any]:
    return {f"Fn::{name}": list(argument)}


def found(*keys: Any) -> dict[str, Any]:
    return fn("FindInMap", "Sizes", *keys)


IF_NOTHING = {"Fn::If": ["Perhaps", "x", NO_VALUE]}
NOTHING = Choice("Perhaps", "x", Unknown("AWS::NoValue"))

KNOWN: tuple[tuple[str, Any, Value], ...] = (
    ("plain", {"a": [1, True, None, "x"]}, {"a": [1, True, None, "x"]}),
    ("ref", ref("Name"), "shop"),
    ("ref number", ref("Number"), "2"),
    ("ref list", ref("List"), ["a", "b", "c"]),
    ("ref resource", ref("Other"), OTHER),
    ("ref open", ref("Open"), Unknown("Open")),
    ("ref secret", ref("Word"), Secret("Word", "sesame")),
    ("pseudo region", ref("AWS::Region"), "us-east-1"),
    ("pseudo partition", ref("AWS::Partition"), "aws"),
    ("pseudo suffix", ref("AWS::URLSuffix"), "amazonaws.com"),
    ("pseudo account", ref("AWS::AccountId"), ACCOUNT),
    ("pseudo stack", ref("AWS::StackName"), "stack"),
    ("pseudo stack id", ref("AWS::StackId"), Unknown("AWS::StackId")),
    ("pseudo topics", ref("AWS::NotificationARNs"), Unknown("AWS::NotificationARNs")),
    ("get att", fn("GetAtt", "Other", "Arn"), ARN),
    ("get att text", {"Fn::GetAtt": "Other.Arn"}, ARN),
    ("get att dots", fn("GetAtt", "Other", "A.B"), Reference("Other", "A.B")),
    ("get att steps", fn("GetAtt", "Other", "A", "B"), Reference("Other", "A.B")),
    ("get att ref", fn("GetAtt", "Other", ref("Name")), Reference("Other", "shop")),
    (
        *("get att unknown", fn("GetAtt", "Other", ref("Open"))),
        Call("Fn::GetAtt", [OTHER, Unknown("Open")]),
    ),
    ("join", fn("Join", "-", ["a", ref("Number"), True]), "a-2-true"),
    ("join list", fn("Join", "", ref("List")), "abc"),
    ("join nothing", fn("Join", "-", []), ""),
    ("join one", fn("Join", "-", [ref("Other")]), OTHER),
    ("join unknown", fn("Join", "-", ["a", ref("Other")]), Text(("a-", OTHER))),
    (
        *("join secret", fn("Join", "", ["a", ref("Word")])),
        Text(("a", Secret("Word", "sesame"))),
    ),
    (
        *("join open list", fn("Join", ",", ref("OpenList"))),
        Call("Fn::Join", [",", Unknown("OpenList")]),
    ),
    ("join no value", fn("Join", "-", ["a", NO_VALUE, "b"]), "a-b"),
    (
        *("join perhaps nothing", fn("Join", "-", ["a", IF_NOTHING])),
        Call("Fn::Join", ["-", ["a", NOTHING]]),
    ),
    (
        *("join choice", fn("Join", "-", ["a", fn("If", "Perhaps", "x", "y")])),
        Text(("a-", Choice("Perhaps", "x", "y"))),
    ),
    ("sub", {"Fn::Sub": "${Name}-${Number}"}, "shop-2"),
    ("sub literal", {"Fn::Sub": "${!Name} ${Name}"}, "${Name} shop"),
    ("sub odd dollars", {"Fn::Sub": "$Name $${Name} ${Name"}, "$Name $shop ${Name"),
    ("sub map", fn("Sub", "${Name}-${X}", {"X": "y", "Name": "own"}), "own-y"),
    ("sub attribute", {"Fn::Sub": "${Other.Arn}/*"}, Text((ARN, "/*"))),
    ("sub pseudo", {"Fn::Sub": "${AWS::Region}"}, "us-east-1"),
    (
        *("sub unknown", {"Fn::Sub": "a${AWS::AccountId}b${Other}"}),
        Text(("a", ACCOUNT, "b", OTHER)),
    ),
    ("if yes", fn("If", "Yes", "a", "b"), "a"),
    ("if no", fn("If", "No", "a", ref("Name")), "shop"),
    ("if perhaps", fn("If", "Perhaps", "a", "b"), Choice("Perhaps", "a", "b")),
    (
        *("if perhaps nothing", IF_NOTHING),
        NOTHING,
    ),
    ("if untaken", fn("If", "No", ref("Gone"), "b"), "b"),
    ("no value in list", ["a", NO_VALUE, fn("If", "No", "b", NO_VALUE)], ["a"]),
    ("no value in dict", {"a": NO_VALUE, "b": fn("If", "Yes", NO_VALUE, 1)}, {}),
    ("select", fn("Select", 1, ["a", "b"]), "b"),
    ("select text", fn("Select", "0", ref("List")), "a"),
    ("select ref", fn("Select", ref("Number"), ref("List")), "c"),
    (
        *("select open", fn("Select", 0, ref("OpenList"))),
        Call("Fn::Select", [0, Unknown("OpenList")]),
    ),
    ("select before choice", fn("Select", 0, ["a", IF_NOTHING]), "a"),
    (
        *("select choice", fn("Select", 0, [IF_NOTHING, "a"])),
        Call("Fn::Select", [0, [NOTHING, "a"]]),
    ),
    (
        *("select behind choice", fn("Select", 1, [IF_NOTHING, "a"])),
        Call("Fn::Select", [1, [NOTHING, "a"]]),
    ),
    ("split", fn("Split", ".", "a.b.c"), ["a", "b", "c"]),
    ("split nothing", fn("Split", ",", ""), [""]),
    (
        *("split joined", fn("Split", ",", fn("Join", ",", [ref("Other"), "x"]))),
        [OTHER, "x"],
    ),
    (
        *("split open join", fn("Split", ",", fn("Join", ",", ref("OpenList")))),
        Unknown("OpenList"),
    ),
    (
        *("split by another", fn("Split", ";", fn("Join", ",", ref("OpenList")))),
        Call("Fn::Split", [";", Call("Fn::Join", [",", Unknown("OpenList")])]),
    ),
    (
        *("split unknown", fn("Split", "-", {"Fn::Sub": "a-${Other}"})),
        Call("Fn::Split", ["-", Text(("a-", OTHER))]),
    ),
    (
        *("split open", fn("Split", ",", ref("Open"))),
        Call("Fn::Split", [",", Unknown("Open")]),
    ),
    (
        *("split output", fn("Split", ",", fn("GetAtt", "Other", "Outputs.Arn"))),
        Call("Fn::Split", [",", Reference("Other", "Outputs.Arn")]),
    ),
    ("find in map", fn("FindInMap", "Sizes", "dev", "Class"), "small"),
    ("find list in map", fn("FindInMap", "Sizes", "dev", "Zones"), ["a", "b"]),
    (
        *("find unknown in map", fn("FindInMap", "Sizes", ref("Open"), "Class")),
        Call("Fn::FindInMap", ["Sizes", Unknown("Open"), "Class"]),
    ),
    (
        *("find default", fn("FindInMap", "Sizes", "x", "y", {"DefaultValue": "z"})),
        "z",
    ),
    (
        *("find nothing", ["a", found("x", "y", {"DefaultValue": NO_VALUE})]),
        ["a"],
    ),
    ("base64", {"Fn::Base64": "a ü"}, "YSDDvA=="),
    ("base64 unknown", {"Fn::Base64": ref("Other")}, Call("Fn::Base64", OTHER)),
    ("cidr", fn("Cidr", "10.0.0.0/16", 2, 8), ["10.0.0.0/24", "10.0.1.0/24"]),
    ("cidr default", fn("Cidr", "10.0.0.0/16", "1"), ["10.0.0.0/24"]),
    (
        *("cidr six", fn("Cidr", "2001:db8::/56", 2, 64)),
        ["2001:db8::/64", "2001:db8:0:1::/64"],
    ),
    ("cidr six default", fn("Cidr", "2001:db8::/56", 1), ["2001:db8::/64"]),
    (
        *("cidr unknown", fn("Cidr", fn("GetAtt", "Other", "CidrBlock"), 2)),
        Call("Fn::Cidr", [Reference("Other", "CidrBlock"), 2]),
    ),
    ("length", {"Fn::Length": ref("List")}, 3),
    (
        *("length open", {"Fn::Length": ref("OpenList")}),
        Call("Fn::Length", Unknown("OpenList")),
    ),
    ("length choice", {"Fn::Length": [IF_NOTHING]}, Call("Fn::Length", [NOTHING])),
    ("json", {"Fn::ToJsonString": {"a": ref("Name")}}, '{"a":"shop"}'),
    ("json list", {"Fn::ToJsonString": [{"a": 1}, "ü"]}, '[{"a":1},"ü"]'),
    (
        *("json unknown", {"Fn::ToJsonString": {"a": ref("Other")}}),
        Call("Fn::ToJsonString", {"a": OTHER}),
    ),
    ("zones", {"Fn::GetAZs": ""}, Call("Fn::GetAZs", "us-east-1")),
    ("zones ref", {"Fn::GetAZs": ref("AWS::Region")}, Call("Fn::GetAZs", "us-east-1")),
    ("zones elsewhere", {"Fn::GetAZs": "eu-west-1"}, Call("Fn::GetAZs", "eu-west-1")),
    (
        *("import", {"Fn::ImportValue": {"Fn::Sub": "${Name}-vpc"}}),
        Call("Fn::ImportValue", "shop-vpc"),
    ),
    (
        *("transform", {"Fn::Transform": {"Name": "M", "Parameters": ref("X")}}),
        Call("Fn::Transform", {"Name": "M", "Parameters": ref("X")}),
    ),
    (
        *("loop", {"Fn::ForEach::X": ["I", ["a"], {"${I}": ref("I")}]}),
        Call("Fn::ForEach::X", ["I", ["a"], {"${I}": ref("I")}]),
    ),
    (
        *("include beside others", {"a": ref("Name"), "Fn::Transform": ref("X")}),
        {"a": "shop", "Fn::Transform": ref("X")},
    ),
    (
        "policy condition",
        {"Condition": {"Bool": ref("Name")}},
        {"Condition": {"Bool": "shop"}},
    ),
    ("ref beside others", {"Ref": "Other", "a": 1}, {"Ref": "Other", "a": 1}),
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [pytest.param(*case, id=name) for name, *case in KNOWN],
)
def test_a_function_gives(written: Any, expected: Value) -> None:
    assert value(written) == expected


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("ref number", ref(5), "Ref takes the name"),
    ("ref nothing there", ref("Nobody"), "Unresolved resource dependency Nobody"),
    ("ref gone", ref("Gone"), "its condition is false here"),
    ("get att gone", fn("GetAtt", "Gone", "Arn"), "its condition is false here"),
    ("get att nothing", {"Fn::GetAtt": "Other"}, "a logical id and an attribute"),
    ("get att list", fn("GetAtt", "Other", ref("List")), "name of an attribute"),
    ("join text", fn("Join", ",", "a"), "Fn::Join takes a delimiter and a list"),
    ("join lists", fn("Join", ",", [ref("List")]), "Fn::Join takes a list of texts"),
    ("join null", fn("Join", ",", [None]), "Fn::Join takes a list of texts"),
    ("sub list", {"Fn::Sub": "${List}"}, "List in Fn::Sub must be a text"),
    ("sub no value", {"Fn::Sub": "${AWS::NoValue}"}, "must be a text"),
    ("sub nobody", {"Fn::Sub": "${Nobody.Arn}"}, "dependency Nobody"),
    ("sub empty", {"Fn::Sub": "${}"}, "Unresolved resource dependency"),
    ("sub number", {"Fn::Sub": 5}, "Fn::Sub takes a text"),
    ("sub one", fn("Sub", "a"), "Fn::Sub takes a text"),
    ("if nobody", fn("If", "Nobody", 1, 2), "Unresolved condition dependency Nobody"),
    ("if two", fn("If", "Yes", 1), "Fn::If takes a condition and two values"),
    ("if written", fn("If", {"Fn::Equals": [1, 1]}, 1, 2), "name of a condition"),
    ("select beyond", fn("Select", 3, ref("List")), "nonexistent value at index 3"),
    ("select minus", fn("Select", -1, ref("List")), "takes an index and a list"),
    ("select long", fn("Select", "9" * 5000, ["a"]), "takes an index and a list"),
    ("split by nothing", fn("Split", "", "a"), "Fn::Split takes a delimiter"),
    ("split list", fn("Split", ",", ref("List")), "Fn::Split takes a delimiter"),
    ("find nothing", fn("FindInMap", "Sizes", "x", "y"), "mapping for Sizes::x::y"),
    ("find two", fn("FindInMap", "Sizes", "x"), "takes a map and two keys"),
    ("find list", fn("FindInMap", "Sizes", ["x"], "y"), "which are texts"),
    ("base64 list", {"Fn::Base64": ["a"]}, "Fn::Base64 takes a text"),
    ("cidr over", fn("Cidr", "10.0.0.0/24", 3, 7), "cannot cut 3 from 10.0.0.0/24"),
    ("cidr many", fn("Cidr", "::/0", 10**12, 3), "takes a block"),
    ("cidr 257", fn("Cidr", "::/0", 257, 3), "must be from 1 to 256"),
    ("cidr none", fn("Cidr", "10.0.0.0/24", 0, 3), "must be from 1 to 256"),
    ("cidr wide", fn("Cidr", "10.0.0.0/24", 1, 99), "cannot cut 1"),
    ("cidr no block", fn("Cidr", "ten", 1, 4), "does not appear to be"),
    ("cidr host bits", fn("Cidr", "10.0.0.1/24", 1, 4), "has host bits set"),
    ("cidr words", fn("Cidr", "10.0.0.0/24", "two", 4), "takes a block"),
    ("length text", {"Fn::Length": "abc"}, "Fn::Length takes a list"),
    ("json text", {"Fn::ToJsonString": "abc"}, "takes an object or a list"),
    ("no function", {"Fn::Nope": 1}, "Fn::Nope is no function of CloudFormation"),
)


@pytest.mark.parametrize(
    ("written", "message"),
    [pytest.param(*case, id=name) for name, *case in WRONG],
)
def test_what_cannot_be_carried_out_is_said(written: Any, message: str) -> None:
    assert message in problem(written)


def test_a_region_gives_its_partition() -> None:
    for region, partition, suffix in (
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
        ("sa-east-1", "aws", "amazonaws.com"),
    ):
        assert value(ref("AWS::Partition"), region) == partition
        assert value(ref("AWS::URLSuffix"), region) == suffix


def test_without_a_region_nothing_of_it_is_known() -> None:
    names = ("AWS::Region", "AWS::Partition", "AWS::URLSuffix")
    assert value([ref(name) for name in names], "") == [Unknown(n) for n in names]


def test_an_included_map_may_hold_anything() -> None:
    included = {"Fn::Transform": {"Name": "AWS::Include"}}
    asked = fn("FindInMap", "Sizes", "live", "Class")
    unknown = Call("Fn::FindInMap", ["Sizes", "live", "Class"])
    assert value(asked, Mappings={"Sizes": included}) == unknown
    assert value(asked, Mappings=included) == unknown


def test_the_template_is_left_as_it_is() -> None:
    written = {"a": [ref("Name"), {"b": fn("If", "Yes", [ref("List")], 1)}]}
    model = of_value(written)
    again = model.stacks[""].template.section("Resources", "It", "Properties")
    assert again["P"] == written
