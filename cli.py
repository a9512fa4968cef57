"""The command line: parse, call the pipeline, print, exit code. No logic."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator import VERSION
from generator.core.limits import collect_rarely, hold_memory
from generator.core.problems import BaocaoError, ExitCode, any_error
from generator.terminal import batch as batch_commands
from generator.terminal import folder as folder_commands
from generator.terminal import intake as intake_commands
from generator.terminal import remind as remind_commands
from generator.terminal.command_line import Command, Day, VietnameseGroup, pdf_options, run
from generator.terminal.template import template
from generator.terminal.web import web

workbook_argument = click.argument("workbook", metavar="TỆP.xlsx", type=click.Path(path_type=Path))
period_option = click.option(
    "--period",
    required=True,
    metavar="KỲ",
    help="Kỳ báo cáo: 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025 hoặc “quý III năm 2025”.",
)
as_of_option = click.option(
    "--as-of", type=Day(), metavar="NGÀY", help="Ngày xét quá hạn; mặc định là ngày chốt số liệu của kỳ."
)

out_option = click.option(
    "--out",
    default="outputs",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path),
    help="Thư mục kết quả; mặc định là outputs.",
)


@click.group(
    cls=VietnameseGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    invoke_without_command=True,
)
@click.option("--version", is_flag=True, help="Hiện phiên bản của chương trình.")
@click.pass_context
def baocao(ctx: click.Context, version: bool) -> int:
    """Lập báo cáo kết quả thực hiện kế hoạch và phụ lục đúng thể thức Nghị định 30/2020/NĐ-CP từ một tệp Excel."""
    if version:
        click.echo(f"baocao {VERSION}")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return ExitCode.DONE


for command in intake_commands.COMMANDS:
    baocao.add_command(command)


@baocao.command(
    cls=Command,
    epilog="baocao check ho-so.xlsx\nbaocao check ho-so.xlsx --annotate ho-so-danh-dau.xlsx\n"
    "baocao check ho-so.xlsx --fix ho-so-da-sua.xlsx",
)
@workbook_argument
@click.option("--period", metavar="KỲ", help="Kiểm tra thêm số liệu của kỳ này.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="Cách in kết quả.",
)
@click.option(
    "--annotate",
    metavar="TỆP.xlsx",
    type=click.Path(path_type=Path),
    help="Ghi một bản sao có tô màu và ghi chú ở các ô có vấn đề.",
)
@click.option(
    "--fix",
    metavar="TỆP.xlsx",
    type=click.Path(path_type=Path),
    help="Ghi một bản sao đã sửa những ô chắc chắn, rồi báo những gì còn lại trong bản sao đó.",
)
@out_option
def check(workbook: Path, period: str | None, form: str, annotate: Path | None, fix: Path | None, out: Path) -> int:
    """Kiểm tra hồ sơ: mọi lỗi và cảnh báo trong một lần, kèm ô và cách sửa."""
    from generator.stories.build import check_workbook
    from generator.terminal.show import problem_summary, show_problems

    if fix is not None:
        from generator.stories.intake import repair_workbook
        from generator.terminal.intake import show_repairs

        show_repairs(repair_workbook(workbook, fix), fix, quiet=form == "json")
        workbook = fix
    problems = check_workbook(workbook, period, annotate, out)
    if form == "json":
        click.echo(json.dumps({"problems": [problem.as_json() for problem in problems]}, ensure_ascii=False, indent=2))
    else:
        show_problems(problems)
        click.echo(f"{workbook.name}: {problem_summary(problems)}.")
    return ExitCode.PROBLEMS if any_error(problems) else ExitCode.DONE


@baocao.command(cls=Command, epilog="baocao facts ho-so.xlsx --period 2025-Q3")
@workbook_argument
@period_option
@as_of_option
def facts(workbook: Path, period: str, as_of: date | None) -> int:
    """In mọi số liệu đã tính của một kỳ dưới dạng JSON, cho chương trình khác dùng."""
    from generator.stories.build import facts_of

    found, checked = facts_of(workbook, period, as_of)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    return ExitCode.PROBLEMS if any_error(checked.problems) else ExitCode.DONE


@baocao.command(
    cls=Command,
    epilog='baocao build ho-so.xlsx --period 2025-Q3\nbaocao build ho-so.xlsx --period "6 tháng đầu năm 2026" --pdf\n'
    'baocao build ho-so.xlsx --period 2025-Q3 --agency "Sở Tài chính"',
)
@workbook_argument
@period_option
@as_of_option
@out_option
@click.option("--agency", metavar="TÊN", help="Lập báo cáo riêng của một cơ quan chủ trì.")
@pdf_options
@click.option("--combined", is_flag=True, help="Gộp các phụ lục vào cùng tệp báo cáo.")
@click.option(
    "--track-changes", is_flag=True, help="Để những chỗ số liệu mới làm thay đổi thành dấu sửa đổi (Track Changes)."
)
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối nếu còn chỗ chưa có nội dung.")
@click.option(
    "--templates",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path),
    help="Thư mục mẫu Word riêng, dùng trước mẫu có sẵn.",
)
@click.option("--new-version", is_flag=True, help="Báo cáo kỳ này đã ban hành: lập bản mới ở thư mục riêng.")
@click.option(
    "--compare",
    type=click.Choice(["issued", "corrected"]),
    metavar="issued|corrected",
    help="So sánh với số đã ban hành (issued) hay số đã điều chỉnh (corrected) của kỳ trước.",
)
@click.option("--rebuild", is_flag=True, help="Lập lại từ đầu cả khi không có gì thay đổi từ lần lập trước.")
@click.option("--timings", is_flag=True, help="Hiện thêm thời gian của từng bước và bộ nhớ đã dùng.")
def build(workbook: Path, period: str, rebuild: bool, timings: bool, **options: Any) -> int:
    """Lập báo cáo và các phụ lục của một kỳ."""
    from generator.stories.jobs import STEPS, Job
    from generator.stories.unchanged import summary_of, unchanged
    from generator.terminal.show import show_summary, show_timings, step_printer
    from generator.terminal.timings import COMPARISON, Stopwatch

    job, watch = Job(workbook, period, **options), Stopwatch(step_printer(STEPS), from_start=True)
    watch.begin(COMPARISON)
    summary = None if rebuild else unchanged(job)
    if summary is None:
        from generator.stories.build import build as build_report

        summary = summary_of(build_report(job, watch))
    took = watch.stop()
    show_summary(summary)
    if timings:
        show_timings(took)
    return summary.exit_code


@baocao.command(cls=Command, epilog="baocao redline ban-cu.docx ban-moi.docx -o so-sanh.docx")
@click.argument("old", metavar="BẢN_CŨ.docx", type=click.Path(path_type=Path))
@click.argument("new", metavar="BẢN_MỚI.docx", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, metavar="TỆP.docx", type=click.Path(path_type=Path), help="Tệp kết quả.")
@click.option("--author", default="baocao", metavar="TÊN", help="Tên người sửa ghi trong dấu sửa đổi.")
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trong dấu sửa đổi; mặc định không ghi.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="Cách in kết quả.",
)
def redline(old: Path, new: Path, output: Path, author: str, day: date | None, form: str) -> int:
    """So sánh hai văn bản Word, ghi khác biệt thành dấu sửa đổi (Track Changes) và kê số liệu thay đổi."""
    from generator.stories.redline import compare
    from generator.terminal.redline import comparison_json, show_comparison

    found = compare(old, new, output, author, day)
    if form == "json":
        click.echo(json.dumps(comparison_json(found), ensure_ascii=False, indent=2))
    else:
        show_comparison(found, output)
    return ExitCode.DONE


baocao.add_command(template)


@baocao.command(
    cls=Command,
    epilog="baocao lint bao-cao.docx\nbaocao lint bao-cao.docx --fix bao-cao-da-sua.docx\n"
    "baocao lint bao-cao.docx --annotate bao-cao-ghi-chu.docx\nbaocao lint --explain ND30-313",
)
@click.argument("files", metavar="TỆP.docx…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--standard", metavar="nd30|dang", help="Bộ thể thức; mặc định tự nhận ra theo tiêu đề văn bản.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="Cách in kết quả.",
)
@click.option(
    "--annotate", metavar="TỆP.docx", type=click.Path(path_type=Path), help="Ghi bản sao có lời nhận xét ở từng chỗ."
)
@click.option(
    "--fix", metavar="TỆP.docx", type=click.Path(path_type=Path), help="Ghi bản sao đã sửa những chỗ chắc chắn."
)
@click.option("--ca-can-xem", "unsafe", is_flag=True, help="Cùng với --fix: sửa cả những chỗ cần người xem lại.")
@click.option("--waive", multiple=True, metavar="MÃ", help="Miễn một quy tắc; ghi được nhiều lần.")
@click.option("--explain", metavar="MÃ", help="Giải thích một quy tắc.")
@click.option("--details", is_flag=True, help="Kê cả những quy tắc không đánh giá và lý do.")
def lint(files: tuple[Path, ...], explain: str | None, fix: Path | None, form: str, **options: Any) -> int:
    """Kiểm tra thể thức của văn bản Word; sửa hoặc ghi nhận xét vào bản sao."""
    from generator.stories import lint as linting
    from generator.terminal.lint import show_explanation, show_fixed, show_linted

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


for command in (*remind_commands.COMMANDS, *batch_commands.COMMANDS, *folder_commands.COMMANDS):
    baocao.add_command(command)
baocao.add_command(web)


def main() -> None:
    """The console script `baocao`."""
    collect_rarely()
    with suppress(BaocaoError):  # a wrong limit is told by the command, with its exit code
        hold_memory()
    run(baocao)


if __name__ == "__main__":
    main()
