"""What a rule finds, and the edits that would put it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.core.problems import Severity
from generator.lint.document_view import ParagraphView, RunView, SectionView
from generator.lint.parts import UNKNOWN_KIND


class Grade(StrEnum):
    """How a fix may be made: by itself, only when asked for, or by a person."""

    SAFE = "safe"
    REVIEW = "review"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"safe": "tự sửa được", "review": "sửa được, cần xem lại", "none": "sửa tay"}[self.value]


@dataclass(frozen=True, slots=True)
class SetRuns:
    """Character formatting; None leaves as it is. `size` in points."""

    runs: tuple[RunView, ...]
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    font: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """Paragraph formatting; lengths in millimetres, `before` in points, `line` in lines, `line_exact` in points."""

    paragraph: ParagraphView
    align: str | None = None
    first_line: float | None = None
    before: float | None = None
    line: float | None = None
    line_exact: float | None = None


@dataclass(frozen=True, slots=True)
class SetSection:
    """Page geometry in millimetres; `title_page` hides the header of the first page."""

    section: SectionView
    margins: Mapping[str, float] = field(default_factory=dict)
    paper: tuple[float, float] | None = None
    title_page: bool = False
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """The characters from `start` to `end` of a paragraph become `text`, in the type of the first of them."""

    paragraph: ParagraphView
    start: int
    end: int
    text: str


Edit = SetRuns | SetParagraph | SetSection | ReplaceText


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule's word on one place. `severity` and `article` only where they differ from the rule's own."""

    message: str
    paragraph: ParagraphView | None = None
    quote: str = ""
    observed: str = ""
    expected: str = ""
    edits: tuple[Edit, ...] = ()
    grade: Grade = Grade.NONE
    severity: Severity | None = None
    where: str = ""
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """A rule could not tell, and why; never counted as passed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A mark with what the rule and the standard say of it. `anchor` is where a comment would hang."""

    code: str
    severity: Severity
    where: str
    message: str
    article: str
    secondary: bool
    mark: Mark
    anchor: ParagraphView | None

    @property
    def grade(self) -> Grade:
        return self.mark.grade if self.mark.edits else Grade.NONE

    def as_json(self) -> dict[str, str | bool]:
        """The fields of a problem, ready for `json.dumps`, with the quotation and the grade of the fix."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "quote": self.mark.quote,
            "message": self.message,
            "article": self.article,
            "observed": self.mark.observed,
            "expected": self.mark.expected,
            "fixable": self.grade is not Grade.NONE,
            "fix": self.grade.value,
        }


@dataclass(frozen=True, slots=True)
class LintReport:
    """All findings on one document, and the rules that could not be evaluated with the reason."""

    file: str
    standard: str
    kind: str
    findings: tuple[Finding, ...]
    not_evaluated: Mapping[str, str]
    waived: tuple[str, ...] = ()
    passed: int = 0

    @property
    def unknown_kind(self) -> str:
        """What to say first of a file whose kind is not known; "" for the others."""
        if self.kind:
            return ""
        words = "Không nhận ra loại văn bản (báo cáo, kế hoạch, công văn …)"
        if UNKNOWN_KIND in self.not_evaluated.values():
            return f"{words} nên chưa kiểm tra được văn bản có đủ các thành phần bắt buộc hay không."
        return f"{words}; chỉ kiểm tra được các thành phần mà mọi loại đều phải có."

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)
