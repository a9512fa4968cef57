"""What every sheet's records are built from: the book, the agencies it knows, and the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from generator.problems import ProblemList
from generator.read.columns import SheetTitle
from generator.rows import Book
from generator.validate.agencies import AgencyDirectory
from generator.validate.row_reader import RowReader

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Source:
    book: Book
    problems: ProblemList
    directory: AgencyDirectory

    def records(self, sheet: SheetTitle, build: Callable[[RowReader], Record | None]) -> tuple[Record, ...]:
        """What `build` makes of each row. A row with an error is left out, once all its cells have been read."""
        return tuple(self._records(sheet, build))

    def _records(self, sheet: SheetTitle, build: Callable[[RowReader], Record | None]) -> Iterator[Record]:
        for row in self.book.rows(sheet):
            reader = RowReader(row, self.problems)
            record = build(reader)
            if record is not None and not reader.failed:
                yield record
