"""The catalogue of mistakes and the code that reports them agree."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from generator.core.problems import CATALOGUE, Place, Problem, Severity

GENERATOR = Path(__file__).resolve().parent.parent / "generator"
CODE = re.compile(r"[A-Z]{2,4}\d{3}")


@cache
def used_codes() -> dict[str, set[str]]:
    """Code → the files that write it as a string."""
    prefixes = {code.rstrip("0123456789") for code in CATALOGUE}
    found: dict[str, set[str]] = {}
    for path in GENERATOR.rglob("*.py"):
        if path.name == "problem_codes.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if CODE.fullmatch(text) and text.rstrip("0123456789") in prefixes:
                found.setdefault(text, set()).add(path.name)
    return found


def test_every_code_in_use_is_in_the_catalogue() -> None:
    used = used_codes()
    assert len(used) > 30, "the walk finds the codes"
    assert {code: files for code, files in used.items() if code not in CATALOGUE} == {}


def test_every_code_of_the_catalogue_is_in_use() -> None:
    assert sorted(set(CATALOGUE) - set(used_codes())) == []


def test_titles_are_unique_and_read_as_titles() -> None:
    titles = [kind.title for kind in CATALOGUE.values()]
    assert len(set(titles)) == len(titles)
    assert all(title[0].isupper() and not title.endswith(".") for title in titles)


@pytest.mark.parametrize("code", CATALOGUE)
def test_codes_are_a_family_and_a_number(code: str) -> None:
    assert re.fullmatch(r"[A-Z]{2,4}\d{3}", code)


def test_a_problem_says_place_finding_remedy_and_code() -> None:
    problem = Problem("GT002", Place("hồ sơ.xlsx", "Số liệu", "C5"), "“abc” không phải là số.", "Ghi lại bằng số.")
    assert str(problem) == "hồ sơ.xlsx, trang “Số liệu”, ô C5: “abc” không phải là số. Ghi lại bằng số.  [GT002]"
    assert problem.severity is Severity.ERROR
    assert problem.as_json() == {
        "code": "GT002", "severity": "error", "file": "hồ sơ.xlsx", "sheet": "Số liệu", "cell": "C5",
        "message": "“abc” không phải là số.", "fix": "Ghi lại bằng số.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("a.xlsx"), "a.xlsx"),
        (Place("a.docx", None, "bảng 1, dòng 3"), "a.docx, bảng 1, dòng 3"),
        (Place(None, "Nhiệm vụ", "B2"), "trang “Nhiệm vụ”, ô B2"),
    ],
)
def test_a_place_is_said_in_words(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_message_is_never_as_long_as_the_cell_it_is_about() -> None:
    problem = Problem("XB004", Place(), f"“{'9' * 5_000_000}” không phải là số.")
    assert len(problem.message) < 2100 and problem.message.startswith("“999") and problem.message.endswith("số.")
