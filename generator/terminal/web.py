"""The command that opens the page of this machine: web."""

from __future__ import annotations

from pathlib import Path

import click

from generator.core.extras import WEB
from generator.core.problems import ExitCode
from generator.terminal.command_line import Command


@click.command(cls=Command, epilog="baocao web\nbaocao web --folder D:\\bao-cao\nbaocao web --port 8080 --no-browser")
@click.option(
    "--folder",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path),
    help="Nơi lưu các hồ sơ; mặc định là thư mục baocao trong Documents.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="CỔNG", help="Cổng; mặc định tự chọn.")
@click.option("--no-browser", is_flag=True, help="Chỉ in địa chỉ, không mở trình duyệt.")
def web(folder: Path | None, port: int, no_browser: bool) -> int:
    """Mở trang làm việc trong trình duyệt, chỉ trên máy này."""
    WEB.require()
    from generator.web.server import run
    from generator.web.settings import default_folder

    run(folder or default_folder(), port, not no_browser, click.echo)
    return ExitCode.DONE
