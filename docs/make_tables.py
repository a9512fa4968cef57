"""The tables of the guide that follow the code: `make docs` writes them, tests/test_docs.py proves them."""

from __future__ import annotations

from pathlib import Path

from generator.core.problems import CATALOGUE

GUIDE = Path(__file__).with_name("huong-dan.md")
START = '<!-- codes: made by "make docs" from generator/core/problems.py -->'
END = "<!-- end of codes -->"


def code_table() -> str:
    """Every code with its severity and meaning, as a Markdown table."""
    rows = [f"| {code} | {kind.severity.label} | {kind.title} |" for code, kind in CATALOGUE.items()]
    return "\n".join(["| Mã | Mức | Ý nghĩa |", "|---|---|---|", *rows])


def with_tables(guide: str) -> str:
    """The guide with its tables made anew."""
    before, rest = guide.split(START)
    return f"{before}{START}\n\n{code_table()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
