"""`baocao template …`: list, check, new."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from generator.command_line import Command, VietnameseGroup
from generator.problems import ExitCode, any_error
from generator.standards import STANDARDS

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

    from generator import workshop
    from generator.terminal_templates import show_built_in, show_fields

    listed: tuple[Any, ...] = workshop.fields() if fields else workshop.built_in_templates(standard)
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
    from generator.terminal import problem_summary, show_problems
    from generator.workshop import check_templates

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
    from generator.workshop import NewTemplate, new_template

    made = new_template(NewTemplate(target, standard or STANDARDS[0], outline, source, kind))
    click.echo(f"Đã tạo mẫu {made}. Sửa trong Word, kiểm tra: baocao template check {made}")
    click.echo(f"Dùng mẫu: baocao build HỒ_SƠ.xlsx --period KỲ --templates {made.parent}")
    return ExitCode.DONE
