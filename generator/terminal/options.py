"""Arguments and options that several commands take, each in the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.terminal.command_line import Day

FILE = click.Path(path_type=Path)


if TYPE_CHECKING:
    PathType = click.ParamType[Path]
else:
    PathType = click.ParamType


class Ending(PathType):
    """A file to be written, by an ending that says what it will be: Word and Excel open nothing under another."""

    name = "path"

    def __init__(self, ending: str) -> None:
        self._ending = ending

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.suffix.lower() != self._ending:
            self.fail(f"“{path.name}” không có đuôi {self._ending}; đặt tên như {path.stem}{self._ending}.", param, ctx)
        return path


WORD_FILE, EXCEL_FILE = Ending(".docx"), Ending(".xlsx")

workbook_argument = click.argument("workbook", metavar="TỆP.xlsx", type=FILE)
period_option = click.option(
    "--period",
    required=True,
    metavar="KỲ",
    help="Kỳ báo cáo: 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025 hoặc “quý III năm 2025”; tuần 2026-W36; khoảng ngày "
    "“từ 10/7/2026 đến 30/11/2026”; nhiều năm 2021..2025.",
)
returns_period_option = click.option(
    "--period", required=True, metavar="KỲ", help="Kỳ báo cáo: 2025-09, 2025-Q3, 2025-H1 hoặc “quý III năm 2025”."
)
as_of_option = click.option(
    "--as-of", type=Day(), metavar="NGÀY", help="Ngày xét quá hạn; mặc định là ngày chốt số liệu của kỳ."
)
out_option = click.option(
    "--out", default="outputs", metavar="THƯ_MỤC", type=FILE, help="Thư mục kết quả; mặc định là outputs."
)
templates_option = click.option(
    "--templates", metavar="THƯ_MỤC", type=FILE, help="Thư mục mẫu Word riêng, dùng trước mẫu có sẵn."
)
form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="Cách in kết quả.",
)


def pdf_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that can print its Word files."""
    options = (
        ("--pdf", "Xuất thêm bản PDF (cần LibreOffice)."),
        ("--pdf-a", "Bản PDF là PDF/A, để lưu trữ lâu dài."),
        ("--signature-fields", "Bản PDF có sẵn ô ký số trống ở đúng chỗ (cần phần ky-so)."),
    )
    for name, words in reversed(options):
        command = click.option(name, is_flag=True, help=words)(command)
    return command
