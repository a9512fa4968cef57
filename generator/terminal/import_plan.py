"""`baocao import`: the tables of a plan as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode, any_error
from generator.core.typed_commands import typed
from generator.terminal.command_line import Command
from generator.terminal.options import FILE
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from generator.read.plan_headers import PlanColumn
    from generator.read.plan_table import TableUse
    from generator.stories.import_plan import Imported


@click.command(
    "import",
    cls=Command,
    epilog="baocao import phan-cong.docx\nbaocao import phan-cong.txt --into ho-so.xlsx\n"
    "baocao import ke-hoach.xlsx --dry-run\n"
    'baocao import ke-hoach.docx --column "Tiến độ=Thời gian hoàn thành"',
)
@click.argument("plan", metavar="KẾ_HOẠCH", type=FILE)
@click.option("--into", metavar="TỆP.xlsx", type=FILE, help="Đưa vào hồ sơ này thay vì tạo tệp mới.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="CỘT=TÊN",
    help="Cho biết một cột của kế hoạch là cột nào của hồ sơ (hoặc “không dùng”); được nhớ cho lần sau.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ đọc những gì, không ghi tệp nào.")
def import_plan(plan: Path, into: Path | None, columns: tuple[str, ...], dry_run: bool) -> int:
    """Đọc các bảng nhiệm vụ, chỉ tiêu, kinh phí của một kế hoạch (.docx, .xlsx, .csv, .txt) thành hồ sơ Excel."""
    from generator.stories.import_plan import import_plan as read_plan_into

    found = read_plan_into(plan, into, columns, dry_run)
    show_uses(found)
    show_problems(found.problems)
    counts = f"{found.tasks} nhiệm vụ, {found.indicators} chỉ tiêu, {found.funding} dòng kinh phí"
    counts += f", {found.progress} dòng tiến độ" if found.progress else ""
    if found.target is None:
        click.echo(f"Đọc được {counts}; chưa ghi tệp nào (bỏ --dry-run để ghi).")
    else:
        if doubts := sum(problem.code == "NK003" for problem in found.problems):
            click.echo(f"Có {doubts} chỗ chưa chắc chắn; những ô liên quan đã tô vàng, có ghi chú trong hồ sơ.")
        click.echo(
            f"Đã ghi {counts} vào “{found.target}”. Mở tệp, điền trang Thông tin chung rồi chạy: "
            f"baocao check {typed(found.target)}"
        )
    return ExitCode.PROBLEMS if any_error(found.problems) else ExitCode.DONE


def show_uses(found: Imported) -> None:
    """Each table of the plan: what it was taken for, column by column, and what was not used."""
    screen = console()
    for number, use in enumerate(found.uses, start=1):
        kinds = " và ".join(kind.value for kind in use.kinds) or "không hiểu được, không nhập"
        where = f"trang “{use.place.sheet}”, ô {use.place.cell}" if use.place.sheet else use.place.cell
        screen.print(f"Bảng {number} ({where}): {kinds}", style="bold")
        for words, columns in _by_certainty(use):
            screen.print(f"  {words}: {'; '.join(_pair(column) for column in columns)}")
    if found.chosen:
        said = "; ".join(f"“{header}” = {title or 'không dùng'}" for header, title in found.chosen.items())
        screen.print(f"Theo lựa chọn của người dùng: {said}", style="dim")


def _by_certainty(use: TableUse) -> list[tuple[str, list[PlanColumn]]]:
    known = [column for column in use.columns if column.title and not column.guessed]
    guessed = [column for column in use.columns if column.title and column.guessed]
    rows = [("Cột", known), ("Hiểu theo từ gần giống, cần xem lại", guessed), ("Không dùng", list(use.unread))]
    return [(words, columns) for words, columns in rows if columns]


def _pair(column: PlanColumn) -> str:
    if not column.title:
        return f"“{column.header}”"
    if column.guessed and column.year:
        return f"số của năm {column.year} ← “{column.header}”"
    year = f" năm {column.year}" if column.year else ""
    source = f" từ {column.source}" if column.source else ""
    same = column.header == column.title and not year and not source
    return column.title if same else f"{column.title}{year}{source} ← “{column.header}”"
