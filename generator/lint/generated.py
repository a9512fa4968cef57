"""Holds what a build made against the standard it was made by; a table made of one row is looked at in part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.problems import Place, Problem, Severity
from generator.core.standard import Standard
from generator.lint.engine import lint
from generator.lint.findings import LintReport
from generator.lint.read_document import view_of
from generator.office.package import Package

ROW_END = b"</w:tr>"
ROWS_KEPT = 150


def lint_generated(files: Mapping[str, bytes], standard: Standard, waived: Iterable[str]) -> tuple[LintReport, ...]:
    """A report on each Word file. Of longer tables only the first and last `ROWS_KEPT` rows are looked at."""
    codes = tuple(waived)
    return tuple(
        _report(name, content, standard, codes) for name, content in sorted(files.items()) if name.endswith(".docx")
    )


def _report(name: str, content: bytes, standard: Standard, codes: tuple[str, ...]) -> LintReport:
    package = Package.open(content, file=name, prepare=abridge)
    return lint(view_of(package, name), standard, codes)


def abridge(body: bytes) -> bytes:
    """The body with the middle rows of a long document's tables left out (generated tables are not nested)."""
    if len(body.split(ROW_END)) > 4 * ROWS_KEPT:
        return b"</w:tbl>".join(_short(table) for table in body.split(b"</w:tbl>"))
    return body


def _short(table: bytes) -> bytes:
    rows = table.split(ROW_END)
    if len(rows) <= 2 * ROWS_KEPT:
        return table
    return ROW_END.join([*rows[:ROWS_KEPT], *rows[-ROWS_KEPT:]])


def form_problems(reports: Iterable[LintReport]) -> tuple[Problem, ...]:
    """The errors of form in generated files, as problems of the run."""
    return tuple(
        Problem(
            "XB010", Place(report.file, None, finding.where), f"{finding.message} ({finding.code})", "Sửa mẫu Word."
        )
        for report in reports
        for finding in report.findings
        if finding.severity is Severity.ERROR
    )
