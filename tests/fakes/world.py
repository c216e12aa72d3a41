"""One AWS account as a test sees it: put stacks there, let things go wrong, look."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import Any

from cfngen.cloud.clients import Clients
from tests.fakes.changereading import ChangeReading
from tests.fakes.changesets import ChangeSets
from tests.fakes.clock import Clock
from tests.fakes.describing import Describing
from tests.fakes.drift import Drift
from tests.fakes.engine import Engine
from tests.fakes.executing import Executing
from tests.fakes.failures import Failures
from tests.fakes.faults import Faults
from tests.fakes.ground import Ground
from tests.fakes.history import History
from tests.fakes.intents import Intents
from tests.fakes.objects import Objects
from tests.fakes.operations import Operations
from tests.fakes.placing import Placing
from tests.fakes.preview import Preview
from tests.fakes.recovering import Recovering
from tests.fakes.recreation import Recreation
from tests.fakes.refusal import Refused
from tests.fakes.session import clients, method
from tests.fakes.stacks import Stack, Stacks
from tests.fakes.stories import Stories
from tests.fakes.tasks import Tasks


class World(Stories):
    """A region of an account behind real boto3 clients.

    Its clock stands still except in `world.clock.sleep`. What tests may let happen is
    in `Stories`; `asked` has every call in order, refused ones too.
    """

    def __init__(
        self,
        region: str = "us-east-1",
        account: str = "123456789012",
        partition: str = "aws",
        bucket: bool = True,
        page_size: int = 3,
    ) -> None:
        self.ground = Ground(account, region, partition, page_size)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.objects = Objects(self.ground)
        self.stacks = Stacks(self.ground)
        self.history = History(self.ground)
        self.failures = Failures()
        self.recreation = Recreation(self.ground)
        self.faults = Faults(self.ground.caller)
        self._assemble()
        self._turn = RLock()
        self._clients: Clients | None = None
        if bucket:
            self.objects.add(self.bucket)

    def _assemble(self) -> None:
        """Put the parts together that answer."""
        intents = Intents(self.ground, self.objects)
        self.preview = Preview(self.stacks, intents, self.recreation)
        self.engine = Engine(self.stacks, self.history, self.failures, self.preview)
        self.change_sets = ChangeSets(self.stacks, self.history, self.preview)
        self.describing = Describing(self.stacks, intents)
        self.executing = Executing(self.engine, self.change_sets, self.describing)
        self.placing = Placing(self.executing, self.objects, intents, self.bucket)
        self.drift, self.tasks = Drift(self.stacks), Tasks(self.ground)
        self.answering: list[object] = [
            *(self.objects, self.describing, self.change_sets, self.executing),
            *(ChangeReading(self.change_sets), Recovering(self.executing)),
            *(Operations(self.change_sets), self.drift, self.tasks, self),
        ]

    @property
    def bucket(self) -> str:
        """Return the name of the template bucket, which is there from the start."""
        return f"cfngen-{self.ground.account}-{self.ground.region}"

    @property
    def clock(self) -> Clock:
        """Return the world's clock."""
        return self.ground.clock

    def clients(self) -> Clients:
        """Return real clients that this world answers, the same ones every time."""
        self._clients = self._clients or clients(self.ground.region, self.handle)
        return self._clients

    def handle(
        self, service: str, operation: str, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Answer one call, or raise what it runs into."""
        with self._turn:
            self.asked.append((operation, asked))
            self.faults.enter(service, operation)
            for part in self.answering:
                answer = getattr(part, method(operation), None)
                if answer:
                    given: dict[str, Any] = answer(asked)
                    self.faults.leave(operation)
                    return given
        raise NotImplementedError(f"the fake does not know {service}:{operation}")

    def of(self, operation: str) -> list[dict[str, Any]]:
        """Return the arguments of every call of an operation."""
        return [asked for name, asked in self.asked if name == operation]

    def get_caller_identity(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer STS's GetCallerIdentity."""
        ground = self.ground
        return {
            "Account": ground.account,
            "Arn": ground.caller,
            "UserId": "AROAEXAMPLE:test",
        }

    def refuse(
        self, operation: str, code: str, message: str, status: int = 400
    ) -> None:
        """Let the next call of an operation be refused with an error of AWS's."""
        refusals = self.faults.refused.setdefault(operation, [])
        refusals.append(Refused(code, message, status))

    def found(self, name: str, path: str = "") -> Stack:
        """Return a stack of the world, nested ones by path, to look at in a test."""
        if not path:
            return self.stacks.get(name)
        above, logical = self.stacks.at(name, path)
        return self.stacks.all[above.resources[logical].physical]
