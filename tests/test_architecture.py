"""The street goes one way: a step imports only what stands before it, and the core imports no step."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STREET = ("read", "validate", "compute", "render", "revise", "lint", "write")
WORKSHOP = "scaffold"
STORY = {
    "pipeline",
    "jobs",
    "publication",
    "remarks",
    "comparing",
    "choices",
    "tracing",
    "issuing",
    "past_states",
    "workshop",
    "linting",
    "intake",
    "gathering",
    "converting",
    "unchanged",
    "batch",
    "batch_columns",
    "batch_inputs",
    "batch_work",
    "batch_crew",
    "batch_parcels",
    "batch_cluster",
    "finished",
    "signing",
    "reminding",
    "reminded_before",
    "bringing_back",
    "recognising",
    "letters_due",
    "overviewing",
}
"""May import every step."""
WEB = "web"
"""A front like cli.py: it knows the stories and the core."""
FRONT = {"pipeline", "unchanged", "choices", "problems", "terminal", "command_line"}
"""What the command line may import besides the core."""
LAZY_CORE = {
    "intake_commands": {"pipeline", "intake", "gathering", "converting"},
    "terminal_intake": {"gathering", "compute", "validate", "write"},
    "template_commands": {"workshop"},
    "terminal_templates": {"workshop", "render"},
    "templates": {"render"},
    "terminal": {"jobs"},
    "timings": {"jobs"},
    "batch_commands": {"batch", "jobs"},
    "batch_results": {"jobs"},
    "folder_commands": {"tracing", "issuing", "past_states"},
    "terminal_folder": {"tracing", "issuing", "past_states", "revise", "write"},
    "terminal_redline": {"comparing"},
    "remind_commands": {"pipeline", "letters_due", "reminding"},
    "terminal_remind": {"reminding", "unchanged", "compute"},
    "terminal_lint": {"linting", "lint"},
    "web_commands": {WEB},
}
"""Core modules that name what they hold or show: inside a function, or for types only."""

FILES = sorted([ROOT / "cli.py", *(ROOT / "generator").rglob("*.py")])


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Every module of this program that a file imports, and whether that happens when the file is loaded."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text("utf-8"))
    late = {id(node) for holder in ast.walk(tree) if _is_late(holder) for node in ast.walk(holder)}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are written in full"
            inside = (f"generator.{one.name}" for one in node.names if _is_module(one.name))
            names = list(inside) if node.module == "generator" else [node.module]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        for name in names:
            if name.split(".")[0] in ("generator", "cli"):
                yield name, id(node) not in late


def _is_module(name: str) -> bool:
    return (ROOT / f"generator/{name}.py").exists() or (ROOT / "generator" / name).is_dir()


def _is_late(node: ast.AST) -> bool:
    type_checking = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return type_checking or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def house(module: str) -> str:
    """The step a module belongs to, or the core module itself: "read", "problems"."""
    parts = module.split(".")
    return parts[1] if parts[0] == "generator" and len(parts) > 1 else parts[0]


def home(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.stem if len(relative.parts) < 3 else relative.parts[1]


def test_the_walk_finds_the_program() -> None:
    houses = {home(path) for path in FILES}
    assert {"read", "validate", "compute", "render", "write", "scaffold", "pipeline", "problems", "cli"} <= houses
    assert len(FILES) > 80
    found = [pair for path in FILES for pair in imports(path)]
    assert len(found) > 300 and any(at_load for _, at_load in found) and not all(at_load for _, at_load in found)


def test_the_walk_would_see_a_wrong_import(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from generator.write.files import publish\ndef f():\n    import generator.lint\n")
    assert list(imports(wrong)) == [("generator.write.files", True), ("generator.lint", False)]


@pytest.mark.parametrize("step", STREET)
def test_a_step_imports_only_itself_the_steps_before_it_and_the_core(step: str) -> None:
    allowed = {*STREET[: STREET.index(step) + 1]}
    for path in FILES:
        if home(path) == step:
            wrong = [
                name for name, _ in imports(path) if house(name) in {*STREET, WORKSHOP, *STORY, WEB, "cli"} - allowed
            ]
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_the_core_imports_no_step() -> None:
    core = [path for path in FILES if path.parent.name == "generator" and home(path) not in STORY]
    assert len(core) > 8
    for path in core:
        for name, at_load in imports(path):
            lazily = not at_load and house(name) in LAZY_CORE.get(home(path), set())
            assert lazily or house(name) not in {*STREET, WORKSHOP, *STORY, WEB}, f"{path.name} imports {name}"


def test_the_workshop_stands_beside_the_street() -> None:
    for path in FILES:
        if home(path) == WORKSHOP:
            wrong = [name for name, _ in imports(path) if house(name) in {*STREET, *STORY, WEB, "cli"}]
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_the_command_line_knows_the_pipeline_and_the_core_only() -> None:
    core = {home(path) for path in FILES if path.parent.name == "generator"} | {"generator"}
    names = [name for name, _ in imports(ROOT / "cli.py")]
    assert names
    assert not [name for name in names if house(name) not in core | FRONT]


def test_the_page_knows_the_stories_and_the_core_only() -> None:
    pages = [path for path in FILES if home(path) == WEB]
    assert len(pages) > 10
    for path in pages:
        wrong = [name for name, _ in imports(path) if house(name) in {*STREET, WORKSHOP, "cli"}]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_no_story_imports_the_page() -> None:
    for path in FILES:
        if home(path) in STORY:
            assert not [name for name, _ in imports(path) if house(name) == WEB], path.name


def test_the_pipeline_loads_a_step_only_when_it_gets_there() -> None:
    at_load = [name for name, now in imports(ROOT / "generator/pipeline.py") if now]
    assert at_load and not [name for name in at_load if house(name) in STREET]
