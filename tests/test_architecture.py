"""The street goes one way: a room imports only what lies before it, and rooms are folders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from generator.core import extras

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
QUICK = {
    "cli.py": frozenset[str](),
    "generator/stories/unchanged.py": frozenset[str](),
    "generator/stories/facts.py": frozenset(("office", "read", "validate", "compute")),
}
"""Where every millisecond counts → the rooms after the core that may be loaded with it."""


DOORS = "terminal"
"""The room where a command loads its story once it is asked for."""
WHY = "# late: "
"""What an import inside a function says after it, outside the doors: why it is not loaded with its module."""


@dataclass(frozen=True)
class Import:
    """One import: its module in full and its line. `at_once`: it runs when the file is loaded. `late`: when some
    function is called, for the `reason` given; one for types alone is neither.
    """

    module: str
    line: int
    at_once: bool
    late: bool
    reason: str


@cache
def every_import(path: Path) -> tuple[Import, ...]:
    return tuple(_every_import(path))


def _every_import(path: Path) -> Iterator[Import]:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    for node, late, never in _imports_below(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: imports are written in full"
            names = [_module(node.module, one.name) for one in node.names]
        else:
            names = [one.name for one in node.names]
        reason = lines[node.lineno - 1].partition(WHY)[2]
        yield from (Import(name, node.lineno, not late and not never, late, reason) for name in names)


def _imports_below(
    node: ast.AST, late: bool = False, never: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    """Every import under a node, whether it stands in a function, and whether it is for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, late, never
        elif not isinstance(child, ast.expr):
            yield from _imports_below(child, late or _is_function(child), never or _is_for_types(child))


def _module(package: str, name: str) -> str:
    """`from generator.write import swap` loads generator.write.swap; `… .files import publish` loads … .files."""
    inside = (ROOT / package.replace(".", "/") / f"{name}.py").is_file() or package == "generator"
    return f"{package}.{name}" if inside else package


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Every module of this program that a file imports, and whether that happens when the file is loaded."""
    return tuple((one.module, one.at_once) for one in every_import(path) if _is_ours(one.module))


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in ("generator", "cli")


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file()), None)


def loaded_with(path: Path) -> set[Path]:
    """The files of this program that are loaded when `path` is, itself among them."""
    found, wait = {path}, [path]
    while wait:
        for module, at_once in imports(wait.pop()):
            other = file_of(module)
            if at_once and other is not None and other not in found:
                found.add(other)
                wait.append(other)
    return found


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
    assert [one.late for one in every_import(wrong)] == [False, True]
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


def test_the_way_in_imports_the_terminal_and_the_core_only() -> None:
    names = [name for name, _ in imports(ROOT / "cli.py")]
    assert names and {room(name) for name in names} <= {"", "core", DOORS}


def test_imports_stand_at_the_top_but_at_the_doors() -> None:
    """Elsewhere only the library of an optional extra, or what says in the same line why it is loaded late."""
    optional = {module for one in vars(extras).values() if isinstance(one, extras.Extra) for module in one.modules}
    for path in FILES:
        for one in every_import(path) if home(path) != DOORS else ():
            if one.late and one.module.split(".")[0] not in optional:
                assert one.reason, f"{path.relative_to(ROOT)}:{one.line} imports {one.module} inside a function"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_loaded_late_is_not_loaded_anyhow(path: Path) -> None:
    """An import inside a function that changes nothing hides what a module is made of."""
    late = [one for one in every_import(path) if one.late]
    ours = [(one, file_of(one.module)) for one in late if _is_ours(one.module)]
    anyhow = loaded_with(path) if ours else set()
    assert [f"{one.line}: {one.module}" for one, file in ours if file in anyhow] == []


def test_no_modules_need_each_other() -> None:
    """In no circle, even where a name is wanted for types alone or a module is loaded late."""
    done: set[Path] = set()
    for start in FILES:
        _walk(start, (), done)


def _walk(path: Path, way: tuple[Path, ...], done: set[Path]) -> None:
    assert path not in way, " → ".join(one.stem for one in (*way[way.index(path) :], path))
    if path not in done:
        for module, _ in imports(path):
            other = file_of(module)
            if other is not None and other.name != "__init__.py":
                _walk(other, (*way, path), done)
        done.add(path)


def test_what_must_be_quick_leaves_most_of_the_house_alone() -> None:
    """The face of the program loads no step of the street; facts and an unchanged build nothing they do not need."""
    rooms = {name: {home(one) for one in loaded_with(ROOT / name)} for name in QUICK}
    for name, street in QUICK.items():
        assert rooms[name] & {*STREET, "office", "scaffold", "redline", "origins", "batch", "web"} <= street, name


@pytest.mark.parametrize("one", ORDER)
def test_every_room_says_what_belongs_there(one: str) -> None:
    said = ast.get_docstring(ast.parse((HOUSE / one / "__init__.py").read_text("utf-8")))
    assert said and ("Here:" in said and "Not here:" in said)
