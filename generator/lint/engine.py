"""Runs every rule of a standard over one resolved document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.core.problems import WrongUsage
from generator.core.standard import STANDARDS, Standard, load_standard
from generator.core.vietnamese import nearest
from generator.lint.document_view import DocumentView, ParagraphView
from generator.lint.findings import Finding, LintReport, Mark, Unsure
from generator.lint.parts import Document
from generator.lint.recognise import document_day, is_party_document, recognise
from generator.lint.registry import Rule
from generator.lint.rules.all_rules import all_rules

SECONDARY = frozenset(("R", "F2"))


def standard_for(view: DocumentView, name: str | None = None) -> Standard:
    """The standard called `name`, else the one whose heading the document has, as it held on the document's day."""
    if name is not None:
        if name not in STANDARDS:
            raise WrongUsage(f"Không có bộ thể thức “{name}”.", f"Các bộ có sẵn: {', '.join(STANDARDS)}.")
        return load_standard(name, document_day(view))
    return load_standard("dang" if is_party_document(view) else "nd30", document_day(view))


def lint(view: DocumentView, standard: Standard, waived: Iterable[str] = ()) -> LintReport:
    """All findings on a document, in reading order. `waived` are codes not to report; an unknown one is refused."""
    left_out = check_codes(waived)
    document = Document(view, recognise(view, standard), standard)
    places = Places(view)
    findings: list[Finding] = []
    not_evaluated: dict[str, str] = {}
    passed = 0
    for rule in all_rules():
        if not rule.applies_to(standard) or rule.number in left_out:
            continue
        missing = [key for key in rule.needs if not document.parts.has(key)]
        if missing:
            not_evaluated[rule.code(standard)] = f"không tìm thấy {_label(standard, missing[0])}"
            continue
        said = list(rule.check(document))
        marks = [mark for mark in said if isinstance(mark, Mark)]
        unsure = [reason.reason for reason in said if isinstance(reason, Unsure)]
        findings.extend(_finding(rule, standard, mark, places) for mark in marks)
        if unsure and not marks:
            not_evaluated[rule.code(standard)] = unsure[0]
        elif not marks:
            passed += 1
    findings.sort(key=lambda one: (places.order(one.anchor), one.code))
    waived_codes = tuple(f"{standard.code}-{number}" for number in sorted(left_out))
    return LintReport(
        view.name, standard.name, document.parts.kind, tuple(findings), not_evaluated, waived_codes, passed
    )


def _label(standard: Standard, key: str) -> str:
    component = standard.components.get(key)
    name = component.label if component else key
    return name[:1].lower() + name[1:]


def _finding(rule: Rule, standard: Standard, mark: Mark, places: Places) -> Finding:
    source = rule.source(standard)
    secondary = source.known in SECONDARY
    note = " (theo nguồn thứ cấp)" if secondary else ""
    anchor = mark.paragraph or places.start_of(mark.section)
    return Finding(
        rule.code(standard),
        mark.severity or rule.severity_in(standard),
        mark.where or places.where(mark.paragraph),
        f"{mark.message}{note}",
        source.article,
        secondary,
        mark,
        anchor,
    )


class Places:
    """Names places in the words of a reader: "đoạn 12", "bảng 1, dòng 2, cột 1"."""

    def __init__(self, view: DocumentView) -> None:
        self.view = view
        self.at = {id(paragraph): at for at, paragraph in enumerate(view.everything)}
        plain = [one for one in view.body if one.spot is None and one.box is None and not one.is_blank]
        self.numbers = {id(paragraph): number for number, paragraph in enumerate(plain, 1)}

    def order(self, paragraph: ParagraphView | None) -> int:
        return self.at.get(id(paragraph), -1) if paragraph is not None else -1

    def start_of(self, section: int | None) -> ParagraphView | None:
        """The first paragraph with text of a section (of the document, if none is named)."""
        inside = (one for one in self.view.body if section is None or one.section == section)
        return next((one for one in inside if not one.is_blank), None)

    def where(self, paragraph: ParagraphView | None) -> str:
        if paragraph is None:
            return "toàn văn bản"
        if paragraph.part != self.view.package.main:
            return "đầu trang, chân trang" if "foot" not in paragraph.part.replace("footer", "") else "chú thích"
        if paragraph.spot is not None:
            spot = paragraph.spot
            return f"bảng {spot.table}, dòng {spot.row}, cột {spot.column}"
        if paragraph.box is not None:
            return f"hộp chữ {paragraph.box}"
        return f"đoạn {self.numbers.get(id(paragraph), paragraph.index + 1)}"


def check_codes(codes: Iterable[str]) -> frozenset[str]:
    """The numbers of the rules that codes name ("ND30-313" or "313"). Raises WrongUsage with the nearest code."""
    return frozenset(find_rule(code).number for code in codes)


def find_rule(code: str) -> Rule:
    """The rule that a code names. Raises WrongUsage, with the nearest code, for none."""
    known = {f"{standard.code}-{rule.number}": rule for standard in _standards() for rule in rules_of(standard)}
    wanted = code.strip().upper()
    by_number = {rule.number: rule for rule in known.values()}
    found = known.get(wanted) or by_number.get(wanted)
    if found is not None:
        return found
    guess = _nearest_code(wanted, known)
    example = f"Mã viết như {next(iter(known))}; mỗi điều mà lint nêu có mã ở cuối dòng."
    raise WrongUsage(f"Không có quy tắc “{code}”.", f"Có phải là “{guess}”?" if guess else example)


def _nearest_code(wanted: str, known: Iterable[str]) -> str | None:
    """The code with the nearest number, of the same standard if it is named; else the one most alike."""
    name, _, number = wanted.rpartition("-")
    if not number.isdigit():
        return nearest(wanted, known, cutoff=0.5)
    same = [code for code in known if code.startswith(f"{name}-")] or list(known)
    return min(same, key=lambda code: abs(int(code.rpartition("-")[2]) - int(number)))


def _standards() -> Sequence[Standard]:
    return [load_standard(name) for name in STANDARDS]


def rules_of(standard: Standard) -> list[Rule]:
    """The rules that a standard has."""
    return [rule for rule in all_rules() if rule.applies_to(standard)]
