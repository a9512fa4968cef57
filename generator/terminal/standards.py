"""`baocao standards`."""

from __future__ import annotations

import click

from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command
from generator.terminal.show import console


@click.command(
    "standards",
    cls=Command,
    short_help="In các bộ thể thức, ngày áp dụng, nguồn, và các văn bản đã được thay thế.",
    epilog="baocao standards",
)
def standards_command() -> None:
    """In các bộ thể thức mà chương trình dùng và danh sách văn bản đã được thay thế.

    Mỗi bộ có ngày bắt đầu, ngày hết áp dụng, ngày đối chiếu và mức tin cậy của nguồn. Báo cáo được lập theo bộ áp dụng
    vào ngày chốt của kỳ báo cáo; lệnh lint xét một văn bản theo bộ áp dụng vào ngày ghi trên văn bản.
    """
    from generator.core.legal_texts import replaced_texts
    from generator.core.standard import STANDARDS, editions

    screen = console()
    for name in STANDARDS:
        for one in editions(name):
            screen.print(f"{name}: {one.title}", style="bold")
            until = f"đến ngày {short_date(one.effective_to)}" if one.effective_to else "đến nay"
            screen.print(
                f"  Áp dụng từ ngày {short_date(one.effective_from)} {until}. "
                f"Đối chiếu ngày {short_date(one.verified_on)}, {one.trust}."
            )
    screen.print("\nVăn bản đã được thay thế (check, build cảnh báo khi phần Căn cứ còn nêu):", style="bold")
    for text in replaced_texts():
        named = f"{text.title} {text.symbol}".strip()
        screen.print(f"  {named}: từ ngày {short_date(text.since)} được thay bằng {text.by}.")
        screen.print(f"    Nguồn: {text.source}; đối chiếu ngày {short_date(text.checked_on)}.", style="dim")
