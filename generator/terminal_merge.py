"""What a run says about files that a person had edited: what the data changed in them, what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.screen import Screen
    from generator.summary import KeptEdits, Waiting

_SHOWN = 160


def show_merged(merged: Sequence[KeptEdits], screen: Screen) -> None:
    """A line a file; every conflict with the edited and the new text."""
    for one in merged:
        was = f" (trước là {one.edited_name})" if one.edited_name != one.name else ""
        screen.print(f"  {one.name}{was}: giữ nguyên phần đã sửa tay; {_changes(one.changes)}{_how_many(one)}")
        for conflict in one.waiting:
            screen.print(f"    - {_place(conflict)}", style="yellow")
            screen.print(f"        Bản trước:         {_short(conflict.old)}")
            screen.print(f"        Bản sửa tay:       {_short(conflict.edited)}")
            screen.print(f"        Theo số liệu mới:  {_short(conflict.new)}")
    if any(one.waiting for one in merged):
        screen.print(
            "  Mỗi chỗ trên có một ghi chú trong tệp Word. Chọn cách viết đúng, xoá ghi chú rồi chạy lại lệnh này.",
            style="yellow",
        )


def _changes(count: int) -> str:
    return f"đã đưa vào {count} thay đổi của số liệu" if count else "số liệu không thay đổi gì thêm"


def _how_many(one: KeptEdits) -> str:
    return f"; {len(one.waiting)} chỗ cần người quyết định:" if one.waiting else ""


def _place(conflict: Waiting) -> str:
    return f"Tại “{conflict.where}”" if conflict.where else "Tại một đoạn không có chữ"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
