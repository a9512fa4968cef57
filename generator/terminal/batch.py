"""The command for many dossiers at once."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.batch.results import BatchReport, Ending, Result
from generator.core.vietnamese import clean, nfc
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, as_of_option, out_option, pdf_options, templates_option
from generator.terminal.show import Screen

# --- what `batch` shows: progress while it runs (stderr), then a table of what came of it -----------------------------

_LISTED = 40
_ERRORS_LISTED = 3
_COLOURS = {Ending.MADE: "", Ending.UNCHANGED: "dim", Ending.FAILED: "bold red", Ending.NOT_DONE: "yellow"}
_EVERY = 10.0
"""Seconds between two lines where nobody watches a bar."""


@contextlib.contextmanager
def progress() -> Iterator[Callable[[Result, int], None]]:
    """Gives what is to be called with each result: a bar with rate and time left on a terminal, else a line now and
    then. All of it goes to stderr."""
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _lines()


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[Result, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("Lập báo cáo"), BarColumn(), MofNCompleteColumn(), rate, TextColumn("còn"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True, markup=False), transient=True) as bar:
        task, start = bar.add_task("", total=None, rate=""), time.monotonic()

        def tell(result: Result, total: int) -> None:
            bar.update(task, total=total, advance=1)
            done = bar.tasks[0].completed
            bar.update(task, rate=_rate(done, time.monotonic() - start))
            if result.ending is Ending.FAILED:
                bar.console.print(clean(f"{result.name}: {result.reason}"), style=_COLOURS[Ending.FAILED])

        yield tell


def _rate(done: float, seconds: float) -> str:
    """ "12 hồ sơ/giây", "40 hồ sơ/phút"."""
    each_second = done / seconds if seconds > 0 else 0.0
    return f"{each_second:.0f} hồ sơ/giây" if each_second >= 2 else f"{each_second * 60:.0f} hồ sơ/phút"


def _lines() -> Callable[[Result, int], None]:
    start = told = time.monotonic()
    done = 0
    screen = Screen(stderr=True)

    def tell(result: Result, total: int) -> None:
        nonlocal done, told
        done += 1
        now = time.monotonic()
        if done < total and now >= told + _EVERY:
            told, seconds = now, now - start
            left = seconds / done * (total - done)
            screen.print(f"{done}/{total} hồ sơ, {_rate(done, seconds)}, còn khoảng {_span(left)}")

    return tell


def _span(seconds: float) -> str:
    return f"{seconds:.0f} giây" if seconds < 90 else f"{seconds / 60:.0f} phút"


def show_batch(report: BatchReport) -> None:
    """The closing summary: a table if it is short, every failure with its reason, what waits for a person."""
    screen = Screen()
    if len(report.results) <= _LISTED:
        _show_table(report, screen)
    for result in report.ended(Ending.FAILED):
        _show_failure(result, screen)
    waiting = [one for one in report.results if one.conflicts]
    for result in waiting:
        screen.print(f"{result.name}: {result.conflicts} chỗ sửa tay khác số liệu mới, chờ người xử lý", style="yellow")
    counts = [f"{report.count(ending)} {ending.label.lower()}" for ending in Ending if report.count(ending)]
    screen.print(f"{len(report.results)} báo cáo: {', '.join(counts)}.", style="bold")
    screen.print(f"Kết quả từng hồ sơ: {report.file}")
    if report.stopped:
        screen.print("Đã dừng theo yêu cầu; báo cáo đã lập đều trọn vẹn. Chạy lại đúng lệnh đó để làm tiếp.")


def _show_table(report: BatchReport, screen: Screen) -> None:
    rows = [(nfc(one.name), one.ending.label, one.folder, _note(one)) for one in report.results]
    titles = ("Hồ sơ", "Kết quả", "Thư mục", "Ghi chú")
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in range(3)]
    screen.print(_padded(titles, widths), style="bold")
    for one, row in zip(report.results, rows, strict=True):
        screen.print(_padded(row, widths), style=_COLOURS[one.ending])


def _padded(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (f"{cell:<{width}}" for cell, width in zip(row, [*widths, 0], strict=True))
    return "  ".join(cells).rstrip()


def _note(result: Result) -> str:
    notes = (
        (result.pages, "trang PDF"),
        (result.gaps, "chỗ chưa có nội dung"),
        (result.warnings, "cảnh báo"),
        (result.conflicts, "chỗ chờ xử lý"),
    )
    return ", ".join(f"{count} {label}" for count, label in notes if count)


def _show_failure(result: Result, screen: Screen) -> None:
    screen.print(f"{result.name}: ", style=_COLOURS[Ending.FAILED], end="")
    screen.print(" ".join(part for part in (result.reason, result.next_step) if part))
    for problem in result.problems[:_ERRORS_LISTED]:
        screen.print(f"  {problem}")
    if len(result.problems) > _ERRORS_LISTED:
        rest = len(result.problems) - _ERRORS_LISTED
        screen.print(f"  … và {rest} lỗi khác; xem đủ bằng lệnh: baocao check {Path(result.workbook)}")


@click.command(
    cls=Command,
    epilog="baocao batch ho-so-xa --period 2025-Q3\nbaocao batch xa-*.xlsx --period 2025-Q3 --jobs 4 --pdf\n"
    'baocao batch tinh.xlsx --period 2025-Q3 --by "Cơ quan chủ trì"',
)
@click.argument("names", metavar="TỆP|THƯ_MỤC…", nargs=-1, required=True)
@click.option("--period", required=True, metavar="KỲ", help="Kỳ báo cáo, như ở lệnh build.")
@as_of_option
@out_option
@click.option("--by", metavar="CỘT", help="Tách mỗi hồ sơ thành báo cáo riêng theo cột này, như “Cơ quan chủ trì”.")
@pdf_options
@click.option("--combined", is_flag=True, help="Gộp các phụ lục vào cùng tệp báo cáo.")
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối hồ sơ còn chỗ chưa có nội dung.")
@templates_option
@click.option("--rebuild", is_flag=True, help="Lập lại cả những hồ sơ không có gì thay đổi từ lần lập trước.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="SỐ", help="Số hồ sơ làm cùng lúc; mặc định bằng số nhân của máy."
)
@click.option("--scheduler", metavar="ĐỊA_CHỈ", help="Chạy trên cụm máy Dask: tcp://máy-điều-phối:8786.")
@click.option(
    "--shared-folder",
    metavar="THƯ_MỤC",
    type=FILE,
    help="Cùng với --scheduler: trao đổi hồ sơ và kết quả qua thư mục mà mọi máy đều thấy, thay vì qua mạng của cụm.",
)
def batch(
    names: tuple[str, ...],
    by: str | None,
    jobs: int | None,
    scheduler: str | None,
    shared_folder: Path | None,
    period: str,
    as_of: date | None,
    rebuild: bool,
    **options: Any,
) -> int:
    """Lập báo cáo cho nhiều hồ sơ một lúc; hồ sơ có lỗi không làm dừng các hồ sơ khác."""
    from generator.batch.run import Batch, run_batch
    from generator.stories.jobs import Job

    if scheduler is None and shared_folder is not None:
        raise click.UsageError("--shared-folder chỉ dùng cùng với --scheduler.")
    if scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs không dùng cùng với --scheduler: số việc cùng lúc là số máy làm việc của cụm.")
    asked = Batch(names, Job(Path(), period, as_of, **options), by, jobs, scheduler, shared_folder, rebuild)
    with progress() as tell:
        report = run_batch(asked, tell)
    show_batch(report)
    return int(report.exit_code)
