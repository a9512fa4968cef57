"""The command for many dossiers at once."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator.terminal.command_line import Command
from generator.terminal.options import FILE, as_of_option, out_option, pdf_options, templates_option


@click.command(
    cls=Command,
    epilog="baocao batch ho-so-xa --period 2025-Q3\nbaocao batch xa-*.xlsx --period 2025-Q3 --jobs 4 --pdf\n"
    'baocao batch tinh.xlsx --period 2025-Q3 --by "Cơ quan chủ trì"\n'
    "baocao batch tinh.xlsx --period 2025-Q3 --to all\nbaocao batch tinh.xlsx --period 2025-Q3 --plan all",
)
@click.argument("names", metavar="TỆP|THƯ_MỤC…", nargs=-1, required=True)
@click.option("--period", required=True, metavar="KỲ", help="Kỳ báo cáo, như ở lệnh build.")
@as_of_option
@out_option
@click.option("--by", metavar="CỘT", help="Tách mỗi hồ sơ thành báo cáo riêng theo cột này, như “Cơ quan chủ trì”.")
@click.option("--to", metavar="NƠI_GỬI|all", help="Lập báo cáo gửi một nơi, hay mọi nơi (all), của trang “Nơi gửi”.")
@click.option(
    "--plan", metavar="MÃ|all", help="Lập báo cáo riêng của một kế hoạch, hay từng kế hoạch đang thực hiện (all)."
)
@pdf_options
@click.option("--combined", is_flag=True, help="Gộp các phụ lục vào cùng tệp báo cáo.")
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối hồ sơ còn chỗ chưa có nội dung.")
@click.option("--confirm-stale", is_flag=True, help="Cùng với --final: xác nhận lập báo cáo dù kỳ chưa có số liệu mới.")
@templates_option
@click.option("--rebuild", is_flag=True, help="Lập lại cả những hồ sơ không có gì thay đổi từ lần lập trước.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="SỐ", help="Số hồ sơ làm cùng lúc; mặc định bằng số nhân của máy."
)
@click.option("--scheduler", metavar="ĐỊA_CHỈ", help="Chạy trên cụm máy Dask: tcp://máy-điều-phối:8786.")
@click.option(
    "--shared-folder",
    metavar="THƯ_MỤC",
    type=FILE,
    help="Cùng với --scheduler: trao đổi hồ sơ và kết quả qua thư mục mà mọi máy đều thấy, thay vì qua mạng của cụm.",
)
def batch(
    names: tuple[str, ...],
    by: str | None,
    jobs: int | None,
    scheduler: str | None,
    shared_folder: Path | None,
    period: str,
    as_of: date | None,
    rebuild: bool,
    **options: Any,
) -> int:
    """Lập báo cáo cho nhiều hồ sơ một lúc; hồ sơ có lỗi không làm dừng các hồ sơ khác."""
    from generator.batch.run import Batch, run_batch
    from generator.core.extras import CLUSTER
    from generator.stories.jobs import Job
    from generator.terminal.batch_shown import progress, show_batch, still_at_work

    asked_apart = [
        name for name, value in (("--by", by), ("--to", options["to"]), ("--plan", options["plan"])) if value
    ]
    if len(asked_apart) > 1:
        raise click.UsageError(f"{asked_apart[0]} không dùng cùng với {asked_apart[1]}.")
    if scheduler is None and shared_folder is not None:
        raise click.UsageError("--shared-folder chỉ dùng cùng với --scheduler.")
    if scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs không dùng cùng với --scheduler: số việc cùng lúc là số máy làm việc của cụm.")
    asked = Batch(names, Job(Path(), period, as_of, **options), by, jobs, rebuild)
    hire = None
    if scheduler is not None:
        CLUSTER.require()
        from generator.batch.cluster import cluster_crew

        hire = partial(cluster_crew, scheduler, shared_folder, asked.job)
    with progress() as tell:
        report = run_batch(asked, tell, hire, on_wait=still_at_work(asked.job.pdf))
    show_batch(report)
    return int(report.exit_code)
