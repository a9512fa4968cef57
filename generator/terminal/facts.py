"""`baocao facts`: the figures of a period as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from generator.core.problems import ExitCode, any_error
from generator.terminal.command_line import Command
from generator.terminal.options import as_of_option, period_option, workbook_argument


@click.command(cls=Command, epilog="baocao facts ho-so.xlsx --period 2025-Q3")
@workbook_argument
@period_option
@as_of_option
def facts(workbook: Path, period: str, as_of: date | None) -> int:
    """In mọi số liệu đã tính của một kỳ dưới dạng JSON, cho chương trình khác dùng."""
    from generator.stories.facts import facts_of

    found, checked = facts_of(workbook, period, as_of)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    return ExitCode.PROBLEMS if any_error(checked.problems) else ExitCode.DONE
