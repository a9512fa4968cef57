"""`baocao facts`: the figures of a period as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from generator.core.problems import ExitCode, any_error
from generator.terminal.command_line import Command
from generator.terminal.options import as_of_option, workbook_argument


@click.command(
    cls=Command, epilog="baocao facts ho-so.xlsx --period 2025-Q3\nbaocao facts outputs/ho-so/2025-Q3/bao-cao.docx"
)
@workbook_argument
@click.option("--period", metavar="KỲ", help="Kỳ báo cáo; không cần với báo cáo Word đã ban hành.")
@as_of_option
def facts(workbook: Path, period: str | None, as_of: date | None) -> int:
    """In mọi số liệu đã tính của một kỳ dưới dạng JSON, cho chương trình khác dùng.

    TỆP.xlsx là hồ sơ; cũng có thể là báo cáo Word đã ban hành, vì tệp ấy mang theo số liệu của mình.
    """
    if period is None:
        if workbook.suffix.casefold() != ".docx":
            context = click.get_current_context()
            raise click.MissingParameter(
                ctx=context, param=next(one for one in context.command.params if one.name == "period")
            )
        from generator.stories.carried_facts import facts_in

        click.echo(json.dumps(facts_in(workbook), ensure_ascii=False, indent=2))
        return ExitCode.DONE
    from generator.stories.facts import facts_of

    found, checked = facts_of(workbook, period, as_of)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    return ExitCode.PROBLEMS if any_error(checked.problems) else ExitCode.DONE
