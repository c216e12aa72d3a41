"""Checks that are no function of their own, by id."""

from __future__ import annotations

RANGES = (("CG099", "A file of Cloudflare's ranges has its form."),)

RESOLVING = (
    ("CG301", "A template is JSON or YAML that CloudFormation reads."),
    ("CG302", "Every function of a template can be carried out, and nesting ends."),
    ("CG303", "The assertions of a template's Rules hold for its parameters."),
)

SUPPRESSING = (
    ("CG105", "Every suppression has a finding to suppress."),
    ("CG106", "Every suppression names a check and an environment that there are."),
    ("CG107", "What a template's metadata says of suppressions can be understood."),
)

PARAMETERS = (
    ("CG400", "The parameter file is there, and is UTF-8 and JSON."),
    ("CG401", "Its JSON has one of the three forms."),
    ("CG402", "No key is given twice."),
    ("CG403", "Every value is a string."),
    ("CG404", "No entry has UsePreviousValue or ResolvedValue."),
    ("CG410", "The root template has every parameter that is given."),
    ("CG411", "Every setting is given."),
    ("CG412", "Every value is of its parameter's type."),
    ("CG413", "Every value matches its AllowedPattern."),
    ("CG414", "Every value is among its AllowedValues."),
    ("CG415", "Every text has its length."),
    ("CG416", "Every number is within its bounds."),
    ("CG417", "EnvironmentName is the file's name."),
    ("CG418", "No value looks like a secret."),
)

TARGETS = (
    ("CG420", "Every flag, and every tag of a parameter file, has its form."),
    ("CG421", "A stack policy is in the spec or in the parameter file, not in both."),
    ("CG422", "The file of a stack policy is there, and is UTF-8 and JSON."),
    ("CG423", "A stack policy has the form that CloudFormation reads."),
    ("CG424", "A stack policy names what the root has, and allows something."),
    ("CG425", "Templates go to the bucket that releases read them from."),
)

PROVING = (
    ("CG800", "Every claim can be read, and every name in it is known."),
    ("CG801", "Every claim holds: no packet and no permission speaks against it."),
    ("CG802", "Every claim can be decided, whatever is not known before deployment."),
    ("CG803", "Every claim says something: each name in it stands for somebody."),
    ("CG804", "What must work for tasks to start and requests to arrive does work."),
    ("CG805", "Every rule, entry and route is needed by a claim or an obligation."),
    ("CG806", "No rule could be wider without a claim that notices."),
)
