"""What cfn-lint does anew at each step through a template, done with less.

It copies its validator and its context whenever it goes into a property, walking over
the fields of a dataclass, makes a class for each rule and resource, and looks through
all of its rules for those that a path concerns: two fifths of its time. What it finds
stays the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

CLASSES = 1024
"""Classes of validators that are kept: some hundred for each set of rules."""


MEASURED = "1.58.0"
"""The cfn-lint that these ways are short in; any other one goes its own."""


@cache
def apply() -> None:
    """Let cfn-lint take the short ways, in all of this process."""
    from cfnlint.version import __version__

    if __version__ == MEASURED:
        for holder, name, short in _shorter():
            setattr(holder, name, short)


def _shorter() -> Iterator[tuple[Any, str, Any]]:
    """Yield what of cfn-lint has a shorter way, by its holder and name."""
    from cfnlint.context.context import Context, Path
    from cfnlint.jsonschema import validators
    from cfnlint.jsonschema._filter import FunctionFilter
    from cfnlint.rules.jsonschema.CfnLint import CfnLint
    from sympy.logic import inference  # type: ignore[import-untyped]

    # Each question looks for a package that is not there: in every folder of the path.
    yield inference, "import_module", cache(inference.import_module)
    yield Context, "evolve", _context
    yield Path, "evolve", _changed
    yield Path, "descend", _descended
    yield FunctionFilter, "evolve", _changed
    yield CfnLint, "initialize", _forget
    yield CfnLint, "cfnLint", _supplemented
    yield validators.CfnTemplateValidator, "evolve", _validator
    yield validators.StandardValidator, "evolve", _validator
    yield validators, "create", _creating(validators.create, FunctionFilter)


def _changed(one: Any, **changes: Any) -> Any:
    """Return a copy of a dataclass's instance with changes."""
    copy = object.__new__(type(one))
    copy.__dict__.update(one.__dict__)
    copy.__dict__.update(changes)
    return copy


def _context(one: Any, **changes: Any) -> Any:
    """Return a copy of a context with changes; values of references come to others."""
    if "ref_values" in changes:
        changes["ref_values"] = one.ref_values | changes["ref_values"]
    copy = _changed(one, **changes)
    copy.__dict__.pop("module_names", None)  # cached: what it says of its resources
    return copy


def _validator(one: Any, **changes: Any) -> Any:
    """Return a copy of a validator with changes, complete as a new one is."""
    copy = _changed(one, **changes)
    copy.__post_init__()
    return copy


def _descended(one: Any, **steps: Any) -> Any:
    """Return a path one step further in each of its forms that a step is given for.

    Raises ValueError for what cannot be in the form that cfn-lint's rules read.
    """
    from cfnlint.helpers import FUNCTIONS

    step = steps.get("cfn_path")
    if isinstance(step, int) or step in FUNCTIONS:
        raise ValueError(f"{step!r} cannot be in 'cfn_path'")
    forms = {k: getattr(one, k).copy() for k, v in steps.items() if v is not None}
    for form, path in forms.items():
        path.append(steps[form])
    return _changed(one, **forms)


def _creating(create: Any, filters: Any) -> Any:
    """Return cfn-lint's maker of validators' classes, which makes each of them once."""

    @lru_cache(CLASSES)
    def made(keywords: frozenset[Any], filter: Any, functions: frozenset[Any]) -> Any:
        kind = create(dict(keywords), filters(*filter), dict(functions))
        kind.evolve = _validator
        return kind

    def known(
        validators: Mapping[str, Any] | None = None,
        function_filter: Any = None,
        fn_resolvers: Mapping[str, Any] | None = None,
    ) -> Any:
        filter = function_filter or filters()
        settings = filter.add_cfn_lint_keyword, filter.validate_dynamic_references
        keywords, functions = validators or {}, fn_resolvers or {}
        return made(frozenset(keywords.items()), settings, frozenset(functions.items()))

    return known


def _forget(rule: Any, _template: Any) -> None:
    """Forget whom E1101 asks before each template: rules are told of others later."""
    rule.__dict__.pop("asked", None)


def _supplemented(
    rule: Any, validator: Any, keywords: Any, instance: Any, schema: Any
) -> Iterator[Any]:
    """Yield what the rules find that a path, as a keyword, concerns; this is E1101."""
    if "asked" not in rule.__dict__:
        rule.asked = _asked(rule)
    concerned = [each for word in keywords for each in rule.asked.get(word, ())]
    if not concerned:
        return
    plain = validator.function_filter.evolve(add_cfn_lint_keyword=False)
    inner = validator.evolve(function_filter=plain)
    for word, other in concerned:
        for error in other.validate(inner, word, instance, schema):
            if error.rule is None and _unset(error.validator):
                error.rule = other
            yield error


def _asked(rule: Any) -> Mapping[str, list[tuple[str, Any]]]:
    """Return the rules that a rule asks, with a keyword of theirs, by that keyword."""
    found = defaultdict(list)
    for other in rule.child_rules.values():
        if other is not None and other.id:
            for word in other.keywords:
                found[word].append((word, other))
    return found


def _unset(value: Any) -> bool:
    """Return whether a value is cfn-lint's own word for one that nobody has set."""
    from cfnlint.jsonschema._utils import Unset

    return isinstance(value, Unset)
