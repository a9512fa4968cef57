"""The commands on a finished folder: trace, issue, history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.command_line import Command, Day
from generator.problems import ExitCode


@click.command(
    cls=Command,
    epilog="baocao trace outputs/ho-so/2025-Q3/bao-cao.docx --find 29,4\n"
    "baocao trace outputs/ho-so/2025-Q3/bao-cao.docx\nbaocao trace outputs/ho-so/2025-Q3",
)
@click.argument("path", metavar="TỆP.docx", type=click.Path(path_type=Path))
@click.option("--find", "text", metavar="SỐ", help="Số liệu hoặc câu chữ cần tìm nguồn.")
@click.option(
    "-o",
    "--output",
    metavar="TỆP.xlsx",
    type=click.Path(path_type=Path),
    help="Tên bảng kiểm chứng; mặc định là kiem-chung.xlsx cạnh tệp.",
)
@click.option(
    "--folder",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path),
    help="Thư mục kết quả nơi tệp được tạo, nếu tệp đã chuyển đi nơi khác.",
)
@click.option(
    "--workbook",
    metavar="HỒ_SƠ.xlsx",
    type=click.Path(path_type=Path),
    help="Hồ sơ để đọc nội dung các ô, nếu không ở gần thư mục kết quả.",
)
def trace(path: Path, text: str | None, output: Path | None, folder: Path | None, workbook: Path | None) -> int:
    """Cho biết mỗi số trong báo cáo lấy từ ô nào của hồ sơ; lập bảng kiểm chứng cho người ký."""
    from generator.terminal_folder import show_found, show_summary
    from generator.tracing import trace as trace_figures
    from generator.tracing import write_check_sheet

    found = trace_figures(path, folder, workbook)
    if text is not None:
        return ExitCode.DONE if show_found(found, text) else ExitCode.PROBLEMS
    show_summary(found)
    click.echo(f"Đã ghi bảng kiểm chứng: {write_check_sheet(found, path, output)}")
    return ExitCode.DONE


@click.command(cls=Command, epilog="baocao issue outputs/ho-so/2025-Q3 --number 05 --date 20/9/2025")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path))
@click.option("--number", required=True, metavar="SỐ", help="Số của báo cáo, chẳng hạn 5 hoặc 05.")
@click.option("--date", "day", required=True, type=Day(), metavar="NGÀY", help="Ngày ban hành.")
@click.option("--waive", multiple=True, metavar="MÃ", help="Miễn một quy tắc thể thức; ghi được nhiều lần.")
def issue(folder: Path, number: str, day: date, waive: tuple[str, ...]) -> int:
    """Ghi số và ngày vào báo cáo, phụ lục rồi chốt: từ đó thư mục không bị lập lại."""
    from generator.issuing import issue as issue_report
    from generator.terminal_folder import show_issued

    show_issued(issue_report(folder, number, day, waive))
    return ExitCode.DONE


@click.command(
    cls=Command,
    epilog="baocao history outputs/ho-so/2025-Q3\nbaocao history outputs/ho-so/2025-Q3 --restore 2",
)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path))
@click.option("--restore", type=int, metavar="SỐ", help="Khôi phục trạng thái này; trạng thái hiện nay được lưu trước.")
def history(folder: Path, restore: int | None) -> int:
    """Cho biết báo cáo đã được lập, sửa, gộp, ban hành những lần nào; khôi phục một lần trước."""
    from generator.past_states import past_states
    from generator.past_states import restore as restore_state
    from generator.terminal_folder import show_history, show_restored

    if restore is None:
        show_history(past_states(folder))
    else:
        show_restored(restore_state(folder, restore))
    return ExitCode.DONE


COMMANDS = (trace, issue, history)
