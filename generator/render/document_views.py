"""Documents issued in the period as a template sees them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.figures import Figure, Quotation
from generator.frame import Frame
from generator.model import IssuedDocument
from generator.render.figure_texts import quoted
from generator.standard import load_standard
from generator.vietnamese import fold, lower_first, short_date, upper_first


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document issued in the period; `citation` is how a text first names it (NĐ 30/2020, Phụ lục I, II.6b)."""

    block_key: str
    number: Figure
    symbol: str
    day: Figure
    issuer: str
    summary: str
    citation: str


def document_views(facts: Facts, frame: Frame) -> tuple[DocumentView, ...]:
    """The period's documents, cited as the report's standard cites."""
    return tuple(_document(document, number, frame) for number, document in enumerate(facts.documents, start=1))


def _document(document: IssuedDocument, number: int, frame: Frame) -> DocumentView:
    day = short_date(document.day) if document.day else ""
    parts = [
        frame.dated_symbol(cited_number(document.number), day),
        f"của {document.issuer}" if document.issuer else "",
        _without_kind(document.summary, cited_number(document.number)),
    ]
    return DocumentView(
        block_key=f"d{number}",
        number=Figure(str(number)),
        symbol=quoted(document.number, document.row, "Số ký hiệu"),
        day=Figure(day, None, (document.row.place("Ngày ban hành"),)),
        issuer=document.issuer,
        summary=quoted(document.summary, document.row, "Trích yếu"),
        citation=Quotation(
            upper_first(" ".join(part for part in parts if part)).rstrip(" .;"),
            tuple(document.row.place(column) for column in ("Số ký hiệu", "Ngày ban hành", "Trích yếu")),
        ),
    )


def _without_kind(summary: str, cited: str) -> str:
    """A summary that repeats the document's kind ("Công văn về việc …") without it."""
    kind = cited.partition(" số ")[0]
    if fold(summary).startswith(f"{fold(kind)} "):
        return lower_first(summary[len(kind) :].strip())
    return lower_first(summary)


def cited_number(number: str) -> str:
    """A document by its kind and number ("Kế hoạch số 12/KH-UBND"); the kind is told by its abbreviation.

    The State writes the kind after the stroke (12/KH-UBND), the Party before it (12-KH/TU). A number without a
    kind is a công văn's ("1234/UBND-KSTT"), which has no abbreviation (NĐ 30/2020, Phụ lục III).
    """
    if not number[:1].isdigit():
        return number
    before, _, after = number.partition("/")
    kind = load_standard("nd30").abbreviations.get(after.partition("-")[0].strip())
    kind = kind or load_standard("dang").abbreviations.get(before.partition("-")[2].strip())
    if kind is None:
        kind = "Công văn" if "/" in number else "Văn bản"
    return f"{kind} số {number}"
