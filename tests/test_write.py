"""Canonical text: order, bytes, and nothing lost."""

from __future__ import annotations

import json

from troposphere import Output, Parameter, Ref, Template
from troposphere.sns import Topic

from cfngen.write import render


def template() -> Template:
    made = Template(Description="Grüße")
    made.add_output(Output("Arn", Value=Ref("Topic")))
    made.add_resource(Topic("Topic", DisplayName=Ref("B"), DeletionPolicy="Retain"))
    made.add_resource(Topic("Another"))
    made.add_parameter(Parameter("B", Type="String"))
    made.add_parameter(Parameter("A", Type="String"))
    made.set_version("2010-09-09")
    return made


def test_reads_back_as_it_was_built() -> None:
    assert json.loads(render(template())) == template().to_dict()


def test_sections_stand_in_the_order_in_which_people_read() -> None:
    assert list(json.loads(render(template()))) == [
        "AWSTemplateFormatVersion",
        "Description",
        "Parameters",
        "Resources",
        "Outputs",
    ]


def test_parameters_stand_by_name_and_resources_as_they_were_added() -> None:
    body = json.loads(render(template()))
    assert list(body["Parameters"]) == ["A", "B"]
    assert list(body["Resources"]) == ["Topic", "Another"]


def test_a_resource_says_what_it_is_before_its_properties() -> None:
    topic = json.loads(render(template()))["Resources"]["Topic"]
    assert list(topic) == ["Type", "DeletionPolicy", "Properties"]


def test_text_is_plain_utf8_with_one_newline_at_the_end() -> None:
    text = render(template())
    assert "Grüße" in text
    assert text.endswith("}\n")
    assert "\r" not in text
