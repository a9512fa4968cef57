"""Any Word file held against a standard; its corrected copy and its copy with comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.core.problems import Severity, WrongUsage
from generator.stories.lint import explain, fix_file, lint_files
from generator.web.dossiers import DossierFolder

TITLE = "Kiểm tra thể thức"
STEPS = ("Soát từng quy tắc thể thức", "Tạo bản đã sửa và bản ghi chú")
FILE, FIXED, ANNOTATED = "tep.docx", "da-sua.docx", "ghi-chu.docx"


def run(folder: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """Findings, gravest first; what was not evaluated and why; what the corrected copy got and what remains in it."""
    on_step(STEPS[0])
    standard, waived = wanted["standard"] or None, wanted["waived"]
    for copy in (FIXED, ANNOTATED):  # of the look before this one
        Path(copy).unlink(missing_ok=True)
    (linted,) = lint_files([Path(FILE)], standard, waived, Path(ANNOTATED))
    report = linted.report
    if report is None:
        told = linted.problem
        assert told is not None
        raise WrongUsage(told.message, told.fix)
    on_step(STEPS[1])
    fixed = fix_file([Path(FILE)], Path(FIXED), standard, waived, wanted["review"])
    order = list(Severity)
    findings = sorted(report.findings, key=lambda one: order.index(one.severity))
    return {
        "kind": report.kind,
        "unknown_kind": report.unknown_kind,
        "standard": report.standard,
        "passed": report.passed,
        "findings": [{**one.as_json(), "grade": one.grade.label} for one in findings],
        "titles": {code: explain(code)[0].title for code in {one.code for one in findings} | {*report.waived}},
        "reasons": dict(Counter(report.not_evaluated.values())),
        "not_evaluated": len(report.not_evaluated),
        "waived": list(report.waived),
        "fixed": dict(sorted(Counter(one.code for one in fixed.fixed).items())),
        "remaining": len(fixed.after.findings),
    }
