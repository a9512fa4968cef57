"""The commands of the input side: new, import, forms, collect, convert, schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode, any_error
from generator.core.vietnamese import one_line
from generator.terminal.command_line import Command
from generator.terminal.show import console, problem_summary, show_problems

if TYPE_CHECKING:
    from generator.stories.collect import CollectOutcome
    from generator.validate.repairs import Repair
    from generator.write.return_form import ReturnForm

# --- what the commands of the input side show: forms made, answers collected, who is silent ---------------------------


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


_FILE = click.Path(path_type=Path)
period_option = click.option(
    "--period", required=True, metavar="KỲ", help="Kỳ báo cáo: 2025-09, 2025-Q3, 2025-H1 hoặc “quý III năm 2025”."
)


@click.command(
    "new",
    cls=Command,
    epilog="baocao new ho-so.xlsx\nbaocao new ho-so.xlsx --from ke-hoach.docx\nbaocao new moi.xlsx --upgrade cu.xlsx",
)
@click.argument("target", metavar="TỆP.xlsx", type=_FILE)
@click.option(
    "--from", "plan", metavar="KẾ_HOẠCH", type=_FILE, help="Lấy nhiệm vụ từ kế hoạch này (.docx, .xlsx, .txt)."
)
@click.option(
    "--upgrade",
    metavar="CŨ.xlsx",
    type=_FILE,
    help="Bổ sung trang, cột còn thiếu cho hồ sơ cũ; nội dung và định dạng giữ nguyên. TỆP có thể chính là hồ sơ cũ.",
)
def new(target: Path, plan: Path | None, upgrade: Path | None) -> int:
    """Tạo hồ sơ Excel trống có hướng dẫn, danh sách chọn; hoặc bổ sung hồ sơ cũ."""
    from generator.stories import intake
    from generator.terminal.show import show_problems

    if plan is not None and upgrade is not None:
        raise click.UsageError("chỉ dùng một trong hai tuỳ chọn --from và --upgrade.")
    if upgrade is not None:
        added = intake.upgrade_workbook(upgrade, target)
        for what in added:
            click.echo(f"Đã thêm {what}")
        nothing = f"“{upgrade.name}” đã đủ trang và cột; {target} là bản sao nguyên vẹn."
        click.echo(f"Đã ghi {target}." if added else nothing)
        return ExitCode.DONE
    tasks, problems = intake.new_workbook(target, plan)
    show_problems(problems)
    said = f" với {tasks} nhiệm vụ" if plan is not None else ""
    click.echo(f"Đã tạo {target}{said}. Mở tệp, điền trang Thông tin chung rồi chạy: baocao check {target}")
    return ExitCode.DONE


@click.command(
    "import",
    cls=Command,
    epilog="baocao import phan-cong.docx\nbaocao import phan-cong.txt --into ho-so.xlsx",
)
@click.argument("plan", metavar="KẾ_HOẠCH", type=_FILE)
@click.option("--into", metavar="TỆP.xlsx", type=_FILE, help="Đưa nhiệm vụ vào hồ sơ này thay vì tạo tệp mới.")
def import_command(plan: Path, into: Path | None) -> int:
    """Đọc bảng nhiệm vụ của một kế hoạch (.docx, .xlsx, .txt) thành hồ sơ Excel."""
    from generator.stories.build import import_plan
    from generator.terminal.show import show_problems

    target, tasks, problems = import_plan(plan, into)
    show_problems(problems)
    doubts = sum(problem.code == "NK003" for problem in problems)
    if doubts:
        click.echo(f"Có {doubts} chỗ chưa chắc chắn, đã tô vàng và ghi chú trong trang Nhiệm vụ.")
    click.echo(
        f"Đã ghi {tasks} nhiệm vụ vào {target}. Mở tệp, điền trang Thông tin chung rồi chạy: baocao check {target}"
    )
    return ExitCode.PROBLEMS if any_error(problems) else ExitCode.DONE


@click.command("forms", cls=Command, epilog="baocao forms ho-so.xlsx --period 2025-Q3 --out phieu-quy-3")
@click.argument("workbook", metavar="TỆP", type=_FILE)
@period_option
@click.option("--out", required=True, metavar="THƯ_MỤC", type=_FILE, help="Thư mục chứa các phiếu.")
def forms(workbook: Path, period: str, out: Path) -> int:
    """Lập phiếu báo cáo cho từng cơ quan chủ trì: việc của cơ quan đó, kết quả kỳ trước, ô để điền, hạn gửi."""
    from generator.stories.collect import write_forms
    from generator.terminal.show import show_problems

    written, problems = write_forms(workbook, period, out)
    show_forms(written, out)
    show_problems(problems)
    return ExitCode.DONE


@click.command(
    "collect",
    cls=Command,
    epilog="baocao collect ho-so.xlsx phieu-tra-loi --period 2025-Q3 --dry-run\n"
    "baocao collect ho-so.xlsx phieu-1.xlsx phieu-2.xlsx --period 2025-Q3",
)
@click.argument("workbook", metavar="TỆP.xlsx", type=_FILE)
@click.argument("returns", metavar="PHIẾU…", nargs=-1, required=True, type=_FILE)
@period_option
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ ghi gì, không ghi vào hồ sơ.")
@click.option(
    "--overwrite", is_flag=True, help="Thay giá trị hồ sơ đã có bằng giá trị của phiếu; giá trị cũ ghi vào nhật ký."
)
def collect(workbook: Path, returns: tuple[Path, ...], period: str, dry_run: bool, overwrite: bool) -> int:
    """Tổng hợp các phiếu gửi về (tệp hoặc thư mục) vào hồ sơ; có phiếu sai thì không ghi gì."""
    from generator.stories.collect import collect as collect_returns

    outcome = collect_returns(workbook, returns, period, now=datetime.now(), dry_run=dry_run, overwrite=overwrite)
    show_collected(outcome, workbook, dry_run)
    return ExitCode.DONE


@click.command(
    "convert", cls=Command, epilog="baocao convert ho-so.xlsx ho-so.yaml\nbaocao convert ho-so.json ho-so.xlsx"
)
@click.argument("source", metavar="TỆP", type=_FILE)
@click.argument("target", metavar="TỆP_MỚI", type=_FILE)
def convert(source: Path, target: Path) -> int:
    """Chuyển hồ sơ giữa Excel và YAML hoặc JSON; loại tệp theo đuôi .xlsx, .yaml, .json."""
    from generator.stories.convert import convert as convert_dossier
    from generator.terminal.show import show_problems

    rows, problems = convert_dossier(source, target)
    show_problems(problems)
    click.echo(f"Đã chuyển {rows} dòng của {source.name} sang {target}.")
    return ExitCode.DONE


@click.command("schema", cls=Command, epilog="baocao schema > ho-so.schema.json")
def schema() -> int:
    """In lược đồ JSON Schema của hồ sơ, cho hệ thống khác xuất dữ liệu đúng dạng."""
    from generator.stories.convert import schema as record_schema

    click.echo(json.dumps(record_schema(), ensure_ascii=False, indent=2))
    return ExitCode.DONE


COMMANDS = (new, import_command, forms, collect, convert, schema)
