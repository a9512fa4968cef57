"""What every sheet's records are built from: the book, the agencies it knows, and the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from generator.core.periods import Period
from generator.core.problems import ProblemList
from generator.core.rows import Book
from generator.core.vietnamese import fold
from generator.read.columns import SheetTitle
from generator.validate.agencies import AgencyDirectory, SplitNames
from generator.validate.cells import quoted
from generator.validate.codes import MOST_GUESSES
from generator.validate.row_reader import RowReader

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a book as validating asks for them: each sheet's records, and the agencies that cells name."""

    book: Book
    problems: ProblemList
    directory: AgencyDirectory
    own_periods: tuple[Period, ...] = ()
    _splits: dict[str, SplitNames] = field(default_factory=dict)
    _guesses: dict[str, str | None] = field(default_factory=dict)

    def records(self, sheet: SheetTitle, build: Callable[[RowReader], Record | None]) -> tuple[Record, ...]:
        """What `build` makes of each row. A row with an error is left out, once all its cells have been read."""
        return tuple(self._records(sheet, build))

    def _records(self, sheet: SheetTitle, build: Callable[[RowReader], Record | None]) -> Iterator[Record]:
        for row in self.book.rows(sheet):
            reader = RowReader(row, self.problems, self.own_periods)
            record = build(reader)
            if record is not None and not reader.failed:
                yield record

    def agencies(self, reader: RowReader, title: str) -> tuple[str, ...]:
        """The agencies a cell names, by full name; those the sheet Cơ quan lacks are reported."""
        text = reader.text(title)
        if text not in self._splits:
            self._splits[text] = self.directory.split(text)
        split = self._splits[text]
        for name in split.unknown:
            guess = self._likely(name)
            fix = f"Có phải là “{guess}”? " if guess and fold(guess) != fold(name) else ""
            message = f"Cơ quan {quoted(name)} không có trong trang “Cơ quan”."
            reader.add("CQ001", title, message, f"{fix}Sửa tên, hoặc thêm vào trang “Cơ quan”.")
        return split.names

    def _likely(self, name: str) -> str | None:
        """The agency that was probably meant; asked for some names only, as it means comparing with every one."""
        if name not in self._guesses and len(self._guesses) < MOST_GUESSES:
            self._guesses[name] = self.directory.nearest(name)
        return self._guesses.get(name)
