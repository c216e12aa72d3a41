"""Nested stacks: what goes down as parameters and comes up as outputs."""

from __future__ import annotations

from cfngen.model import Call, Choice, Model, Reference, Text, Unknown
from tests.models import model, spec
from tests.resolve.templates import findings_of_texts, of_texts

LEAF = """
Parameters:
  Name: {Type: String}
  Subnets: {Type: CommaDelimitedList}
Resources:
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Ref Name}}
Outputs:
  Arn: {Value: !GetAtt Queue.Arn}
  All: {Value: !Join [",", !Ref Subnets]}
  Stack: {Value: !Ref "AWS::StackName"}
  Id: {Value: !Ref "AWS::StackId"}
  Region: {Value: !Ref "AWS::Region"}
"""

MIDDLE = """
Parameters:
  Name: {Type: String, Default: middle}
  Subnets: {Type: CommaDelimitedList}
Resources:
  Leaf:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: leaf.yaml
      Parameters: {Name: !Sub "${Name}-leaf", Subnets: !Join [",", !Ref Subnets]}
Outputs:
  Arn: {Value: !GetAtt Leaf.Outputs.Arn}
  All: {Value: !GetAtt Leaf.Outputs.All}
  Stack: {Value: !GetAtt Leaf.Outputs.Stack}
  Id: {Value: !GetAtt Leaf.Outputs.Id}
"""

ROOT = """
Resources:
  First: {Type: "AWS::EC2::Subnet"}
  Second: {Type: "AWS::EC2::Subnet"}
  Middle:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./middle.yaml
      Parameters: {Subnets: !Join [",", [!Ref First, !Ref Second, s-3]]}
  Reader:
    Type: X::Y::Z
    DependsOn: Middle
    Properties:
      Arn: !GetAtt Middle.Outputs.Arn
      Policy: !Sub "${Middle.Outputs.Arn}/*"
      Items: !Split [",", !GetAtt Middle.Outputs.All]
      Second: !Select [1, !Split [",", !GetAtt Middle.Outputs.All]]
      Stack: !GetAtt Middle.Outputs.Stack
      Id: !GetAtt Middle.Outputs.Id
      Middle: !Ref Middle
"""


def three() -> Model:
    return of_texts(root=ROOT, middle=MIDDLE, leaf=LEAF)


def test_values_cross_three_stacks() -> None:
    reader = three()["Reader"]
    arn = Reference("Middle/Leaf/Queue", "Arn")
    subnets = [Reference("First"), Reference("Second"), "s-3"]
    assert reader.get("Arn") == arn
    assert reader.get("Policy") == Text((arn, "/*"))
    assert reader.get("Items") == subnets
    assert reader.get("Second") == Reference("Second")
    assert reader.get("Stack") == Unknown("Middle/Leaf/AWS::StackName")
    assert reader.get("Id") == Reference("Middle/Leaf")
    assert reader.get("Middle") == Reference("Middle")
    assert reader.depends_on == ("Middle",)


def test_each_stack_says_what_it_is_given() -> None:
    model = three()
    assert list(model.stacks) == ["", "Middle", "Middle/Leaf"]
    assert model.stacks["Middle/Leaf"].parameters == {
        "Name": "middle-leaf",
        "Subnets": [Reference("First"), Reference("Second"), "s-3"],
    }
    assert model.stacks["Middle/Leaf"].outputs["Region"].value == "us-east-1"
    assert model["Middle/Leaf/Queue"].get("QueueName") == "middle-leaf"
    assert model["Middle/Leaf/Queue"].stack == "Middle/Leaf"
    assert model.stack_of(model["Middle/Leaf"]).path == "Middle"


def nested(parameters: str = "{}", more: str = "") -> str:
    return f"""
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: child.yaml, Parameters: {parameters}}}
{more}
"""


def test_a_list_of_unknown_length_crosses_whole() -> None:
    root = "Parameters: {L: {Type: CommaDelimitedList}}" + nested(
        '{Items: !Join [",", !Ref L]}'
    )
    child = """
Parameters: {Items: {Type: CommaDelimitedList}}
Resources:
  It: {Type: "X::Y::Z", Properties: {L: !Ref Items, F: !Select [0, !Ref Items]}}
"""
    it = of_texts(root=root, child=child)["Child/It"]
    assert it.get("L") == Unknown("L")
    assert it.get("F") == Call("Fn::Select", [0, Unknown("L")])


def test_blanks_around_the_items_of_a_list_are_taken_away() -> None:
    root = nested('{Items: !Sub "a, ${Other} , b"}', "  Other: {Type: X::Y::Z}")
    child = "Parameters: {Items: {Type: CommaDelimitedList}}\nResources: {}"
    model = of_texts(root=root, child=child)
    items = model.stacks["Child"].parameters["Items"]
    assert items == ["a", Reference("Other"), "b"]


def test_a_parameter_of_a_nested_stack_may_be_left_to_its_default() -> None:
    root = nested("{A: !Ref AWS::NoValue}")
    child = "Parameters: {A: {Type: String, Default: own}}\nResources: {}"
    assert of_texts(root=root, child=child).stacks["Child"].parameters == {"A": "own"}


def test_a_stack_that_is_elsewhere_keeps_its_outputs_to_itself() -> None:
    root = """
Parameters: {Bucket: {Type: String}}
Resources:
  A: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "https://b/t"}}
  B: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: !Ref Bucket}}
  It: {Type: "X::Y::Z", Properties: {A: !GetAtt A.Outputs.X, B: !GetAtt B.Outputs.Y}}
"""
    model = of_texts(root=root)
    assert list(model.stacks) == [""]
    assert model["It"].get("A") == Reference("A", "Outputs.X")
    assert model["It"].get("B") == Reference("B", "Outputs.Y")


def test_a_nested_stack_that_may_be_made_is_followed() -> None:
    root = """
Parameters: {Open: {Type: String}}
Conditions: {Perhaps: !Equals [!Ref Open, "x"]}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Condition: Perhaps
    Properties: {TemplateURL: child.yaml}
Outputs:
  O: {Value: !If [Perhaps, !GetAtt Child.Outputs.O, none]}
"""
    child = "Resources: {It: {Type: X::Y::Z}}\nOutputs: {O: {Value: !Ref It}}"
    model = of_texts(root=root, child=child)
    assert model["Child"].when == "Perhaps"
    assert model["Child/It"].when == ""
    expected = Choice("Perhaps", Reference("Child/It"), "none")
    assert model.stacks[""].outputs["O"].value == expected


def test_everything_that_does_not_fit_is_said_at_once() -> None:
    root = nested(
        "{Extra: 1, A: 2}",
        "  It: {Type: 'X::Y::Z', Properties: {"
        "P: !GetAtt Child.Outputs.Nobody, Q: !GetAtt Child.Outputs.Gone}}",
    )
    child = """
Parameters: {A: {Type: String}, B: {Type: String}}
Conditions: {Never: !Equals [1, 2]}
Resources: {}
Outputs: {Gone: {Condition: Never, Value: x}}
"""
    found = findings_of_texts(root=root, child=child)
    assert [(f.file, f.message) for f in found] == [
        ("t/root.yaml", "The template child.yaml needs the parameter B."),
        ("t/root.yaml", "The template child.yaml has no parameter Extra."),
        ("t/root.yaml", "The stack Child has no output Nobody."),
        ("t/root.yaml", "The output Gone of Child is absent: Never."),
    ]
    assert all(f.line and f.column for f in found)


def test_a_problem_in_a_nested_stack_names_its_file_and_its_stack() -> None:
    child = 'Resources: {It: {Type: "X::Y::Z", Properties: {P: !Ref Nobody}}}'
    (found,) = findings_of_texts(root=nested(), child=child)
    assert (found.file, found.line) == ("t/child.yaml", 1)
    assert found.path == "Resources/It/Properties/P/Ref"
    assert found.message == "Unresolved resource dependency Nobody (stack Child)."


def test_two_stacks_that_feed_each_other_are_a_circle() -> None:
    stack = "Type: AWS::CloudFormation::Stack"
    root = f"""
Resources:
  A:
    {stack}
    Properties: {{TemplateURL: c.yaml, Parameters: {{P: !GetAtt B.Outputs.O}}}}
  B:
    {stack}
    Properties: {{TemplateURL: c.yaml, Parameters: {{P: !GetAtt A.Outputs.O}}}}
"""
    child = "Parameters: {P: {Type: String}}\nResources: {}\nOutputs: {O: {Value: x}}"
    (found,) = findings_of_texts(root=root, c=child)
    assert found.message == "Circular dependency between nested stacks: B."


def test_a_template_that_nests_itself_is_said_once_and_with_its_reason() -> None:
    root = nested().replace("child.yaml", "root.yaml")
    root += "Outputs: {O: {Value: !GetAtt Child.Outputs.O}}"
    found = findings_of_texts(root=root)
    (message,) = {f.message for f in found}
    assert message == "The stack Child nests root.yaml inside itself."


def test_a_template_may_be_nested_twice() -> None:
    root = nested(
        more="  Twin: {Type: 'AWS::CloudFormation::Stack', Properties: "
        "{TemplateURL: child.yaml}}"
    )
    model = of_texts(root=root, child="Resources: {It: {Type: X::Y::Z}}")
    assert {"Child/It", "Twin/It"} <= model.resources.keys()


def test_a_recovery_template_stands_beside_the_root() -> None:
    recovery = spec("platform").recovery
    assert recovery is not None
    made = model("platform", "prod")
    assert made.stacks["recovery"].region == recovery.region != made.region
    assert any(path.startswith("recovery/") for path in made.resources)
