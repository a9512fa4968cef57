"""The documents of the period as a template sees them: named in full once, by kind and number after that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.core.figures import Figure, Quotation
from generator.core.frame import Frame
from generator.core.model import IssuedDocument, RowRef
from generator.core.standard import load_standard
from generator.core.vietnamese import fold, join_and, lower_first, short_date, upper_first
from generator.render.figure_texts import count, quoted
from generator.render.issuer import about

MOST_IN_TEXT = 6
"""So many documents the text names itself (in a footnote from the fourth on); more stand in an appendix alone."""
_COLUMNS = ("Số ký hiệu", "Ngày ban hành", "Trích yếu")
_UNNUMBERED = re.compile(r"[\s.…_-]*/\s*\S")
_SAYS_NUMBER = re.compile(r"^\s*số\s*:?\s*(?=[\d…/])", re.IGNORECASE)
_SYMBOL_ENDS = re.compile(r"\s*[,;]|\s+(?:ngày|của|về)\b")
_KIND_ENDS = re.compile(r"\s+(?=số\s|[\d…])")
_LETTERS = re.compile(r"\s*[^\W\d_]")
_DATED = re.compile(r"\s*,?\s*ngày\b")
_REST_OF_NAME = re.compile(r"\s*,?\s*ngày\s+\d{1,2}/\d{1,2}/\d{4}(?:\s+của\s+[^;.,()]+)?")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document issued in the period; `citation` is how the text names it where it lists the period's documents.

    That is in full (NĐ 30/2020, Phụ lục I, II.6b), or `short` if the text has named it before.
    """

    block_key: str
    number: Figure
    symbol: str
    day: Figure
    issuer: str
    summary: str
    citation: str
    named: str
    """The same without who issued it, for a sentence that begins with them."""
    short: str
    missing: str
    """What its row lacks of its full name: "ngày ban hành, trích yếu"."""


@dataclass(frozen=True, slots=True)
class DocumentKindView:
    """How many of a kind: `label` is "kế hoạch"."""

    count: Figure
    label: str


def told_in_text(documents: Sequence[object]) -> bool:
    """Whether a report's text is to name the documents of its period itself, so that no appendix lists them."""
    return len(documents) <= MOST_IN_TEXT


def document_views(facts: Facts, frame: Frame, before: Iterable[str] = ()) -> tuple[DocumentView, ...]:
    """The period's documents, cited as the report's standard cites; `before` is what the text says before it."""
    said = "\n".join(before)
    return tuple(_document(document, number, frame, said) for number, document in enumerate(facts.documents, start=1))


def document_kinds(facts: Facts) -> tuple[DocumentKindView, ...]:
    """How many documents of each kind there are, in the order in which the list has the kinds."""
    rows: dict[str, list[RowRef]] = {}
    for document in facts.documents:
        rows.setdefault(_kind(document.number), []).append(document.row)
    return tuple(
        DocumentKindView(count(found, "Số ký hiệu", f"số văn bản trong kỳ, loại: {kind}"), kind)
        for kind, found in rows.items()
    )


def _kind(number: str) -> str:
    cited = cited_number(number)
    kind, numbered, _ = cited.partition(" số ")
    if numbered:
        return lower_first(kind)
    names = sorted(load_standard("nd30").abbreviations.values(), key=len, reverse=True)
    return next((lower_first(name) for name in names if fold(cited).startswith(f"{fold(name)} ")), "văn bản")


def _document(document: IssuedDocument, number: int, frame: Frame, before: str) -> DocumentView:
    day = short_date(document.day) if document.day else ""
    short = _with_action(cited_number(document.number) or "Văn bản", document.summary)
    named_before = is_named(document.number, before)
    subject = about(_without_kind(document.summary, short), short)
    issued_by = f"của {document.issuer}" if document.issuer else ""
    missing = () if named_before else _missing(document)
    places = tuple(document.row.place(column) for column in _COLUMNS)

    def cited(*parts: str) -> Quotation:
        said = short if named_before else " ".join(part for part in parts if part)
        return Quotation(upper_first(said).rstrip(" .;"), places[:1] if named_before else places)

    dated = frame.dated_symbol(short, day)
    return DocumentView(
        block_key=f"d{number}",
        number=Figure(str(number)),
        symbol=quoted(document.number, document.row, "Số ký hiệu"),
        day=Figure(day, None, (document.row.place("Ngày ban hành"),)),
        issuer=document.issuer,
        summary=quoted(document.summary, document.row, "Trích yếu"),
        citation=cited(dated, issued_by, subject),
        named=cited(dated, subject),
        short=Quotation(upper_first(short), places[:1]),
        missing=join_and(missing),
    )


def _missing(document: IssuedDocument) -> tuple[str, ...]:
    lacks = {
        "số": not document.number or bool(_UNNUMBERED.match(document.number)),
        "ngày ban hành": document.day is None,
        "trích yếu": not document.summary,
    }
    return tuple(name for name, missing in lacks.items() if missing)


def is_named(number: str, text: str) -> bool:
    """Whether a text names the document of a number with its day."""
    places = re.finditer(rf"(?<![\w/-]){re.escape(number)}(?![\w/-])", text) if number else ()
    return any(_DATED.match(text, found.end()) for found in places)


def shortened_name(text: str, named: Iterable[DocumentView]) -> str:
    """A text that names one of these documents anew in full, with its kind and number alone."""
    for document in named:
        found = re.search(rf"(?<![\w/-]){re.escape(document.symbol)}(?![\w/-])", text)
        if found and (rest := _REST_OF_NAME.match(text, found.end())):
            return f"{text[: found.end()]}{text[rest.end() :]}"
    return text


def _without_kind(summary: str, cited: str) -> str:
    """A summary that repeats the document's kind ("Công văn về việc …") without it."""
    kind = _KIND_ENDS.split(cited)[0]
    if fold(summary).startswith(f"{fold(kind)} "):
        return lower_first(summary[len(kind) :].strip())
    return lower_first(summary)


def _with_action(cited: str, summary: str) -> str:
    """ "Chương trình số 14-CTr/TU" as its summary names its kind: "Chương trình hành động số 14-CTr/TU"."""
    kind, numbered, number = cited.partition(" số ")
    if numbered and fold(summary).startswith(fold(f"{kind} hành động ")):
        return f"{kind} hành động số {number}"
    return cited


def cited_number(number: str) -> str:
    """A document by its kind and number ("Kế hoạch số 12/KH-UBND"); the kind is told by its abbreviation.

    The State writes the kind after the stroke (12/KH-UBND), the Party before it (12-KH/TU). A number without a
    kind is a công văn's ("1234/UBND-KSTT"), which has no abbreviation (NĐ 30/2020, Phụ lục III); a legal text has its
    year between ("12/2025/NQ-HĐND").
    """
    number = _SAYS_NUMBER.sub("", number)
    if _UNNUMBERED.match(number):
        number = f"…{number[number.index('/') :].replace(' ', '')}"
    elif not number[:1].isdigit():
        return number
    before, *after = _SYMBOL_ENDS.split(number)[0].split("/")
    known = load_standard("nd30").abbreviations
    kind = next((known[word] for part in after if (word := part.partition("-")[0].strip()) in known), None)
    kind = kind or load_standard("dang").abbreviations.get(before.partition("-")[2].strip())
    if kind is None:
        kind = "Công văn" if len(after) == 1 and _LETTERS.match(after[0]) else "Văn bản"
    return f"{kind} số {number}"
