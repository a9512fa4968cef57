"""What the commands of the input side show: forms made, answers collected, who is silent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.terminal import console, problem_summary, show_problems
from generator.vietnamese import one_line

if TYPE_CHECKING:
    from generator.gathering import CollectOutcome
    from generator.validate.repairs import Repair
    from generator.write.return_form import ReturnForm


def show_forms(forms: Sequence[ReturnForm], out: Path) -> None:
    """The forms with their agencies and how much each asks for."""
    screen = console()
    screen.print(f"Đã lập {len(forms)} phiếu trong {out}:", style="bold green")
    for form in forms:
        shared = " (tên chung nhiều đơn vị: cần cơ quan đầu mối)" if form.collective else ""
        screen.print(f"  {form.name}: {form.agency}, {form.rows} mục{shared}")


def show_repairs(repairs: Sequence[Repair], out: Path, quiet: bool = False) -> None:
    """Every repair: cell, old, new and why; on stderr where stdout is for a machine."""
    from generator.compute.collecting import said

    screen = console(stderr=quiet)
    for one in repairs:
        place = f"trang “{one.place.sheet}”, {one.place.spot}"
        screen.print(f"Đã sửa {place}: “{one.old}” → “{one_line(said(one.new))}” ({one.reason})")
    screen.print(f"Đã ghi {out}: {len(repairs)} ô được sửa. Các vấn đề còn lại của tệp này:", style="bold green")


def show_collected(outcome: CollectOutcome, workbook: Path, dry_run: bool) -> None:
    """Problems first, then what was written and who has not answered."""
    from generator.compute.collecting import Fate

    screen = console()
    show_problems(outcome.problems)
    fates = [cell.fate for change in outcome.changes for cell in change.cells]
    new, replaced, kept = (fates.count(fate) for fate in (Fate.NEW, Fate.REPLACED, Fate.KEPT))
    rows = sum(change.writes for change in outcome.changes)
    screen.print(
        f"Đã đọc {outcome.returns} phiếu của {len(outcome.agencies)} cơ quan ({problem_summary(outcome.problems)})."
    )
    if outcome.silent:
        screen.print(f"Chưa có báo cáo ({len(outcome.silent)}): {'; '.join(outcome.silent)}", style="yellow")
    verb = "Sẽ ghi" if dry_run else "Đã ghi"
    if rows:
        screen.print(
            f"{verb} {rows} dòng vào {workbook}: {new} ô mới, {replaced} ô thay giá trị cũ.", style="bold green"
        )
    else:
        screen.print(f"Không có gì mới để ghi vào {workbook}.")
    if kept:
        screen.print(
            f"Giữ nguyên {kept} ô mà phiếu ghi khác; muốn lấy theo phiếu thì thêm --overwrite.", style="yellow"
        )
