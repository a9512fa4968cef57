"""`lint`: Word files held against a standard, corrected, annotated, and the rules explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.problems import BadDossier, Place, Problem, ProblemList, WrongUsage
from generator.core.standard import STANDARDS, load_standard
from generator.lint.annotate import annotated
from generator.lint.engine import check_codes, find_rule, standard_for
from generator.lint.engine import lint as lint_view
from generator.lint.fixes import apply_fixes, fixable
from generator.lint.read_document import read_document, view_of
from generator.lint.reference import facts_of
from generator.office.package import Package
from generator.write.files import write_new

if TYPE_CHECKING:
    from generator.lint.document_view import DocumentView
    from generator.lint.findings import Finding, LintReport
    from generator.lint.registry import Rule


@dataclass(frozen=True, slots=True)
class LintedFile:
    """One file: its report, or (None) the problem that kept it from being read."""

    path: Path
    report: LintReport | None
    problem: Problem | None = None

    @property
    def has_errors(self) -> bool:
        return self.report is None or self.report.has_errors


def lint_files(
    paths: Sequence[Path], standard: str | None = None, waived: Iterable[str] = (), annotate: Path | None = None
) -> tuple[LintedFile, ...]:
    """Each file's findings; one that cannot be read does not stop the others. `annotate`: a copy with comments.

    `standard` None lets each file's heading decide. Raises WrongUsage for an unknown standard or rule.
    """
    if annotate is not None and len(paths) != 1:
        raise WrongUsage("--annotate chỉ dùng cho một tệp.", "Chạy lại với từng tệp.")
    codes = tuple(waived)
    check_codes(codes)
    found: list[LintedFile] = []
    for path in paths:
        try:
            view = _document(path)
        except BadDossier as refusal:
            found.append(LintedFile(path, None, refusal.problems[0]))
            continue
        report = lint_view(view, standard_for(view, standard), codes)
        found.append(LintedFile(path, report))
        if annotate is not None:
            _write_annotated(path, annotate, report, view)
    return tuple(found)


def _document(path: Path) -> DocumentView:
    """The document to lint. Raises BadDossier for one that cannot be read, and for a template of documents."""
    view = read_document(path)
    command = next((one.text.strip() for one in view.body if _COMMAND.search(one.text)), None)
    if command is None:
        return view
    shown = command if len(command) <= _LONGEST else f"{command[:_LONGEST]}…"
    message = f"Tệp là mẫu (có lệnh “{shown}”), chưa phải văn bản đã lập nên chưa kiểm tra được thể thức."
    fix = f"Kiểm tra mẫu bằng “baocao template check {path.name}”; lập văn bản từ mẫu rồi kiểm tra văn bản đó."
    raise BadDossier(message, fix, [Problem("MAU013", Place(path.name), message, fix)])


_LONGEST = 60
_COMMAND = re.compile(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(?:if|elif|else|endif|for|endfor|set|chart|rule|column)\b")
"""What stands in no document: a command of a template. A field alone ("{{ … }}") may be a leftover in one."""


def _write_annotated(path: Path, target: Path, report: LintReport, view: Any) -> None:
    refuse_same(path, target)
    write_new(target, annotated(view, report.findings))


def waiver_problems(codes: Iterable[str], place: Place) -> tuple[Problem, ...]:
    """A problem for each waived code that names no rule."""
    problems = ProblemList()
    for code in codes:
        try:
            find_rule(code)
        except WrongUsage as error:
            problems.add("TTC005", place, error.message, error.next_step)
    return tuple(problems.items)


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A corrected copy: what was put right, and what remains in the copy."""

    target: Path
    fixed: tuple[Finding, ...]
    after: LintReport


def fix_file(
    paths: Sequence[Path], target: Path, standard: str | None = None, waived: Iterable[str] = (), unsafe: bool = False
) -> FixedFile:
    """Writes a copy of the one file with the fixes made: the safe ones, or those to be reviewed too."""
    if len(paths) != 1:
        raise WrongUsage("--fix chỉ dùng cho một tệp.", "Chạy lại với từng tệp.")
    path = paths[0]
    refuse_same(path, target)
    codes = tuple(waived)
    view = _document(path)
    chosen = standard_for(view, standard)
    content, before = path.read_bytes(), lint_view(view, chosen, codes)
    fixed: list[Finding] = []
    after = before
    for _ in range(3):  # a fix may bring another fault to light (a size, then the sizes that go with it)
        edits = fixable(after.findings, unsafe)
        if not edits:
            break
        content = apply_fixes(view, edits)
        fixed.extend(edits)
        view = view_of(Package.open(content, file=str(target)), target.name)
        after = lint_view(view, chosen, codes)
    write_new(target, content)
    return FixedFile(target, tuple(fixed), after)


def refuse_same(path: Path, target: Path) -> None:
    """The original is never written over."""
    if target.exists() and path.exists() and target.samefile(path):
        raise WrongUsage("Tệp kết quả trùng với tệp gốc.", "Chọn tên khác để giữ nguyên tệp gốc.")


def explain(code: str) -> tuple[Rule, str, Mapping[str, str]]:
    """The rule that a code names, the code of the standard asked for, and its facts (label → words)."""
    rule = find_rule(code)
    standards = [load_standard(name) for name in STANDARDS]
    named = next((one for one in standards if code.strip().upper().startswith(one.code)), None)
    standard = named or next(one for one in standards if rule.applies_to(one))
    return rule, rule.code(standard), facts_of(rule, standard)


def as_json(files: Sequence[LintedFile]) -> dict[str, Any]:
    """What `--format json` prints: problems of all files, and the codes that could not be evaluated."""
    problems: list[dict[str, Any]] = []
    not_evaluated: set[str] = set()
    reasons: dict[str, str] = {}
    waived: set[str] = set()
    for one in files:
        if one.report is None:
            assert one.problem is not None
            problem = one.problem
            empty = {"where": "", "article": "", "observed": "", "expected": "", "fixable": False}
            problems.append(
                {"file": str(one.path), "code": problem.code, "severity": problem.severity.value, **empty}
                | {"message": f"{problem.message} {problem.fix}".strip()}
            )
            continue
        problems.extend({"file": str(one.path), **finding.as_json()} for finding in one.report.findings)
        not_evaluated |= set(one.report.not_evaluated)
        reasons |= one.report.not_evaluated
        waived |= set(one.report.waived)
    kinds = {str(one.path): one.report.kind or None for one in files if one.report is not None}
    return {
        "kinds": kinds,
        "problems": problems,
        "not_evaluated": sorted(not_evaluated),
        "reasons": dict(sorted(reasons.items())),
        "waived": sorted(waived),
    }
