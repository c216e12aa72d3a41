"""Where a project keeps its files: the only place that knows the folder names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """A folder with systems/, params/ and templates/, and data/ where it is wanted."""

    root: Path

    def systems(self) -> tuple[str, ...]:
        """Return the names of the systems, sorted."""
        return tuple(sorted(p.stem for p in (self.root / "systems").glob("*.yaml")))

    def environments(self, system: str) -> tuple[str, ...]:
        """Return the environments that a system has parameter files for, sorted."""
        return tuple(sorted(p.stem for p in self.params_folder(system).glob("*.json")))

    def spec(self, system: str) -> Path:
        """Return the file that describes a system."""
        return self.root / "systems" / f"{system}.yaml"

    def claims(self, system: str) -> Path:
        """Return the file of a system's claims, where they are not in its spec."""
        return self.root / "systems" / f"{system}.claims"

    def templates(self, system: str) -> Path:
        """Return the folder of a system's generated templates."""
        return self.root / "templates" / system

    def params_folder(self, system: str) -> Path:
        """Return the folder of a system's parameter files."""
        return self.root / "params" / system

    def params(self, system: str, environment: str) -> Path:
        """Return the parameter file of one environment."""
        return self.params_folder(system) / f"{environment}.json"

    def cloudflare(self) -> Path:
        """Return the file of Cloudflare's ranges, if they are not the package's."""
        return self.root / "data" / "cloudflare.json"

    def shown(self, path: Path) -> str:
        """Return a path as findings name it: relative to the project, with slashes."""
        inside = path.is_relative_to(self.root)
        return (path.relative_to(self.root) if inside else path).as_posix()
