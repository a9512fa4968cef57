"""`baocao due`: which reports go to whom by when."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import BadDossier, BaocaoError, ExitCode
from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command, Day, next_step
from generator.terminal.options import out_option
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from generator.stories.due import ReportDue


@click.command(
    cls=Command,
    epilog="baocao due ho-so.xlsx\nbaocao due ho-so-xa --as-of 20/9/2025\n"
    "baocao due ho-so.xlsx --format ics > han-gui.ics",
)
@click.argument("names", metavar="TỆP|THƯ_MỤC…", nargs=-1, required=True)
@click.option("--as-of", type=Day(), metavar="NGÀY", help="Xem như hôm nay là ngày này; mặc định là hôm nay.")
@out_option
@click.option("--register", is_flag=True, help="Ghi các báo cáo đã ban hành vào sổ gửi báo cáo, cạnh thư mục các kỳ.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    metavar="text|json|ics",
    help="Cách in: cho người, cho chương trình khác, hoặc để đưa vào lịch.",
)
def due(names: tuple[str, ...], as_of: date | None, out: Path, register: bool, form: str) -> int:
    """Xem báo cáo nào phải gửi nơi nào, hạn ngày nào, đã lập, đã ban hành hay đã muộn."""
    from generator.batch.inputs import dossiers
    from generator.stories.due import as_calendar, register_sent, reports_due

    day = as_of or date.today()
    found: list[ReportDue] = []
    kept: list[Path] = []
    failed = False
    for path in dossiers(names):
        try:
            own = reports_due(path, out, day)
        except BaocaoError as error:
            _refused(path, error)
            failed = True
            continue
        if own.problems:
            show_problems(own.problems, stderr=True)
            failed = True
        found += own.reports
        if register and (written := register_sent(path, out, own.reports)) is not None:
            kept.append(written)
    if form == "ics":
        click.echo(as_calendar(found, day), nl=False)
    elif form == "json":
        told = {"as_of": day.isoformat(), "reports": [one.as_json() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(found, day)
        for path in kept:
            console().print(f"Sổ gửi báo cáo: {path}")
    return ExitCode.PROBLEMS if failed else ExitCode.DONE


def _refused(path: Path, error: BaocaoError) -> None:
    """One dossier that cannot be read never hides the others."""

    if isinstance(error, BadDossier):
        show_problems(error.problems, stderr=True)
    console(stderr=True).print(f"{path.name}: {error.message} {next_step(error)}", style="bold red")


def _show(found: list[ReportDue], day: date) -> None:
    screen = console()
    screen.print(f"Tính đến ngày {short_date(day)}:", style="bold")
    for workbook, group in groupby(found, key=lambda one: one.workbook):
        own = list(group)
        screen.print(f"{workbook.name}: {own[0].issuer}, {own[0].plan}")
        for one in own:
            style = "bold red" if one.is_late and one.state != "issued" else "yellow" if one.is_late else ""
            screen.print(f"  {one.title}: {_said(one)}", style=style)


def _said(one: ReportDue) -> str:
    """The state and the last day in words."""
    late = one.days_late or 0
    issued = one.report.issued if one.report else None
    if issued is not None and one.state == "issued":
        words = f"đã ban hành số {issued.symbol} ngày {short_date(issued.day)}"
        after = f", chậm {late} ngày" if late > 0 else ", đúng hạn" if one.due else ""
        return words + after
    words = "đã lập, chưa ban hành" if one.state == "made" else "chưa lập"
    if one.due is None:
        return f"{words}; chưa ghi hạn gửi (chốt số liệu ngày {short_date(one.closes)})"
    after = f"quá hạn {late} ngày" if late > 0 else "hạn là hôm nay" if late == 0 else f"còn {-late} ngày"
    return f"{words}; gửi {one.due.words}, {after}"
