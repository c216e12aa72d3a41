"""On which resources an action has to be allowed, as far as that is known offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cfngen.checks.access.actions import resources_of
from cfngen.model import Model, Resource, text
from cfngen.naming import CHANGE_SET_PREFIX, TEMPLATE_BUCKET
from cfngen.permissions.names import (
    ANYWHERE,
    BY_CHANGE_SET,
    GLOBAL,
    LISTS,
    NAMED_ONLY,
    NAMES,
    Name,
)
from cfngen.permissions.need import REGION, VIA_CLOUDFORMATION, Condition, Place
from cfngen.permissions.services import in_use
from cfngen.regions import partition

ANY = ("*",)
STACK_ARN = "arn:{p}:cloudformation:{r}:{a}:stack/"
CHANGE_SET_ARN = "arn:{p}:cloudformation:{r}:{a}:changeSet/"


@dataclass(frozen=True)
class Ground:
    """The model of an environment and where it is deployed."""

    model: Model
    place: Place

    @property
    def account(self) -> str:
        """Return the account, or the pattern of any."""
        return self.place.account or "*"

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Return the regions of the environment's stacks, the root's first."""
        found = (text(stack.region) or "*" for stack in self.model.stacks.values())
        return tuple(dict.fromkeys(found))

    @cached_property
    def services(self) -> frozenset[str]:
        """Return how actions on the environment's resources may begin."""
        return in_use(resource.type for resource in self.model.resources.values())

    def region_of(self, resource: Resource) -> str:
        """Return the region of a resource, or the pattern of any."""
        return text(self.model.stack_of(resource).region) or "*"

    def regions_of(self, resources: Iterable[Resource]) -> tuple[str, ...]:
        """Return the regions that some resources are in."""
        return tuple(dict.fromkeys(map(self.region_of, resources)))

    def written(self, arn: str, region: str = "", **values: str) -> str:
        """Return an ARN with partition, region and account in place."""
        here = region or self.regions[0]
        return arn.format(p=partition(here), r=here, a=self.account, **values)

    @cached_property
    def stacks(self) -> tuple[str, ...]:
        """Return the ARNs of every stack of the environment, roots and nested ones.

        A nested stack's name goes on with a logical id, which begins with a capital
        letter; no root's does, so no other system's stack is meant.
        """
        return tuple(dict.fromkeys(self._stacks()))

    def _stacks(self) -> Iterator[str]:
        for path, stack in self.model.stacks.items():
            region = text(stack.region) or "*"
            apart = region != self.regions[0]
            name = "-".join(filter(None, (self.model.name, path.split("/")[0])))
            end = "/*" if apart or not path else "-*/*"
            yield self.written(STACK_ARN + "{name}" + end, region, name=name)

    @property
    def change_sets(self) -> tuple[str, ...]:
        """Return the ARNs of cfngen's change sets, which say nothing of the stack."""
        name = f"{CHANGE_SET_PREFIX}*/*"
        return tuple(
            self.written(CHANGE_SET_ARN + "{name}", region, name=name)
            for region in self.regions
        )

    @property
    def bucket(self) -> str:
        """Return the ARN of the bucket that the templates are packaged to."""
        usual = TEMPLATE_BUCKET.replace("${AWS::AccountId}", self.account)
        usual = usual.replace("${AWS::Region}", self.regions[0])
        return f"arn:{partition(self.regions[0])}:s3:::{self.place.bucket or usual}"

    def resources(self, action: str, regions: Iterable[str]) -> tuple[str, ...]:
        """Return the ARNs that an action has to be allowed on in some regions."""
        service, _, verb = action.partition(":")
        kinds = resources_of(action)
        if service == "cloudformation" and kinds:
            more = self.change_sets if action in BY_CHANGE_SET else ()
            return (*self.stacks, *more)
        if not kinds or action in ANYWHERE:
            return ANY
        found: list[str] = []
        if service in NAMED_ONLY or not verb.startswith(LISTS):
            known = NAMES.get(service, {})
            names = [name for kind in kinds for name in known.get(kind, ())]
            found = [arn for name in names for arn in self._arns(name)]
        wide = self._wide(service, regions)
        return tuple(dict.fromkeys(found)) or wide

    def conditions(
        self,
        resources: tuple[str, ...],
        service: str,
        regions: Iterable[str],
        via: bool,
    ) -> tuple[Condition, ...]:
        """Return what narrows an action besides: to CloudFormation, and to regions."""
        found = [VIA_CLOUDFORMATION] if via and service != "cloudformation" else []
        here = tuple(sorted(regions))
        if resources == ANY and service not in GLOBAL and "*" not in here:
            found.append(("StringEquals", REGION, here))
        return tuple(found)

    def _wide(self, service: str, regions: Iterable[str]) -> tuple[str, ...]:
        """Return all resources of a service in the account and some regions."""
        if service in GLOBAL:
            return ANY
        arn = f"arn:{{p}}:{service}:{{r}}:{{a}}:*"
        return tuple(self.written(arn, region) for region in sorted(regions))

    def _arns(self, name: Name) -> Iterator[str]:
        """Yield what a kind of ARN is for the resources of a model."""
        for resource in self.model.of(*name.types):
            stack = self.stack_name(resource)[: name.most]
            given = text(resource.get(name.property)) if name.property else ""
            yield self.written(
                name.arn,
                self.region_of(resource),
                stack=stack,
                lower=stack.lower(),
                id=resource.name,
                given=(given or "*").removeprefix("https://"),
            )

    def stack_name(self, resource: Resource) -> str:
        """Return how the name of the stack begins that holds a resource.

        For a stack that is nested deeper, how that of the outermost begins.
        """
        outermost = resource.stack.split("/")[0]
        return "-".join(filter(None, (self.model.name, outermost))) + "-"
