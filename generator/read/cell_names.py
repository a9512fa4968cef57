"""The names of cells: "AB7" is column 28, row 7."""

from __future__ import annotations

_LONGEST_COLUMN = 8


def column_number(reference: str) -> int:
    """The column of a cell reference, A is 1: "B7" → 2."""
    number = 0
    for letter in reference[:_LONGEST_COLUMN]:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, 1 is A: 28 → "AB"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(column: int, row: int) -> str:
    """The name of a cell: column 28, row 7 → "AB7"."""
    return f"{column_letters(column)}{row}"


def row_number(reference: str) -> int:
    """The row of a cell reference: "B7" → 7."""
    return int("".join(letter for letter in reference if letter.isdigit()))
