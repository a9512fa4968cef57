"""click in Vietnamese: help pages, and what a wrong command line is told."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.core.limits import MEMORY, check_limits
from generator.core.problems import BadDossier, BaocaoError, ExitCode
from generator.core.system_refusals import told
from generator.core.vietnamese import nearest, parse_date
from generator.terminal.show import problem_summary, show_problems

PROGRAM = "baocao"


class _VietnameseHelp(click.Command):
    """A command whose help page has Vietnamese headings."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[TUỲ CHỌN]")
        super().__init__(*args, **settings)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("Tuỳ chọn"):
                formatter.write_dl([(names, text.replace("[required]", "[bắt buộc]")) for names, text in records])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            with formatter.section("Ví dụ"):
                for line in self.epilog.strip().splitlines():
                    formatter.write_text(line.strip())


class VietnameseCommand(_VietnameseHelp):
    """One command; what is wrong with its line is told with its own help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(VietnameseCommand):
    """A command whose errors become one message, the next step and an exit code; never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            check_limits()
            return super().invoke(ctx)
        except BaocaoError as error:
            return _tell(error)
        except MemoryError:
            pass  # said below, when what filled the memory is let go
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                _print_nowhere()
                return CLOSED_PIPE
            return _tell(BaocaoError(*told(error)))
        return _tell(out_of_memory())


CLOSED_PIPE = 141
"""What the shell says of a program whose reader went away ("| head"): 128 and the number of SIGPIPE."""


def _print_nowhere() -> None:
    """Whoever read what is printed has gone: from here on it goes nowhere, and no word is said of it."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def out_of_memory() -> BaocaoError:
    """What a run that needed more memory than there is says; nothing was written then."""
    return BaocaoError(
        "Hết bộ nhớ nên phải dừng; không tệp nào bị ghi dở dang.",
        "Đóng bớt chương trình khác, bỏ bớt dữ liệu thừa trong hồ sơ, hoặc nâng mức trần bằng biến môi trường "
        f"{MEMORY.variable} (hiện là {MEMORY.value()} {MEMORY.unit}).",
    )


def next_step(error: BaocaoError) -> str:
    """What to do, where the problems have been shown before it."""
    return error.next_step.replace("các lỗi sau", "các lỗi nêu trên")


def _tell(error: BaocaoError) -> int:
    if isinstance(error, BadDossier) and error.problems:
        show_problems(error.problems, stderr=True)
        click.echo(f"Tổng cộng: {problem_summary(error.problems)}.", err=True)
    click.echo(f"Lỗi: {error.message}", err=True)
    if error.next_step:
        click.echo(next_step(error), err=True)
    return int(error.exit_code)


class VietnameseGroup(_VietnameseHelp, click.Group):
    """All commands; an unknown one gets a "did you mean"."""

    command_class = VietnameseCommand

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "LỆNH [THAM SỐ]…")
        super().__init__(*args, **settings)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(200))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("Lệnh"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


if TYPE_CHECKING:
    DateType = click.ParamType[date]
else:  # older click has no parameter types of a type
    DateType = click.ParamType


class Day(DateType):
    """A date as 2025-09-14 or 14/9/2025."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = value if isinstance(value, date) else parse_date(str(value))
        if day is None:
            self.fail(f"“{value}” không phải là ngày; viết như 14/9/2025 hoặc 2025-09-14.", param, ctx)
        return day


def run(group: click.Group, arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command line and ends the process; a wrong one is told so in Vietnamese with exit code 2."""
    _speak_utf8()
    try:
        result = group.main(arguments, prog_name=PROGRAM, standalone_mode=False)
        _flush()
        sys.exit(result if isinstance(result, int) else ExitCode.DONE)
    except click.UsageError as error:
        click.echo(f"Lỗi: {usage_message(error)}", err=True)
        command = error.ctx.command_path if error.ctx else PROGRAM
        click.echo(f"Gõ “{command} --help” để xem cách dùng.", err=True)
        sys.exit(ExitCode.USAGE)
    except click.exceptions.Abort:
        click.echo("\nĐã dừng theo yêu cầu, chưa ghi gì thêm.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _print_nowhere()
        sys.exit(CLOSED_PIPE)


def _flush() -> None:
    """What is printed goes out now: the work is done, whether anybody reads of it or not."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except BrokenPipeError:
        _print_nowhere()
    except ValueError:
        return


def _speak_utf8() -> None:
    """Vietnamese comes out whole also where a pipe or an old console would take another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.casefold().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def usage_message(error: click.UsageError) -> str:
    """What is wrong with a command line, in Vietnamese."""
    if isinstance(error, click.NoSuchOption):
        guess = error.possibilities[0] if error.possibilities else None
        return f"không có tuỳ chọn “{error.option_name}”." + _meant(guess)
    if isinstance(error, click.BadOptionUsage):
        wants = "không nhận giá trị" if "does not take" in error.message else "cần một giá trị"
        return f"tuỳ chọn “{error.option_name}” {wants}."
    if isinstance(error, click.MissingParameter):
        return f"thiếu {_named(error)}."
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group) and "No such command" in error.message:
        name = error.message.split("'")[1] if "'" in error.message else ""
        return f"không có lệnh “{name}”." + _meant(nearest(name, group.commands))
    if "unexpected extra argument" in error.message:
        extra = error.message.partition("(")[2].rstrip(").")
        return f"thừa tham số “{extra}”. Tên tệp, tên kỳ có dấu cách thì đặt trong ngoặc kép."
    return "thiếu lệnh hoặc tham số." if "Missing" in error.message else error.message


def _meant(guess: str | None) -> str:
    return f" Có phải là “{guess}”?" if guess else ""


def _named(error: click.MissingParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"tuỳ chọn {error.param.opts[0]}"
    return f"tham số {error.param.make_metavar(error.ctx) if error.param and error.ctx else ''}".strip()


def _range(kind: click.types.IntParamType) -> str:
    """ " từ 1 trở lên", " từ 0 đến 65535"; "" for any number."""
    if not isinstance(kind, click.IntRange) or kind.min is None:
        return ""
    return f" từ {kind.min} trở lên" if kind.max is None else f" từ {kind.min} đến {kind.max}"


def _bad_value(error: click.BadParameter) -> str:
    param, name = error.param, error.param.opts[0] if error.param else ""
    if param is not None and isinstance(param.type, click.Choice):
        return f"giá trị của {name} phải là một trong: {', '.join(map(str, param.type.choices))}."
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return f"giá trị của {name} phải là số nguyên{_range(param.type)}."
    return f"giá trị của {name} không dùng được: {error.message}"
