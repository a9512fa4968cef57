"""`baocao convert` and `baocao schema`: a dossier as Excel, YAML or JSON, and what such a file looks like."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.core.problems import ExitCode
from generator.terminal.command_line import Command
from generator.terminal.options import FILE
from generator.terminal.show import show_problems


@click.command(
    "convert", cls=Command, epilog="baocao convert ho-so.xlsx ho-so.yaml\nbaocao convert ho-so.yaml ho-so-tu-yaml.xlsx"
)
@click.argument("source", metavar="TỆP", type=FILE)
@click.argument("target", metavar="TỆP_MỚI", type=FILE)
def convert(source: Path, target: Path) -> int:
    """Chuyển hồ sơ giữa Excel và YAML hoặc JSON; loại tệp theo đuôi .xlsx, .yaml, .json."""
    from generator.stories.convert import convert as convert_dossier

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
