"""`baocao new`: an empty workbook, one with the tasks of a plan, an old one brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from generator.core.problems import ExitCode
from generator.core.typed_commands import typed
from generator.terminal.command_line import Command
from generator.terminal.options import FILE
from generator.terminal.show import show_problems


@click.command(
    "new",
    cls=Command,
    epilog="baocao new ho-so.xlsx\nbaocao new ho-so-theo-ke-hoach.xlsx --from ke-hoach.docx\n"
    "baocao new moi.xlsx --upgrade cu.xlsx\n"
    "baocao new ho-so-2027.xlsx --next-year ho-so-2026.xlsx",
)
@click.argument("target", metavar="TỆP.xlsx", type=FILE)
@click.option(
    "--from", "plan", metavar="KẾ_HOẠCH", type=FILE, help="Lấy nhiệm vụ từ kế hoạch này (.docx, .xlsx, .csv, .txt)."
)
@click.option(
    "--upgrade",
    metavar="CŨ.xlsx",
    type=FILE,
    help="Bổ sung trang, cột còn thiếu cho hồ sơ cũ; nội dung và định dạng giữ nguyên. TỆP có thể chính là hồ sơ cũ.",
)
@click.option(
    "--next-year",
    "old",
    metavar="NĂM_NAY.xlsx",
    type=FILE,
    help="Lập hồ sơ năm sau từ hồ sơ năm nay: việc chưa xong, chỉ tiêu, cơ quan, số liệu để so sánh.",
)
def new(target: Path, plan: Path | None, upgrade: Path | None, old: Path | None) -> int:
    """Tạo hồ sơ Excel trống có hướng dẫn, danh sách chọn; hoặc bổ sung hồ sơ cũ."""
    from generator.stories import intake

    if sum(one is not None for one in (plan, upgrade, old)) > 1:
        raise click.UsageError("chỉ dùng một trong các tuỳ chọn --from, --upgrade và --next-year.")
    if old is not None:
        show_next_year(old, target)
        return ExitCode.DONE
    if upgrade is not None:
        added = intake.upgrade_workbook(upgrade, target)
        for what in added:
            click.echo(f"Đã thêm {what}")
        same = "không có gì phải thêm" if target.samefile(upgrade) else f"“{target}” là bản sao nguyên vẹn"
        click.echo(f"Đã ghi “{target}”." if added else f"“{upgrade.name}” đã đủ trang và cột; {same}.")
        return ExitCode.DONE
    tasks, problems = intake.new_workbook(target, plan)
    show_problems(problems)
    said = f" với {tasks} nhiệm vụ" if plan is not None else ""
    click.echo(f"Đã tạo “{target}”{said}. Mở tệp, điền trang Thông tin chung rồi chạy: baocao check {typed(target)}")
    return ExitCode.DONE


def show_next_year(old: Path, target: Path) -> None:
    """What went over into the new year, and what did not."""
    from generator.stories.next_year import next_year

    made = next_year(old, target)
    carried = "; ".join(f"{title}: {count} dòng" for title, count in made.carried.items())
    left = "; ".join(f"{title}: {count} dòng" for title, count in made.left.items())
    click.echo(f"Đã lập hồ sơ năm {made.year}: “{target}”")
    click.echo(f"  Chuyển sang: {carried}.")
    if left:
        click.echo(f"  Không chuyển (đã xong, hoặc chỉ của năm {made.year - 1}): {left}.")
    if made.asked:
        click.echo(f"  Có {made.asked} ô cần xem lại, đã tô vàng và ghi chú.")
    click.echo(f"Mở tệp, xem lại rồi chạy: baocao check {typed(target)}")
