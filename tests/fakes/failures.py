"""Resources that fail because a test says so, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Failure:
    """A resource that fails `times` times in one kind of work; below 0: always."""

    path: str
    reason: str
    on: str
    times: int


@dataclass
class Failures:
    """Failures by path (`Network/Vpc`) and seconds by path."""

    planned: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, path: str, reason: str, on: str, stuck: bool, times: int) -> None:
        """Plan a failure; `stuck` lets its rollback fail until it is mended."""
        if on == "delete" or on == "rollback":
            times = -1 if times == 1 else times
        self.planned.append(Failure(path, reason, on, times))
        if stuck:
            self.planned.append(Failure(path, reason, "rollback", -1))

    def mend(self, path: str) -> None:
        """Let everything about a resource work from now on."""
        self.planned = [failure for failure in self.planned if failure.path != path]

    def due(self, path: str, work: str) -> bool:
        """Say whether a resource is going to fail, without letting it happen."""
        return self._next(path, work) is not None

    def happens(self, path: str, work: str) -> str:
        """Return why a resource fails in `create`, `update`, `rollback`, `delete`."""
        found = self._next(path, work)
        if found is None:
            return ""
        found.times -= 1
        return found.reason

    def _next(self, path: str, work: str) -> Failure | None:
        forward = work in ("create", "update")
        for failure in self.planned:
            fits = failure.on == work or (not failure.on and forward)
            if failure.path == path and fits and failure.times:
                return failure
        return None
