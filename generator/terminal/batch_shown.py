"""What `batch` shows: progress while it runs (stderr), then a table of what came of it."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.batch.results import BatchReport, Ending, Result
from generator.core.limits import CONVERSION
from generator.core.typed_commands import typed
from generator.core.vietnamese import clean, nfc
from generator.terminal.show import Screen

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


def still_at_work(pdf: bool) -> Callable[[int, int], None]:
    """What says now and then that the run goes on, where nobody watches a bar."""
    start, screen = time.monotonic(), Screen(stderr=True)
    most = f"; LibreOffice được chờ tối đa {CONVERSION.value()} {CONVERSION.unit} một tệp" if pdf else ""

    def tell(done: int, total: int) -> None:
        if not sys.stderr.isatty():
            screen.print(f"{done}/{total} hồ sơ, vẫn đang làm, đã {_span(time.monotonic() - start)}{most}")

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
        screen.print(f"  … và {rest} lỗi khác; xem đủ bằng lệnh: baocao check {typed(Path(result.workbook))}")
