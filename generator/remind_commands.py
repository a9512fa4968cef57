"""The command that reminds agencies: remind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.command_line import Command, Day, pdf_options
from generator.problems import ExitCode

_FILE = click.Path(path_type=Path)


@click.command(
    "remind",
    cls=Command,
    epilog="baocao remind ho-so.xlsx --period 2025-Q3 --before 30/9/2025\n"
    'baocao remind ho-so.xlsx --period 2025-Q3 --agency "Sở Tài chính" --agency "Sở Nội vụ"\n'
    "baocao remind ho-so.xlsx --period 2025-Q3 --one-letter --pdf",
)
@click.argument("workbook", metavar="TỆP.xlsx", type=_FILE)
@click.option(
    "--period",
    required=True,
    metavar="KỲ",
    help="Kỳ báo cáo: 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025 hoặc “quý III năm 2025”.",
)
@click.option("--as-of", type=Day(), metavar="NGÀY", help="Ngày xét quá hạn; mặc định là ngày chốt số liệu của kỳ.")
@click.option(
    "--out",
    default="outputs",
    metavar="THƯ_MỤC",
    type=_FILE,
    help="Thư mục kết quả; mặc định là outputs.",
)
@click.option("--agency", "agencies", multiple=True, metavar="TÊN", help="Chỉ đôn đốc cơ quan này; ghi được nhiều lần.")
@click.option("--one-letter", is_flag=True, help="Lập một công văn gửi chung các cơ quan, kèm phụ lục.")
@click.option(
    "--date", "day", type=Day(), metavar="NGÀY", help="Ngày dự kiến gửi công văn; mặc định là ngày xét quá hạn."
)
@click.option(
    "--before",
    type=Day(),
    metavar="NGÀY",
    help="Yêu cầu trả lời trước ngày này; mặc định là ngày làm việc thứ năm sau ngày dự kiến gửi.",
)
@click.option(
    "--unit",
    metavar="KÝ_HIỆU",
    help="Ký hiệu đơn vị soạn thảo trong số công văn; mặc định lấy ở dòng Lưu (Nơi nhận).",
)
@pdf_options
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối nếu còn chỗ chưa có nội dung.")
@click.option("--templates", metavar="THƯ_MỤC", type=_FILE, help="Thư mục mẫu Word riêng, dùng trước mẫu có sẵn.")
def remind(workbook: Path, period: str, **options: Any) -> int:
    """Lập công văn đôn đốc gửi từng cơ quan có nhiệm vụ quá hạn hoặc chưa báo cáo, và sổ theo dõi."""
    from generator.letters_due import RemindJob
    from generator.pipeline import STEPS
    from generator.reminding import remind as remind_agencies
    from generator.terminal import step_printer
    from generator.terminal_remind import show_reminded

    reminded = remind_agencies(RemindJob(workbook, period, **options), step_printer(STEPS))
    show_reminded(reminded)
    return ExitCode.CONFLICTS if reminded.outcome and reminded.outcome.conflicts else ExitCode.DONE


COMMANDS = (remind,)
