"""The commands on a finished folder: trace, issue, history."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.figures import origin_words
from generator.core.problems import ExitCode
from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command, Day
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from datetime import datetime

    from generator.origins.figures_in import FoundFigure
    from generator.origins.units import Unit
    from generator.stories.history import Past, PastState, Restored
    from generator.stories.issue import IssuedFolder
    from generator.stories.trace import Trace, TracedFile
    from generator.terminal.show import Screen

# --- what the commands on a finished folder show: trace, issue, history -----------------------------------------------

_MOST_SHOWN, _MOST_CELLS, _LONGEST_EXCERPT = 12, 12, 160


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


def show_summary(found: Trace) -> None:
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
    text = text.replace("\n", " | ")
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT].rstrip()}…"


def show_issued(done: IssuedFolder) -> None:
    """What `issue` wrote."""
    screen = console()
    show_problems(done.problems)
    screen.print(f"Đã ban hành: Báo cáo số {done.issued.symbol} ngày {short_date(done.issued.day)}", style="bold green")
    screen.print(
        f"  {len(done.files) - 1} tệp trong {done.folder} đã ghi số và ngày; thư mục này không bị lập lại nữa."
    )
    screen.print("  Cần lập bản mới cho kỳ này: baocao build … --new-version")


def show_history(past: Past) -> None:
    """Every state, oldest first."""
    screen = console()
    screen.print(f"Lịch sử của {past.folder}", style="bold")
    for state in past.states:
        screen.print(f"  {state.number or 'nay':>3}  {_moment(state.at)}  {_event(state)}")
        if state.edited:
            words = "sửa sau khi ban hành" if state.issued and state.number is None else "sửa tay"
            screen.print(f"       {words}: {', '.join(state.edited)} (lưu lần cuối {_moment(state.edited_at)})")
    frozen = past.states[-1].issued is not None
    numbered = [state for state in past.states if state.number is not None and (state.issued or not frozen)]
    if numbered:
        screen.print(f"Khôi phục một lần trước: baocao history {past.folder} --restore {numbered[-1].number}")


def show_restored(done: Restored) -> None:
    """What `restore` brought back, and where the state before it is."""
    screen = console()
    show_problems(done.published.problems)
    if done.published.unchanged:
        screen.print(f"Thư mục {done.published.folder} vốn đã như trạng thái số {done.number}, không có gì thay đổi.")
        return
    screen.print(f"Đã khôi phục trạng thái số {done.number}: {done.published.folder}", style="bold green")
    screen.print(f"  Trạng thái trước khi khôi phục được lưu thành số {done.kept_as}.")


def _event(state: PastState) -> str:
    words = state.made_by.label
    if state.restored is not None:
        words = f"{words} trạng thái số {state.restored}"
    if state.issued is not None:
        words = f"{words} – số {state.issued.symbol} ngày {short_date(state.issued.day)}"
    return f"{words} ({state.files} tệp)"


def _moment(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y %H:%M}" if at else "(không rõ lúc)"


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
    from generator.stories.trace import trace as trace_figures
    from generator.stories.trace import write_check_sheet

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
    from generator.stories.issue import issue as issue_report

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
    from generator.stories.history import past_states
    from generator.stories.history import restore as restore_state

    if restore is None:
        show_history(past_states(folder))
    else:
        show_restored(restore_state(folder, restore))
    return ExitCode.DONE


COMMANDS = (trace, issue, history)
