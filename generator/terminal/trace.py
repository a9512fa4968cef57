"""`baocao trace`: where the figures of a report came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.figures import origin_words
from generator.core.problems import ExitCode
from generator.core.vietnamese import shortened
from generator.terminal.command_line import Command
from generator.terminal.options import EXCEL_FILE, FILE
from generator.terminal.show import Screen, console

if TYPE_CHECKING:
    from generator.origins.figures_in import FoundFigure
    from generator.origins.units import Unit
    from generator.stories.trace import Trace, TracedFile


_MOST_SHOWN, _MOST_CELLS, _LONGEST_EXCERPT = 12, 12, 161


def show_found(found: Trace, text: str) -> bool:
    """Every figure that a person looked for, with its source; False if the words stand nowhere."""
    from generator.stories.trace import find, paragraphs_with, typed_by_hand

    screen = console()
    figures, typed = find(found, text), typed_by_hand(found, text)
    place: object = None
    for file, one in figures[:_MOST_SHOWN]:
        _show_figure(screen, found, file, one, (file.name, one.unit, one.cell) == place)
        place = (file.name, one.unit, one.cell)
    if len(figures) > _MOST_SHOWN:
        screen.print(f"… và {len(figures) - _MOST_SHOWN} chỗ nữa; chạy không có --find để lấy bảng kiểm chứng đầy đủ.")
    for file, entry in typed[:_MOST_SHOWN]:
        _show_place(screen, file, entry.unit)
        screen.print("  Do người soạn viết, không lấy từ hồ sơ.", style="yellow")
    if figures or typed:
        _say_workbook(screen, found)
        return True
    places = paragraphs_with(found, text)
    for file, unit in places[:_MOST_SHOWN]:
        _show_place(screen, file, unit)
        screen.print("  Chữ của mẫu báo cáo hoặc của người soạn, không lấy từ ô nào của hồ sơ.")
    if not places:
        screen.print(f"Không có “{text}” trong tệp.")
    return bool(places)


def show_count(found: Trace) -> None:
    """How many figures there are, which of them people typed over, and what they wrote themselves."""
    screen = console()
    for file in found.files:
        retyped = [one for one in file.figures if one.state.value]
        screen.print(f"{file.name}: {len(file.figures)} số liệu có nguồn trong hồ sơ", style="bold")
        for one in retyped[:_MOST_SHOWN]:
            where = " › ".join(one.unit.heading) if one.unit else ""
            now = f"nay là “{one.now}”" if one.now else "nay không còn"
            screen.print(f"  {one.state.value}: “{_cut(one.origin.text)}” {now}{f' ({where})' if where else ''}")
        if len(retyped) > _MOST_SHOWN:
            screen.print(f"  … và {len(retyped) - _MOST_SHOWN} chỗ nữa")
        if file.typed:
            screen.print(f"  {len(file.typed)} đoạn có số do người soạn viết, không lấy từ hồ sơ")
    _say_workbook(screen, found)


def _show_figure(screen: Screen, found: Trace, file: TracedFile, one: FoundFigure, same_place: bool) -> None:
    if same_place:
        pass
    elif one.unit is not None:
        _show_place(screen, file, one.unit, one.cell)
    else:
        screen.print(f"{file.name}:", style="bold")
    words = origin_words(one.origin)
    screen.print(
        f"  {_cut(one.origin.text)} = {words}" if one.origin.formula else f"  “{_cut(one.origin.text)}” {words}"
    )
    sheets = {cell.partition("!")[0] for cell in found.contents}
    for cell in [cell for cell in one.origin.cells[:_MOST_CELLS] if cell.partition("!")[0] in sheets]:
        screen.print(f"    {cell} = {found.contents.get(cell) or '(trống)'}", style="dim")
    if len(one.origin.cells) > _MOST_CELLS and found.contents:
        screen.print(f"    … và {len(one.origin.cells) - _MOST_CELLS} ô nữa", style="dim")
    if one.state.value:
        now = f"nay là “{_cut(one.now)}”" if one.now else "nay không còn"
        screen.print(f"  Chú ý: {one.state.value}; chương trình ghi “{_cut(one.origin.text)}”, {now}.", style="yellow")


def _show_place(screen: Screen, file: TracedFile, unit: Unit, cell: int = 0) -> None:
    column = unit.columns[cell] if unit.is_row and cell < len(unit.columns) else ""
    kind = "dòng" if unit.is_row else "đoạn"
    parts = [
        file.name,
        *unit.heading[-2:],
        f"{kind} “{_cut(unit.label or unit.text)}”",
        f"cột “{column}”" if column else "",
    ]
    screen.print(", ".join(part for part in parts if part) + ":", style="bold")


def _say_workbook(screen: Screen, found: Trace) -> None:
    if found.workbook is None:
        screen.print(
            f"Không tìm thấy hồ sơ “{found.manifest.input_name}” để hiện nội dung các ô; chỉ ra bằng --workbook.",
            style="dim",
        )
    elif not found.same_workbook:
        screen.print(
            f"Hồ sơ “{found.workbook.name}” đã thay đổi sau lần lập báo cáo này: nội dung ô là nội dung hiện nay.",
            style="yellow",
        )


def _cut(text: str) -> str:
    return shortened(text.replace("\n", " | "), _LONGEST_EXCERPT)


@click.command(
    cls=Command,
    epilog="baocao trace outputs/ho-so/2025-Q3/bao-cao.docx --find 29,4\n"
    "baocao trace outputs/ho-so/2025-Q3/bao-cao.docx\nbaocao trace outputs/ho-so/2025-Q3",
)
@click.argument("path", metavar="TỆP", type=FILE)
@click.option("--find", "text", metavar="SỐ", help="Số liệu hoặc câu chữ cần tìm nguồn.")
@click.option(
    "-o",
    "--output",
    metavar="TỆP.xlsx",
    type=EXCEL_FILE,
    help="Tên bảng kiểm chứng; mặc định là kiem-chung.xlsx cạnh tệp.",
)
@click.option(
    "--folder",
    metavar="THƯ_MỤC",
    type=FILE,
    help="Thư mục kết quả nơi tệp được tạo, nếu tệp đã chuyển đi nơi khác.",
)
@click.option(
    "--workbook",
    metavar="HỒ_SƠ.xlsx",
    type=FILE,
    help="Hồ sơ để đọc nội dung các ô, nếu không ở gần thư mục kết quả.",
)
def trace(path: Path, text: str | None, output: Path | None, folder: Path | None, workbook: Path | None) -> int:
    """Cho biết mỗi số trong báo cáo lấy từ ô nào của hồ sơ; lập bảng kiểm chứng cho người ký.

    TỆP là báo cáo Word, thư mục kết quả, hoặc bản PDF của báo cáo đã ban hành.
    """
    from generator.stories.trace import trace as trace_figures
    from generator.stories.trace import write_check_sheet

    found = trace_figures(path, folder, workbook)
    if text is not None:
        return ExitCode.DONE if show_found(found, text) else ExitCode.PROBLEMS
    show_count(found)
    click.echo(f"Đã ghi bảng kiểm chứng: {write_check_sheet(found, path, output)}")
    return ExitCode.DONE
