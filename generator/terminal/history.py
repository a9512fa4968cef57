"""`baocao history`: the states of a report's folder, one of them brought back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode, WrongUsage
from generator.core.typed_commands import typed
from generator.core.vietnamese import short_date, shortened
from generator.terminal.command_line import Command
from generator.terminal.options import FILE
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from generator.stories.history import Differences, Past, PastState, Restored


def show_history(past: Past) -> None:
    """Every state, oldest first."""
    screen = console()
    screen.print(f"Lịch sử của {past.folder}", style="bold")
    for state in past.states:
        screen.print(f"  {state.number or 'nay':>3}  {_moment(state.at)}  {_event(state)}")
        if state.edited:
            words = "sửa sau khi ban hành" if state.issued and state.number is None else "sửa tay"
            by = f", {', '.join(state.editors)}" if state.editors else ""
            screen.print(f"       {words}: {', '.join(state.edited)} (lưu lần cuối {_moment(state.edited_at)}{by})")
        for line in state.signed:
            screen.print(f"       số liệu của {line}")
    frozen = past.states[-1].issued is not None
    numbered = [state for state in past.states if state.number is not None and (state.issued or not frozen)]
    if numbered:
        screen.print(f"Khôi phục một lần trước: baocao history {typed(past.folder)} --restore {numbered[-1].number}")


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
    by = f", tài khoản {state.who}" if state.who else ""
    return f"{words} ({state.files} tệp{by})"


def show_differences(found: Sequence[Differences]) -> None:
    """What changed from one state to another, words that went in red, words that came in green."""
    screen = console()
    if not found:
        screen.print("Các tệp Word, Excel của hai trạng thái giống nhau.")
    for one in found:
        screen.print(f"{one.name}{f': {one.only}' if one.only else ''}", style="bold")
        for change, place in zip(one.changes[:_MOST_SHOWN], one.places, strict=False):
            screen.print(f"  {place or 'một đoạn'} ({change.kind}):", style="dim")
            if change.old == change.new:
                continue
            if change.old:
                screen.print(f"    - {_cut(change.old)}", style="bold red")
            if change.new:
                screen.print(f"    + {_cut(change.new)}", style="bold green")
        for other in one.others:
            screen.print(f"  khác: {other}", style="dim")
        if len(one.changes) > _MOST_SHOWN:
            screen.print(f"  … và {len(one.changes) - _MOST_SHOWN} chỗ nữa; xem đủ bằng lệnh redline.", style="dim")


_MOST_SHOWN, _LONGEST = 60, 300


def _cut(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST)


def _moment(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y %H:%M}" if at else "(không rõ lúc)"


@click.command(
    cls=Command,
    epilog="baocao history outputs/ho-so/2025-Q3\nbaocao history outputs/ho-so/2025-Q3 --restore 2\n"
    "baocao history outputs/ho-so/2025-Q3 --diff 1 --to 3",
)
@click.argument("folder", metavar="THƯ_MỤC", type=FILE)
@click.option("--restore", type=int, metavar="SỐ", help="Khôi phục trạng thái này; trạng thái hiện nay được lưu trước.")
@click.option("--diff", type=int, metavar="SỐ", help="Khác biệt từ trạng thái này tới hiện nay, hoặc tới --to.")
@click.option("--to", type=int, metavar="SỐ", help="Trạng thái thứ hai để xem khác biệt.")
def history(folder: Path, restore: int | None, diff: int | None, to: int | None) -> int:
    """Cho biết báo cáo đã được ai lập, sửa, gộp, ban hành những lần nào; khôi phục một lần trước."""
    from generator.stories.history import differences, past_states
    from generator.stories.history import restore as restore_state

    if to is not None and diff is None:
        raise WrongUsage("--to chỉ dùng cùng --diff.", "Viết như --diff 1 --to 3.")
    if diff is not None and restore is not None:
        raise WrongUsage("--diff (xem khác biệt) không dùng cùng --restore (khôi phục).", "Chọn một trong hai việc.")
    if diff is not None:
        show_differences(differences(folder, diff, to))
    elif restore is None:
        show_history(past_states(folder))
    else:
        show_restored(restore_state(folder, restore))
    return ExitCode.DONE
