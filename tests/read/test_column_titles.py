"""The program asks for cells by titles of the table of columns: a slip of the pen would lead to a whole row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from generator.read.columns import SCHEMAS, SETTING_KEYS

HOUSE = Path(__file__).resolve().parents[2] / "generator"
TITLES = {column.title for schema in SCHEMAS for column in schema.columns} | set(SETTING_KEYS)
ASKED_AT = {"place": 0, "quoted": 2, "count": 1}
"""What asks for the cell of a column → where its title stands among the arguments."""


def asked_titles() -> Iterator[tuple[str, str]]:
    """Every title that is written where a cell is asked for, with its place in the code."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            of_reader = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "reader"
            at = 0 if of_reader and name not in ("add", "problem") else ASKED_AT.get(name)
            if at is not None and len(node.args) > at:
                asked = node.args[at]
                if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
                    yield asked.value, f"{path.relative_to(HOUSE)}:{node.lineno}"


def test_a_cell_is_asked_for_by_a_title_that_a_sheet_has() -> None:
    asked = list(asked_titles())
    assert len(asked) > 100
    assert [(title, where) for title, where in asked if title not in TITLES] == []
