"""The wiring: what is fed, what is hoisted, and every refusal."""

from __future__ import annotations

from typing import Any

import pytest
from troposphere import Ref
from troposphere.sns import Topic

from cfngen.compose import compose
from cfngen.errors import InputError, WiringError
from cfngen.layers.layer import Layer
from cfngen.ports import ROOT_STACK_NAME, SUBNET_LIST, Port
from cfngen.settings import Setting, switch

TOPIC = Port("TopicArn", "String", "A topic.", shown=True)
SUBNETS = Port("SubnetIds", SUBNET_LIST, "Some subnets.")
SIZE = Setting("Size", "How large.", default="small")


def producer(name: str = "first", port: Port = TOPIC) -> Layer:
    layer = Layer(name, "Makes a port.")
    topic = layer.add(Topic("Topic"))
    layer.leave(port, Ref(topic))
    return layer


def consumer(name: str = "second", port: Port = TOPIC) -> Layer:
    layer = Layer(name, "Takes a port.")
    layer.add(Topic("Copy", DisplayName=layer.enter(port)))
    return layer


def asking(name: str, setting: Setting) -> Layer:
    layer = Layer(name, "Asks for a setting.")
    layer.add(Topic("Topic", DisplayName=layer.setting(setting)))
    return layer


def stack(root: dict[str, Any], name: str) -> Any:
    return root["Resources"][name]["Properties"]


def test_a_port_feeds_the_parameter_of_its_name() -> None:
    root = compose("A system.", [producer(), consumer()]).to_dict()
    fed = {"Fn::GetAtt": ["First", "Outputs.TopicArn"]}
    assert stack(root, "Second")["Parameters"] == {"TopicArn": fed}


def test_the_root_names_its_children_by_local_path() -> None:
    root = compose("A system.", [producer("service-web")]).to_dict()
    assert stack(root, "ServiceWeb")["TemplateURL"] == "service-web.json"


def test_a_shown_port_is_an_output_of_the_root() -> None:
    hidden = Port("Hidden", "String", "Not for people.")
    root = compose("A system.", [producer(), producer("other", hidden)]).to_dict()
    assert root["Outputs"].keys() == {"TopicArn"}


def test_what_no_layer_produces_is_asked_of_the_environment() -> None:
    root = compose("A system.", [asking("first", SIZE), asking("second", SIZE)])
    body = root.to_dict()
    assert body["Parameters"]["Size"]["Default"] == "small"
    assert stack(body, "Second")["Parameters"] == {"Size": {"Ref": "Size"}}


@pytest.mark.parametrize("kind", ["CommaDelimitedList", "List<Number>"])
def test_a_list_goes_down_as_one_string(kind: str) -> None:
    names = Setting("Names", "Several.", type=kind)
    root = compose("A system.", [asking("first", names)]).to_dict()
    joined = {"Fn::Join": [",", {"Ref": "Names"}]}
    assert stack(root, "First")["Parameters"] == {"Names": joined}


def test_the_root_feeds_its_own_name() -> None:
    root = compose("A system.", [consumer("first", ROOT_STACK_NAME)]).to_dict()
    fed = {"RootStackName": {"Ref": "AWS::StackName"}}
    assert stack(root, "First")["Parameters"] == fed


def test_composing_twice_shares_nothing() -> None:
    layers = [producer(), asking("second", SIZE)]
    first, second = compose("A system.", layers), compose("A system.", layers)
    assert first.to_dict() == second.to_dict()
    assert first.parameters["Size"] is not second.parameters["Size"]


REFUSED = {
    "a name that leaves two layers": (
        [producer("first"), producer("second")],
        "TopicArn leaves both first and second.",
    ),
    "a name that the root and a layer produce": (
        [producer("first", ROOT_STACK_NAME)],
        "RootStackName leaves both root and first.",
    ),
    "a port used before it is produced": (
        [consumer("first"), producer("second")],
        "first uses TopicArn before second produces it.",
    ),
    "a port that nobody produces": (
        [consumer("first")],
        "first uses TopicArn, which no layer produces.",
    ),
    "a port of the wrong type": (
        [
            producer("first", SUBNETS),
            consumer("second", Port("SubnetIds", "String", "")),
        ],
        f"SubnetIds leaves first as {SUBNET_LIST} and enters second as String.",
    ),
    "a setting declared in two ways": (
        [asking("first", SIZE), asking("second", switch("Size", "Otherwise."))],
        "first and second declare Size in two ways.",
    ),
    "a setting with the name of a port": (
        [producer(), asking("second", Setting("TopicArn", "A clash."))],
        "TopicArn is a setting of second and leaves first.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(case: str) -> None:
    layers, message = REFUSED[case]
    with pytest.raises(WiringError) as refused:
        compose("A system.", layers)
    assert message in str(refused.value).splitlines()


def test_refuses_a_cycle() -> None:
    back = Port("Back", "String", "The way back.")
    first, second = consumer("first", back), consumer("second", TOPIC)
    first.leave(TOPIC, "x")
    second.leave(back, "y")
    with pytest.raises(WiringError, match="first uses Back before second produces it"):
        compose("A system.", [first, second])


def test_names_every_problem_at_once() -> None:
    layers = [consumer("first"), producer("second"), producer("third")]
    with pytest.raises(WiringError) as refused:
        compose("A system.", layers)
    assert len(str(refused.value).splitlines()) == 2


def many(kind: str) -> Layer:
    """Return a layer with a hundred settings or a hundred outputs, all of its own."""
    layer = Layer(kind.rpartition(" ")[2], "A hundred.")
    layer.add(Topic("Topic"))
    for n in range(100):
        name = f"{layer.name}{n}"
        if kind.startswith("settings"):
            layer.setting(Setting(name, "One."))
        else:
            layer.leave(Port(name, "String", "One.", shown=True), "x")
    return layer


@pytest.mark.parametrize(
    ("kind", "said"), [("settings", "parameters"), ("outputs", "outputs")]
)
def test_the_root_is_no_larger_than_cloudformation_takes(kind: str, said: str) -> None:
    layers = [many(f"{kind} {name}") for name in ("a", "b", "c")]
    compose("A system.", layers[:2])
    with pytest.raises(InputError, match=f"stack root needs more than 200 {said}"):
        compose("A system.", layers)
