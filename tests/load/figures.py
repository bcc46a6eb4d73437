"""The figures of a run: one line each, and a file."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Figures:
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str = "", goal: str = "", reached: bool | None = None, **more: Any) -> None:
        """`goal` in words; `reached` None where nothing was promised."""
        self.lines.append({"figure": name, "value": value, "unit": unit, "goal": goal, "reached": reached, **more})
        mark = {True: "reached", False: "MISSED", None: ""}[reached]
        promised = f"   goal {goal}: {mark}" if goal else ""
        print(f"{name:<68} {value:>12,.4g} {unit}{promised}", flush=True)

    def at_least(self, name: str, value: float, least: float, unit: str = "", **more: Any) -> None:
        self.add(name, value, unit, f">= {least:g}", value >= least, **more)

    def at_most(self, name: str, value: float, most: float, unit: str = "", **more: Any) -> None:
        self.add(name, value, unit, f"<= {most:g}", value <= most, **more)

    def value(self, name: str) -> float:
        return next(float(line["value"]) for line in self.lines if line["figure"] == name)

    @property
    def missed(self) -> list[str]:
        return [line["figure"] for line in self.lines if line["reached"] is False]

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.lines, indent=1, ensure_ascii=False) + "\n")
