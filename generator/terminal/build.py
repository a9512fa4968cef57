"""`baocao build`: the report and appendices of a period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.terminal.command_line import Command
from generator.terminal.options import (
    as_of_option,
    out_option,
    pdf_options,
    period_option,
    templates_option,
    workbook_argument,
)
from generator.terminal.show import show_summary, show_timings, step_printer


@click.command(
    cls=Command,
    epilog='baocao build ho-so.xlsx --period 2025-Q3\nbaocao build ho-so.xlsx --period "6 tháng đầu năm 2026" --pdf\n'
    'baocao build ho-so.xlsx --period 2025-Q3 --agency "Sở Tài chính"\n'
    'baocao build ho-so.xlsx --period 2025-Q3 --to "Công an tỉnh"',
)
@workbook_argument
@period_option
@as_of_option
@out_option
@click.option("--agency", metavar="TÊN", help="Lập báo cáo riêng của một cơ quan chủ trì.")
@click.option("--to", metavar="NƠI_GỬI", help="Lập báo cáo gửi một nơi của trang “Nơi gửi”.")
@click.option("--plan", metavar="MÃ", help="Lập báo cáo riêng của một kế hoạch ở trang “Kế hoạch”.")
@pdf_options
@click.option("--combined", is_flag=True, help="Gộp các phụ lục vào cùng tệp báo cáo.")
@click.option(
    "--track-changes", is_flag=True, help="Để những chỗ số liệu mới làm thay đổi thành dấu sửa đổi (Track Changes)."
)
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối nếu còn chỗ chưa có nội dung.")
@click.option(
    "--confirm-stale",
    is_flag=True,
    help="Cùng với --final: xác nhận lập báo cáo dù kỳ này chưa có số liệu mới, hoặc kế hoạch có sau kỳ.",
)
@templates_option
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
    from generator.stories.unchanged import unchanged
    from generator.terminal.timings import COMPARISON, Stopwatch

    job, watch = Job(workbook, period, **options), Stopwatch(step_printer(STEPS), from_start=True)
    watch.begin(COMPARISON)
    summary = None if rebuild else unchanged(job)
    if summary is None:
        from generator.stories.build import build as build_report

        summary = build_report(job, watch).summary()
    took = watch.stop()
    show_summary(summary)
    if timings:
        show_timings(took)
    return summary.exit_code
