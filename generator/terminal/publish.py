"""`baocao publish`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, as_of_option, period_option, workbook_argument
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from generator.stories.publish import PublishedSite

_KINDS = ("nhiệm vụ", "chỉ tiêu", "dòng kinh phí")


@click.command("publish", cls=Command, epilog="baocao publish ho-so.xlsx --period 2025-Q3 --out cong-khai/2025-Q3")
@workbook_argument
@period_option
@as_of_option
@click.option("--out", required=True, metavar="THƯ_MỤC", type=FILE, help="Thư mục của trang công khai.")
def publish(workbook: Path, period: str, as_of: date | None, out: Path) -> int:
    """Lập trang công khai của một kỳ: tiến độ, kết quả từng nhiệm vụ, chỉ tiêu, kinh phí và bảng số liệu mở.

    Chỉ những dòng ghi “Có” ở cột Công khai được đưa lên. Trang là các tệp HTML, mở bằng trình duyệt hoặc chép lên máy
    chủ nào cũng được; không cần chương trình, không tải gì từ nơi khác.
    """
    from generator.stories.publish import publish_site

    made = publish_site(workbook, period, out, as_of)
    show_problems(made.problems)
    show_published(made)
    return ExitCode.DONE


def show_published(made: PublishedSite) -> None:
    """What stands on the page, what was kept back, and where it is."""
    screen = console()
    screen.print(f"Đã lập trang công khai {made.period}: {made.folder / 'index.html'}", style="bold green")
    told = [f"{n} {kind}" for n, kind in zip(made.public, _KINDS, strict=True) if n]
    screen.print(f"  Công khai: {', '.join(told)}; {made.figures} số liệu trong bảng số liệu mở")
    kept = [f"{n} {kind}" for n, kind in zip(made.kept_back, _KINDS, strict=True) if n]
    if kept:
        screen.print(f"  Không công khai: {', '.join(kept)} (cột Công khai trống hoặc ghi “Không”)")
