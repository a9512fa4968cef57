"""The way in: the commands in the order of the help page."""

from __future__ import annotations

from contextlib import suppress

import click

from generator import VERSION
from generator.core.limits import collect_rarely, hold_memory
from generator.core.problems import BaocaoError, ExitCode
from generator.terminal.batch import batch
from generator.terminal.build import build
from generator.terminal.check import check
from generator.terminal.collect import collect
from generator.terminal.command_line import VietnameseGroup, run
from generator.terminal.convert import convert, schema
from generator.terminal.due import due
from generator.terminal.facts import facts
from generator.terminal.forms import forms
from generator.terminal.history import history
from generator.terminal.import_plan import import_plan
from generator.terminal.issue import issue
from generator.terminal.lint import lint
from generator.terminal.new import new
from generator.terminal.publish import publish
from generator.terminal.redline import redline
from generator.terminal.remind import remind
from generator.terminal.standards import standards_command
from generator.terminal.template import template
from generator.terminal.trace import trace
from generator.terminal.web import web

INPUT = (new, import_plan, forms, collect, convert, schema)
REPORTS = (check, facts, build, redline, template, lint, standards_command, remind, batch)
RESULTS = (trace, issue, history, due, publish)


@click.group(
    cls=VietnameseGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    invoke_without_command=True,
)
@click.option("--version", is_flag=True, help="Hiện phiên bản của chương trình.")
@click.pass_context
def baocao(ctx: click.Context, version: bool) -> int:
    """Lập báo cáo kết quả thực hiện kế hoạch và phụ lục đúng thể thức Nghị định 30/2020/NĐ-CP từ một tệp Excel."""
    if version:
        click.echo(f"baocao {VERSION}")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return ExitCode.DONE


for command in (*INPUT, *REPORTS, *RESULTS, web):
    baocao.add_command(command)


def main() -> None:
    """The console script `baocao`."""
    collect_rarely()
    with suppress(BaocaoError):  # a wrong limit is told by the command, with its exit code
        hold_memory()
    run(baocao)


if __name__ == "__main__":
    main()
