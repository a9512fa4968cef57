"""What `redline` shows: how much changed, and every changed figure with its cells."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.core.figures import origin_words
from generator.core.problems import ExitCode
from generator.core.vietnamese import shortened
from generator.terminal.command_line import Command, Day
from generator.terminal.options import FILE, WORD_FILE, form_option
from generator.terminal.show import console

if TYPE_CHECKING:
    from pathlib import Path

    from generator.stories.redline import Comparison, FigureChange

_MOST_SHOWN, _LONGEST = 60, 91


def show_comparison(found: Comparison, output: Path) -> None:
    """The counts, the figures, what was replaced whole, and where the result is."""
    screen, redlined = console(), found.redlined
    counts = Counter(change.kind.value for change in redlined.changes)
    if redlined.same:
        screen.print("Hai văn bản giống nhau, không có thay đổi nào.")
    elif not counts:
        screen.print("Lời văn giống nhau, nhưng có chỗ khác mà Word không đánh dấu được (nêu dưới đây).")
    else:
        screen.print("Thay đổi: " + ", ".join(f"{count} chỗ {kind}" for kind, count in counts.items()) + ".")
    if found.figures:
        screen.print(f"{len(found.figures)} số liệu thay đổi:", style="bold")
    for figure in found.figures[:_MOST_SHOWN]:
        screen.print(f"  {_line(figure)}")
    if len(found.figures) > _MOST_SHOWN:
        rest = len(found.figures) - _MOST_SHOWN
        screen.print(f"  … và {rest} số liệu nữa; chạy với --format json để lấy đầy đủ.")
    if found.figures and not found.traced:
        screen.print("Bản mới không nằm trong thư mục kết quả nên không có ô nguồn của số liệu.", style="dim")
    _show_cautions(found)
    screen.print(
        f"Đã ghi {output}: chấp nhận hết thay đổi thì được lời văn bản mới, từ chối hết thì được lời văn bản cũ "
        "(đã kiểm tra)."
        if redlined.unmarked or redlined.styles
        else f"Đã ghi {output}: chấp nhận hết thay đổi thì được bản mới, từ chối hết thì được bản cũ (đã kiểm tra)."
    )


def _show_cautions(found: Comparison) -> None:
    screen, redlined = console(), found.redlined
    times, causes = redlined.recoded
    if times:
        screen.print(
            f"{times} chỗ đọc như nhau, chỉ khác mã của chữ ({', '.join(causes)}). Muốn chỉ thấy thay đổi thật: sửa cả "
            "hai bản bằng “baocao lint --fix … --ca-can-xem” rồi so sánh lại.",
            style="yellow",
        )
    if redlined.coarse:
        screen.print("Hai văn bản khác nhau phức tạp, các đoạn có thay đổi được thay nguyên đoạn.", style="yellow")
    for text in redlined.rewritten[:_MOST_SHOWN]:
        screen.print(f"Thay nguyên đoạn, không đánh dấu được từng chữ: “{shortened(text, _LONGEST)}”.", style="yellow")
    if redlined.styles:
        names = ", ".join(redlined.styles[:6]) + (" …" if len(redlined.styles) > 6 else "")
        screen.print(
            f"Kiểu trình bày khác nhau giữa hai bản: {names}. Word không đánh dấu được thay đổi này; "
            "kết quả giữ theo bản mới.",
            style="yellow",
        )
    for text in redlined.unmarked:
        screen.print(f"Khác nhau nhưng không đánh dấu được: {text}; kết quả giữ theo bản mới.", style="yellow")


def _line(figure: FigureChange) -> str:
    change = f"{figure.old} → {figure.new}" if figure.old and figure.new else ""
    change = change or (f"thêm {figure.new}" if figure.new else f"bỏ {figure.old}")
    if figure.origin is not None:
        return f"{change}: {shortened(origin_words(figure.origin), _LONGEST)}"
    if figure.old_origin is not None:
        return f"{change}: số cũ {shortened(origin_words(figure.old_origin), _LONGEST)}"
    return change


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The same, for programs."""
    redlined = found.redlined
    return {
        "changes": [{"kind": one.kind.value, "old": one.old, "new": one.new} for one in redlined.changes],
        "figures": [
            {
                "old": one.old,
                "new": one.new,
                "cells": list(one.origin.cells) if one.origin else [],
                "formula": one.origin.formula if one.origin else "",
                "old_cells": list(one.old_origin.cells) if one.old_origin else [],
            }
            for one in found.figures
        ],
        "recoded": {"changes": redlined.recoded[0], "causes": list(redlined.recoded[1])},
        "coarse": redlined.coarse,
        "rewritten": list(redlined.rewritten),
        "styles": list(redlined.styles),
        "unmarked": list(redlined.unmarked),
        "same": redlined.same,
    }


@click.command(cls=Command, epilog="baocao redline ban-cu.docx ban-moi.docx -o so-sanh.docx")
@click.argument("old", metavar="BẢN_CŨ.docx", type=FILE)
@click.argument("new", metavar="BẢN_MỚI.docx", type=FILE)
@click.option("-o", "--output", required=True, metavar="TỆP.docx", type=WORD_FILE, help="Tệp kết quả.")
@click.option("--author", default="baocao", metavar="TÊN", help="Tên người sửa ghi trong dấu sửa đổi.")
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trong dấu sửa đổi; mặc định không ghi.")
@form_option
def redline(old: Path, new: Path, output: Path, author: str, day: date | None, form: str) -> int:
    """So sánh hai văn bản Word, ghi khác biệt thành dấu sửa đổi (Track Changes) và kê số liệu thay đổi."""
    from generator.stories.redline import compare

    found = compare(old, new, output, author, day)
    if form == "json":
        click.echo(json.dumps(comparison_json(found), ensure_ascii=False, indent=2))
    else:
        show_comparison(found, output)
    return ExitCode.DONE
