"""The floor that `cfngen generate` is measured beside.

`python floor.py FOLDER COUNT MODULE…` imports the modules, makes COUNT resources
in as many templates as FOLDER has, dumps and writes them: what any troposphere program
of that size must do.
"""

import importlib
import json
import sys
from pathlib import Path

from troposphere import Output, Parameter, Ref, Template, ec2


def template(name: str, resources: int) -> Template:
    """Return a template with a number of plain resources."""
    made = Template(Description=name)
    made.add_parameter(Parameter("GroupId", Type="String", Description="A group."))
    for number in range(resources):
        made.add_resource(
            ec2.SecurityGroupIngress(
                f"Rule{number}",
                GroupId=Ref("GroupId"),
                IpProtocol="tcp",
                FromPort=443,
                ToPort=443,
                CidrIp="10.0.0.0/16",
                Description="A rule.",
            )
        )
    made.add_output(Output("GroupId", Value=Ref("GroupId")))
    return made


def main(folder: str, count: str, *modules: str) -> None:
    """Import, build, dump and write."""
    for module in modules:
        importlib.import_module(module)
    files = 13
    for number in range(files):
        body = template(f"Template {number}", int(count) // files + 1).to_dict()
        path = Path(folder) / f"{number}.json"
        path.write_text(json.dumps(body, indent=2), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
