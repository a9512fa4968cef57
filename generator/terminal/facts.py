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
    cls=Command, epilog="baocao facts ho-so.xlsx --period 2025-Q3\nbaocao facts outputs/ho-so/2025-Q3/bao-cao.pdf"
)
@workbook_argument
@click.option("--period", metavar="KỲ", help="Kỳ báo cáo; không cần với báo cáo đã ban hành.")
@as_of_option
@click.option("--plan", metavar="MÃ", help="Chỉ số liệu của một kế hoạch ở trang “Kế hoạch”.")
def facts(workbook: Path, period: str | None, as_of: date | None, plan: str | None) -> int:
    """In mọi số liệu đã tính của một kỳ dưới dạng JSON, cho chương trình khác dùng.

    TỆP.xlsx là hồ sơ; cũng có thể là báo cáo đã ban hành, Word hoặc PDF, vì tệp ấy mang theo số liệu của mình.
    """
    if period is None:
        if plan is not None:
            raise click.UsageError("--plan cần có --period: chỉ dùng với hồ sơ Excel.")
        if workbook.suffix.casefold() not in (".docx", ".pdf"):
            context = click.get_current_context()
            raise click.MissingParameter(
                ctx=context, param=next(one for one in context.command.params if one.name == "period")
            )
        from generator.stories.carried_facts import facts_in

        click.echo(json.dumps(facts_in(workbook), ensure_ascii=False, indent=2))
        return ExitCode.DONE
    from generator.stories.facts import facts_of

    found, checked = facts_of(workbook, period, as_of, plan)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    return ExitCode.PROBLEMS if any_error(checked.problems) else ExitCode.DONE
