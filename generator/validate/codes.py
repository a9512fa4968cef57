"""Codes of tasks, indicators and funding lines: each once, and every reference to one that exists."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from generator.core.model import RowRef
from generator.core.rows import Book
from generator.core.vietnamese import fold, nearest
from generator.validate.cells import CellReader, quoted

MOST_GUESSES = 50


@dataclass(slots=True)
class CodeRegister:
    """The codes of one sheet, also of rows that are left out: who refers to them must not be blamed.

    `complete` is false when the sheet has rows but no code column; then nothing can be held against it.
    """

    sheet: str
    complete: bool = True
    seen: dict[str, tuple[str, RowRef]] = field(default_factory=dict)
    guesses: dict[str, str | None] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)
    """Codes as other sheets spell them → as this one does; only of those it has."""

    @classmethod
    def of(cls, book: Book, sheet: str, column: str) -> CodeRegister:
        return cls(sheet, all(column in row.ref.columns for row in book.rows(sheet)))

    def has(self, code: str) -> bool:
        """True if a row of the sheet has that code, whether or not the row was left out."""
        return fold(code) in self.seen

    def claim(self, reader: CellReader, title: str) -> str:
        """The row's own code; a problem if an earlier row has it."""
        code = reader.code(title, required=True)
        if not code:
            return ""
        _, first = self.seen.setdefault(fold(code), (code, reader.row.ref))
        if first is not reader.row.ref:
            message = f"Mã {quoted(code)} đã dùng ở {first.place(title).spot}; dòng này không được tính."
            reader.add("MA001", title, message, "Mỗi dòng một mã khác nhau; sửa lại mã, hoặc xoá dòng trùng.")
        return code

    def refer(self, reader: CellReader, title: str, required: bool = True) -> str:
        """The code that a cell refers to, spelt as its own sheet spells it; a problem if that sheet lacks it."""
        code = reader.code(title, required)
        if code in self.spelt:
            return self.spelt[code]
        known = self.seen.get(fold(code))
        if known is not None:
            return self.spelt.setdefault(code, known[0])
        if code and self.complete:
            guess = self._likely(code)
            fix = f"Có phải là “{guess}”? " if guess else ""
            message = f"Mã {quoted(code)} không có trong trang “{self.sheet}”."
            reader.add("MA002", title, message, f"{fix}Sửa mã, hoặc thêm dòng vào trang “{self.sheet}”.")
        return code

    def refer_all(self, reader: CellReader, title: str) -> tuple[str, ...]:
        """The codes that a cell refers to, ";" or a new line between them; a problem for each that the sheet lacks.

        A comma parts codes too where every piece is a code of the sheet; where one is not, the ";" is asked for.
        """
        if not any(sign in (text := reader.text(title)) for sign in ";\n,"):
            code = self.refer(reader, title, required=False)
            return (code,) if code else ()
        found: list[str] = []
        for said in (part.strip() for part in text.replace("\n", ";").split(";")):
            pieces = self._pieces(said)
            if said and pieces is None and self.complete:
                message = f"Mã {quoted(said)} không có trong trang “{self.sheet}”."
                several = "Nhiều mã trong một ô cách nhau bằng dấu chấm phẩy (;). " if "," in said else ""
                reader.add("MA002", title, message, f"{several}Sửa mã, hoặc thêm dòng vào trang “{self.sheet}”.")
            found += pieces or ()
        return tuple(dict.fromkeys(found))

    def _pieces(self, said: str) -> tuple[str, ...] | None:
        """The code that `said` is, or the codes that commas part in it; None if one of them is no code of the sheet."""
        if (whole := self.seen.get(fold(said))) is not None:
            return (whole[0],)
        known = [self.seen.get(fold(piece)) for one in said.split(",") if (piece := one.strip())]
        codes = tuple(one[0] for one in known if one is not None)
        return codes if codes and len(codes) == len(known) else None

    def _likely(self, code: str) -> str | None:
        """The code that was probably meant; asked for some codes only, as it means comparing with every one."""
        if code not in self.guesses and len(self.guesses) < MOST_GUESSES:
            self.guesses[code] = nearest(code, [spelling for spelling, _ in self.seen.values()])
        return self.guesses.get(code)


@dataclass(slots=True)
class PairRegister:
    """Keys that may stand on one row only, such as a task and a period."""

    rows: dict[Hashable, RowRef] = field(default_factory=dict)

    def claim(self, reader: CellReader, title: str, key: Hashable, said: Callable[[], str]) -> None:
        """Reports a row whose `key` an earlier row has; `said` names the key in words, if it must."""
        first = self.rows.setdefault(key, reader.row.ref)
        if first is not reader.row.ref:
            message = f"Đã có dòng khác cho {said()} ở {first.place(title).spot}; dòng này không được tính."
            reader.add("MA003", title, message, "Giữ một dòng, xoá dòng còn lại.")
