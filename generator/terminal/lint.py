"""What `lint` shows: each finding with the words it is about, what was seen and what is asked, grouped where alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.core.problems import ExitCode, Severity
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, WORD_FILE, form_option
from generator.terminal.show import SEVERITY_COLOURS, console

if TYPE_CHECKING:
    from generator.lint.findings import Finding, LintReport
    from generator.lint.registry import Rule
    from generator.stories.lint import FixedFile, LintedFile

_SHOWN_ALIKE = 3


def show_linted(files: Sequence[LintedFile], details: bool = False) -> None:
    """All findings of all files, gravest first; with `details` also what was not evaluated, and why."""
    screen = console()
    for one in files:
        screen.print(str(one.path), style="bold")
        if one.report is None:
            assert one.problem is not None
            screen.print(f"  Lỗi: {one.problem.message} {one.problem.fix}  [{one.problem.code}]", style="bold red")
            continue
        if one.report.unknown_kind:
            screen.print(f"  {one.report.unknown_kind}", style="yellow")
        _show_findings(one.report.findings)
        screen.print(f"  {summary(one.report)}")
        if details:
            _show_rest(one.report)
    if not details and any(one.report is not None and one.report.not_evaluated for one in files):
        screen.print("Thêm --details để xem những quy tắc không đánh giá và lý do.", style="dim")


def _show_findings(findings: Sequence[Finding]) -> None:
    screen = console()
    order = list(Severity)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: order.index(one.severity)):
        groups.setdefault((finding.code, finding.mark.observed), []).append(finding)
    for group in groups.values():
        for finding in group[:_SHOWN_ALIKE]:
            screen.print(f"  {finding.severity.label}: ", style=SEVERITY_COLOURS[finding.severity], end="")
            quote = f" “{finding.mark.quote}”" if finding.mark.quote else ""
            screen.print(f"{finding.where}{quote}: {finding.message}  [{finding.code}; {finding.grade.label}]")
            screen.print(f"    {finding.article}", style="dim")
        if len(group) > _SHOWN_ALIKE:
            screen.print(f"    … và {len(group) - _SHOWN_ALIKE} chỗ khác như vậy [{group[0].code}]", style="dim")


def summary(report: LintReport) -> str:
    """ "Báo cáo, thể thức nd30: 2 lỗi, 1 cảnh báo; 120 quy tắc đạt, 9 không đánh giá" """
    counts = [
        (sum(finding.severity is severity for finding in report.findings), severity.label.lower())
        for severity in Severity
    ]
    found = ", ".join(f"{count} {label}" for count, label in counts if count) or "không có lỗi"
    kind = report.kind or "Không nhận ra loại văn bản"
    tail = f"; miễn {', '.join(report.waived)}" if report.waived else ""
    return (
        f"{kind}, thể thức {report.standard}: {found}; {report.passed} quy tắc đạt, "
        f"{len(report.not_evaluated)} không đánh giá{tail}."
    )


def _show_rest(report: LintReport) -> None:
    by_reason: dict[str, list[str]] = {}
    for code, reason in report.not_evaluated.items():
        by_reason.setdefault(reason, []).append(code)
    screen = console()
    for reason, codes in by_reason.items():
        screen.print(f"  Không đánh giá {', '.join(codes)}: {reason}", style="dim")


def show_explanation(rule: Rule, code: str, facts: Mapping[str, str]) -> None:
    """One rule."""
    screen = console()
    screen.print(f"{code}. {rule.title}", style="bold")
    for label, words in facts.items():
        screen.print(f"  {label}: {words}")


def show_fixed(done: FixedFile, quiet: bool = False) -> None:
    """What a corrected copy got, and what remains in it; `quiet` leaves stdout to the JSON."""
    if quiet:
        return
    screen = console()
    screen.print(f"Đã ghi {done.target}: sửa {len(done.fixed)} chỗ.", style="bold green")
    for code, count in _counts(done.fixed).items():
        screen.print(f"  {code}: {count} chỗ")
    if done.after.findings:
        screen.print("Còn lại:")
        _show_findings(done.after.findings)


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    return dict(sorted(counts.items()))


@click.command(
    cls=Command,
    epilog="baocao lint bao-cao.docx\nbaocao lint bao-cao.docx --fix bao-cao-da-sua.docx\n"
    "baocao lint bao-cao.docx --annotate bao-cao-ghi-chu.docx\nbaocao lint --explain ND30-313",
)
@click.argument("files", metavar="TỆP.docx…", nargs=-1, type=FILE)
@click.option("--standard", metavar="nd30|dang", help="Bộ thể thức; mặc định tự nhận ra theo tiêu đề văn bản.")
@form_option
@click.option("--annotate", metavar="TỆP.docx", type=WORD_FILE, help="Ghi bản sao có lời nhận xét ở từng chỗ.")
@click.option("--fix", metavar="TỆP.docx", type=WORD_FILE, help="Ghi bản sao đã sửa những chỗ chắc chắn.")
@click.option("--ca-can-xem", "unsafe", is_flag=True, help="Cùng với --fix: sửa cả những chỗ cần người xem lại.")
@click.option("--waive", multiple=True, metavar="MÃ", help="Miễn một quy tắc; ghi được nhiều lần.")
@click.option("--explain", metavar="MÃ", help="Giải thích một quy tắc.")
@click.option("--details", is_flag=True, help="Kê cả những quy tắc không đánh giá và lý do.")
def lint(files: tuple[Path, ...], explain: str | None, fix: Path | None, form: str, **options: Any) -> int:
    """Kiểm tra thể thức của văn bản Word; sửa hoặc ghi nhận xét vào bản sao."""
    from generator.stories import lint as linting

    if explain is not None:
        show_explanation(*linting.explain(explain))
        return ExitCode.DONE
    if not files:
        raise click.UsageError("thiếu tham số TỆP.docx.")
    unsafe = options.pop("unsafe")
    found = linting.lint_files(files, options["standard"], options["waive"], options["annotate"])
    if form == "json":
        click.echo(json.dumps(linting.as_json(found), ensure_ascii=False, indent=2))
    else:
        show_linted(found, options["details"])
    if fix is not None:
        show_fixed(linting.fix_file(files, fix, options["standard"], options["waive"], unsafe), quiet=form == "json")
    return ExitCode.PROBLEMS if any(one.has_errors for one in found) else ExitCode.DONE
