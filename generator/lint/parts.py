"""The parts of a document (ô 1–14) as they were recognised, whatever they were laid out with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from generator.core.standard import Standard
from generator.lint.document_view import DocumentView, ParagraphView
from generator.lint.lines import Line

LETTER = "Công văn"
APPENDIX = "Phụ lục"
UNKNOWN_KIND = "không nhận ra loại văn bản nên không biết phải có những thành phần nào"
DECISIONS = ("Quyết định", "Nghị quyết")


class Role(Enum):
    """What a paragraph of the body is."""

    BASIS = auto()
    ISSUER = auto()
    CHAPTER = auto()
    CHAPTER_TITLE = auto()
    ROMAN = auto()
    ARTICLE = auto()
    CLAUSE = auto()
    POINT = auto()
    ITEM = auto()
    CAPTION = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class BodyParagraph:
    """A paragraph of the body: what it is, its number as printed ("II", "1", "đ") and its words after it."""

    paragraph: ParagraphView
    role: Role
    number: str = ""
    words: str = ""
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule under a component: its length in millimetres (None: only rendering tells)."""

    length: float | None


@dataclass(slots=True)
class AppendixView:
    """One appendix: its "Phụ lục I" line, title lines, "(Kèm theo …)" lines, and the section it begins in."""

    head: Line
    title: list[Line] = field(default_factory=list)
    attached: list[Line] = field(default_factory=list)
    section: int = 0
    starts_section: bool = False
    number: str = ""


@dataclass(slots=True)
class Parts:
    """Everything recognised. `components` has a key of the standard for each part found; absent means not found."""

    kind: str = ""
    components: dict[str, list[Line]] = field(default_factory=dict)
    rules: dict[str, RuleLine | None] = field(default_factory=dict)
    body: list[BodyParagraph] = field(default_factory=list)
    appendices: list[AppendixView] = field(default_factory=list)
    is_attached: bool = False
    """Issued with another document, whose number, date and signature it has none of its own."""
    stray_lines: int = 0
    """Drawn lines in the heading that belong to no one part."""

    def __getitem__(self, key: str) -> Sequence[Line]:
        return self.components.get(key, ())

    def has(self, key: str) -> bool:
        return bool(self.components.get(key))

    @property
    def is_official(self) -> bool:
        """Whether enough was recognised to call it an official document."""
        return sum(map(self.has, ("quoc_hieu", "tieu_de_dang", "tieu_ngu", "so_ky_hieu", "dia_danh", "noi_nhan"))) >= 2

    @property
    def main_text(self) -> list[BodyParagraph]:
        """Running text and numbered units, without căn cứ, captions and centred lines."""
        return [one for one in self.body if one.role in _RUNNING]


_RUNNING = frozenset((Role.TEXT, Role.ITEM, Role.ROMAN, Role.ARTICLE, Role.CLAUSE, Role.POINT))


@dataclass(frozen=True, slots=True)
class Document:
    """What rules look at: the resolved view, the parts recognised in it, and the standard they are held against."""

    view: DocumentView
    parts: Parts
    standard: Standard
