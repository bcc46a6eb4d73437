"""The laws of the house, each by a look at the tree. What is refused says why, and which law it breaks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.name for path in (ROOT / "services").iterdir() if path.is_dir())
SHARED = {"eventlog", "runtime", "sealing", "ui"}
SHARED_LIMIT = 3_700  # lines of Python; docs/decisions/0003 says why it is not 1,500
MODULE_LIMIT = 300
FUNCTION_LIMIT = 40
NAMELESS = {"utils", "helpers", "manager", "service", "common", "misc", "base"}


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and ".venv" not in path.parts:
                yield path


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_imports_another(service: str) -> None:
    """Law 5: services speak through announcements only."""
    others = set(SERVICES) - {service}
    for path in python_files(f"services/{service}/src"):
        assert not imported(path) & others, f"{path} imports another service"


def test_what_is_shared_knows_no_service() -> None:
    for path in python_files("shared"):
        if "tests" in path.parts or path.name == "contracts.py":
            continue
        assert not imported(path) & set(SERVICES), f"{path} knows a service"


def test_the_log_knows_nothing_of_what_runs_on_it() -> None:
    for path in python_files("shared/eventlog/src", "shared/sealing/src"):
        assert not imported(path) & {"runtime", "ui", "fastapi"}, path


DECISIONS = [
    path
    for path in python_files("services")
    if "src" in path.parts and re.search(r"^def (decide|evolve)\b|= Decider\(", path.read_text(), re.MULTILINE)
]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda p: f"{p.parts[-2]}/{p.name}")
def test_decisions_are_pure(path: Path) -> None:
    """Law 2: no I/O, no clock, no randomness where it is decided."""
    forbidden = {"asyncio", "asyncpg", "sqlalchemy", "httpx", "nats", "random", "secrets", "os", "fastapi", "time"}
    assert not imported(path) & forbidden, path
    source = path.read_text()
    for call in ("datetime.now(", "uuid4(", "date.today(", "await "):
        assert call not in source, f"{path}: {call}"


def test_there_are_decisions_to_look_at() -> None:
    assert len(DECISIONS) >= len(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_are_numbered_in_one_line(service: str) -> None:
    files = sorted((ROOT / "services" / service / "migrations").glob("[0-9]*.py"))
    numbers = [path.name.split("_")[0] for path in files]
    assert numbers == [f"{n:04d}" for n in range(1, len(files) + 1)]
    for earlier, path in zip([None, *numbers[:-1]], files, strict=True):
        source = path.read_text()
        assert re.search(rf"^revision(: str)? = [\"']{path.name.split('_')[0]}[\"']", source, re.MULTILINE), path
        expected = f"[\"']{earlier}[\"']" if earlier else "None"
        assert re.search(rf"^down_revision(: str \| None)? = {expected}", source, re.MULTILINE), path


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_says_what_it_decides_keeps_announces_and_hears(service: str) -> None:
    readme = (ROOT / "services" / service / "README.md").read_text().lower()
    for heading in ("decides", "keeps", "announces", "hears"):
        assert heading in readme, f"{service}/README.md has no list of what it {heading}"


def test_shared_code_stays_small() -> None:
    lines = sum(len(path.read_text().splitlines()) for path in python_files("shared") if "src" in path.parts)
    assert lines <= SHARED_LIMIT, f"{lines} lines"


def test_modules_are_of_one_thought() -> None:
    long = {p: n for p in python_files("shared", "services", "deploy") if (n := len(p.read_text().splitlines())) > MODULE_LIMIT}
    assert not {p: n for p, n in long.items() if "tests" not in p.parts}


def test_functions_can_be_read_at_a_glance() -> None:
    long = []
    for path in python_files("shared", "services", "deploy"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LIMIT:
                    long.append(f"{path}:{node.lineno} {node.name} {length}")
    assert not long


def test_every_module_has_a_name_that_says_something() -> None:
    assert not [p for p in python_files("shared", "services", "deploy") if p.stem in NAMELESS]


def test_nothing_is_left_for_later_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    assert not [
        p for p in python_files("shared", "services", "deploy") if "tests" not in p.parts and marks.search(p.read_text())
    ]


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name.split("-")[0] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_every_exception_from_a_rule_says_why() -> None:
    bare = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z-]+(, ?[a-z-]+)*\])?)\s*$", re.MULTILINE)
    for path in python_files("shared", "services", "deploy"):
        assert "tests" in path.parts or not bare.search(path.read_text()), path
