"""How a standard writes what stands round a text: number, dates, lists, signature. Read from its `[frame]` tables.

Words in braces are filled in: "{number}/{kind}-{issuer}" → "12/BC-UBND".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.vietnamese import fold, one_line

_MARK = re.compile(r"(TUQ|T/UQ|TM|T/M|KT|K/T|TL|T/L|Q)(?:[.\s]+)(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a body is called, if the body's name begins with `begins`."""

    begins: str
    authority: tuple[str, ...]
    post: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The patterns of one standard.

    `ends` are the marks that end a line of a list and its last line; `kept` is the line of Nơi nhận that says who
    keeps the document, `kept_openings` are the words such a line begins with, however it is typed. `bodies` are
    words of the names of those who write this way (none: anybody); `civil` names what stands above a body that
    reports to one of them and does not. `letter_symbol` and `letter_attached` are a công văn's.
    """

    number_line: str
    symbol_form: str
    leading_zero_below: int
    date_line: str
    long_date: str
    dated: str
    attached_line: str
    letter_symbol: str
    letter_attached: str
    subject_is_capital: bool
    legal_basis_ends: tuple[str, str]
    recipient_ends: tuple[str, str]
    as_above: str
    kept: str
    kept_openings: tuple[str, ...]
    offices: Mapping[str, str]
    end_mark: str
    authority_marks: Mapping[str, str]
    heads: tuple[Head, ...]
    bodies: tuple[str, ...]
    civil: Mapping[str, str]

    def symbol(self, number: str, kind: str, issuer: str) -> str:
        """Số và ký hiệu: "12/BC-UBND" or "12-BC/TU". A number given in digits gets its leading zero."""
        if number.isdigit() and int(number) < self.leading_zero_below:
            number = number.zfill(2)
        return self.symbol_form.format(number=number, kind=kind, issuer=issuer)

    def dated_symbol(self, symbol: str, day: str) -> str:
        """A document's number with its day, as a text cites it; the number alone where the day is not known."""
        return self.dated.format(symbol=symbol, day=day) if day else symbol

    def kept_by(self, *bodies: str) -> str:
        """The "Lưu" line, by the first of `bodies` (the issuer, the body above it) whose office is known."""
        found = (words for body in bodies for part, words in self.offices.items() if fold(part) in fold(body))
        return one_line(self.kept.format(office=next(found, "")))

    def authority_line(self, line: str) -> str:
        """A line of authority in capitals, its mark as the standard writes it: "TM." and "T/M" alike."""
        line = one_line(line).upper()
        found = _MARK.match(line)
        if not found:
            return line
        mark = self.authority_marks[found.group(1).replace("/", "")]
        return f"{mark} {line[found.end() :]}"

    def is_of(self, body: str) -> bool:
        """Whether a body writes by this standard, told by its name."""
        return not self.bodies or any(fold(words) in fold(body) for words in self.bodies)

    def civil_body(self, issuer: str) -> str:
        """The State's counterpart of a Party body ("Ủy ban nhân dân tỉnh Lai Châu"); `issuer` itself if unknown."""
        for beginning, words in self.civil.items():
            if fold(issuer).startswith(fold(beginning)):
                return f"{words}{issuer[len(beginning) :]}"
        return issuer

    def head_of(self, body: str) -> Head | None:
        """How the head of `body` signs; None for a body the standard does not know."""
        return next((head for head in self.heads if fold(body).startswith(fold(head.begins))), None)


def read_frame(data: Mapping[str, Any]) -> Frame:
    """A standard's `[frame]` tables as a Frame."""
    number, recipients, bases = data["number"], data["recipients"], data["legal_bases"]
    return Frame(
        number_line=number["line"],
        symbol_form=number["symbol"],
        leading_zero_below=number["leading_zero_below"],
        date_line=data["date"]["line"],
        long_date=data["date"]["long"],
        dated=data["citation"]["dated"],
        attached_line=data["attached"]["line"],
        letter_symbol=data["letter"]["symbol"],
        letter_attached=data["letter"]["attached"],
        subject_is_capital=data["subject"]["first_letter"] == "upper",
        legal_basis_ends=(_used(bases["each"]), _used(bases["last"])),
        recipient_ends=(_used(recipients["each"]), _used(recipients["last"])),
        as_above=recipients["first_when_addressed"],
        kept=recipients["kept"],
        kept_openings=tuple(recipients["kept_openings"]),
        offices=_words(data.get("offices", {})),
        end_mark=data["ending"]["mark"],
        authority_marks=_words(data["authority"]),
        heads=tuple(_heads(data["heads"]["list"])),
        bodies=tuple(data.get("bodies", {}).get("words", ())),
        civil=_words(data.get("civil", {})),
    )


def _used(marks: str | Sequence[str]) -> str:
    """Of several marks that are accepted, the first is the one this program prints."""
    return marks if isinstance(marks, str) else marks[0]


def _words(table: Mapping[str, str]) -> Mapping[str, str]:
    return {key: words for key, words in table.items() if key not in ("article", "known")}


def _heads(rows: Iterable[Mapping[str, Any]]) -> Iterable[Head]:
    return (Head(row["begins"], tuple(row["authority"]), row["post"]) for row in rows)
