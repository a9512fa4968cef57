"""`baocao template …`: list, check, new."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.core.problems import ExitCode, any_error
from generator.core.typed_commands import typed
from generator.standards import STANDARDS
from generator.terminal.command_line import Command, VietnameseGroup
from generator.terminal.show import console, problem_summary, show_problems

if TYPE_CHECKING:
    from generator.render.fields import FieldBlock
    from generator.stories.templates import BuiltInTemplate

# --- what the commands on templates show ------------------------------------------------------------------------------

_LONGEST_EXAMPLE = 90


def show_built_in(templates: Iterable[BuiltInTemplate]) -> None:
    """The built-in templates by standard: name, what it is for, where its file is."""
    from generator.core.standard import load_standard

    screen = console()
    for standard, members in groupby(templates, key=lambda one: one.standard):
        screen.print(f"{standard}: {load_standard(standard).title}", style="bold")
        found = list(members)
        width = max(len(one.name) for one in found)
        for one in found:
            screen.print(f"  {one.name:<{width}}  {one.title}  ({one.path})")
    screen.print("Sửa mẫu: baocao template new mau/TÊN.docx --from TÊN, rồi baocao build … --templates mau")


def show_fields(blocks: Iterable[FieldBlock]) -> None:
    """Every field with its kind, meaning and an example, by group."""
    screen = console()
    for block in blocks:
        screen.print(f"\n{block.title}", style="bold")
        for place in block.found_at:
            screen.print(f"  ở: {place}", style="dim")
        width = max(len(one.written) for one in block.fields)
        for one in block.fields:
            example = one.example if len(one.example) <= _LONGEST_EXAMPLE else f"{one.example[:_LONGEST_EXAMPLE]}…"
            screen.print(f"  {one.written:<{width}}  {one.kind}: {one.meaning}" + (f"; {example}" if example else ""))


standard_option = click.option(
    "--standard", type=click.Choice(STANDARDS), metavar="|".join(STANDARDS), help="Thể thức: nd30 hoặc dang (Đảng)."
)


class TemplateGroup(VietnameseGroup):
    """The commands on templates."""

    command_class = Command


@click.group("template", cls=TemplateGroup, invoke_without_command=True)
@click.pass_context
def template(ctx: click.Context) -> int:
    """Mẫu Word của báo cáo và phụ lục: xem danh sách, kiểm tra mẫu tự sửa, tạo mẫu mới."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return ExitCode.DONE


@template.command("list", epilog="baocao template list\nbaocao template list --fields")
@standard_option
@click.option("--fields", is_flag=True, help="Liệt kê mọi trường, hàm, phép lọc mà mẫu được dùng, kèm ví dụ.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="Cách in."
)
def list_command(standard: str | None, fields: bool, form: str) -> int:
    """Các mẫu có sẵn, hoặc các trường mà mẫu được dùng."""
    from dataclasses import asdict

    from generator.stories import templates

    listed: tuple[Any, ...] = templates.fields() if fields else templates.built_in_templates(standard)
    if form == "json":
        key = "fields" if fields else "templates"
        click.echo(json.dumps({key: [asdict(one) for one in listed]}, ensure_ascii=False, indent=2, default=str))
    elif fields:
        show_fields(listed)
    else:
        show_built_in(listed)
    return ExitCode.DONE


@template.command("check", epilog="baocao template check mau/bao-cao-quy.docx\nbaocao template check mau/*.docx")
@click.argument("paths", metavar="TỆP.docx…", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="Cách in."
)
def check_command(paths: tuple[Path, ...], form: str) -> int:
    """Kiểm tra mẫu tự sửa: mọi lỗi trong một lần, kèm đoạn hoặc ô bảng."""
    from generator.stories.templates import check_templates

    problems = check_templates(paths)
    if form == "json":
        click.echo(json.dumps({"problems": [one.as_json() for one in problems]}, ensure_ascii=False, indent=2))
    else:
        show_problems(problems)
        click.echo(f"Đã kiểm tra {len(paths)} mẫu: {problem_summary(problems)}.")
    return ExitCode.PROBLEMS if any_error(problems) else ExitCode.DONE


@template.command(
    "new",
    epilog="baocao template new mau/bao-cao-quy.docx --from bao-cao-quy\n"
    "baocao template new mau/bao-cao-quy.docx --outline de-cuong.txt --standard dang",
)
@click.argument("target", metavar="TỆP.docx", type=click.Path(path_type=Path))
@standard_option
@click.option("--outline", metavar="ĐỀ_CƯƠNG", type=click.Path(path_type=Path), help="Đề cương .txt hoặc .toml.")
@click.option("--from", "source", metavar="TÊN", help="Tên mẫu có sẵn để chép ra sửa.")
@click.option("--kind", metavar="LOẠI", help="Loại báo cáo, nếu đề cương .toml có nhiều loại: thang, quy, nam …")
def new_command(target: Path, standard: str | None, outline: Path | None, source: str | None, kind: str | None) -> int:
    """Tạo mẫu mới đúng thể thức từ một đề cương, hoặc chép một mẫu có sẵn."""
    from generator.stories.templates import NewTemplate, new_template

    made = new_template(NewTemplate(target, standard or STANDARDS[0], outline, source, kind))
    click.echo(f"Đã tạo mẫu “{made}”. Sửa trong Word, kiểm tra: baocao template check {typed(made)}")
    click.echo(f"Dùng mẫu: baocao build HỒ_SƠ.xlsx --period KỲ --templates {typed(made.parent)}")
    return ExitCode.DONE
