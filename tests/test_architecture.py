"""The street goes one way: a room imports only what lies before it, and rooms are folders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "generator"
STREET = ("read", "validate", "compute", "render", "revise", "lint", "write")
"""The seven steps, in order."""
ORDER = (
    "standards",
    "core",
    "office",
    *STREET[:3],
    "scaffold",
    *STREET[3:6],
    "redline",
    "origins",
    STREET[6],
    "stories",
    "batch",
    "web",
    "terminal",
)
"""Every room, each before those that may import it."""
FILES = sorted([ROOT / "cli.py", *HOUSE.rglob("*.py")])


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Every module of this program that a file imports, and whether that happens when the file is loaded."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text("utf-8"))
    late = {id(node) for holder in ast.walk(tree) if _is_function(holder) for node in ast.walk(holder)}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are written in full"
            names = [f"{node.module}.{one.name}" for one in node.names] if node.module == "generator" else [node.module]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        yield from ((name, id(node) not in late) for name in names if name.split(".")[0] in ("generator", "cli"))


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def room(module: str) -> str:
    """The room of a module: "read"; "" for the program's face (`generator` itself) and "cli" for the way in."""
    parts = module.split(".")
    if parts[0] == "cli":
        return "cli"
    return parts[1] if len(parts) > 1 and (HOUSE / parts[1]).is_dir() else ""


def home(path: Path) -> str:
    inside = path.relative_to(ROOT).parts
    return inside[1] if len(inside) > 2 else "cli" if inside == ("cli.py",) else ""


def test_the_walk_would_see_a_wrong_import(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from generator.write.files import publish\ndef f():\n    import generator.lint\n")
    assert list(imports(wrong)) == [("generator.write.files", True), ("generator.lint", False)]
    assert len(FILES) > 200 and sum(len(imports(path)) for path in FILES) > 1000


def test_every_module_lies_in_a_room() -> None:
    assert [path.name for path in HOUSE.glob("*.py")] == ["__init__.py"]
    rooms = {path.name for path in HOUSE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ORDER)


@pytest.mark.parametrize("one", ORDER)
def test_a_room_imports_only_rooms_before_it(one: str) -> None:
    allowed = {"", *ORDER[: ORDER.index(one) + 1]}
    for path in FILES:
        wrong = [name for name, _ in imports(path) if room(name) not in allowed] if home(path) == one else []
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_the_way_in_imports_the_terminal_the_stories_and_the_core_only() -> None:
    names = [name for name, _ in imports(ROOT / "cli.py")]
    assert names and {room(name) for name in names} <= {"", "core", "stories", "terminal"}


@pytest.mark.parametrize("one", ORDER)
def test_every_room_says_what_belongs_there(one: str) -> None:
    said = ast.get_docstring(ast.parse((HOUSE / one / "__init__.py").read_text("utf-8")))
    assert said and ("Here:" in said and "Not here:" in said)
