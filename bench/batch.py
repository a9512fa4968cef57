"""Measures `baocao batch`: python bench/batch.py FOLDER [--dossiers 1000] [--separate 30] [--pdfs 100].

Makes so many dossiers of a commune (40 tasks each) in FOLDER, builds them with one process and with two, compares with
as many separate runs of `baocao build` as asked, and with PDFs. Prints clock time and processor time: on a busy machine
only the second tells something. Processor time is that of all processes, LibreOffice included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PERIOD = "2025-Q3"
TASKS = 40
STATUSES = ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Đang thực hiện")


def commune(number: int) -> dict[str, list[list[object]]]:
    """The sheets of one commune's dossier: forty tasks, reported on for two quarters, ten indicators."""
    leads = ["Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công"]
    name = f"xã Số {number}"
    settings = {
        "Cơ quan chủ quản": "Ủy ban nhân dân tỉnh Lai Châu",
        "Cơ quan ban hành": f"Ủy ban nhân dân {name}",
        "Ký hiệu cơ quan": "UBND",
        "Địa danh": f"Xã Số {number}",
        "Tên kế hoạch": "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW",
        "Số ký hiệu kế hoạch": f"{number}/KH-UBND",
        "Ngày kế hoạch": "27/3/2025",
        "Trích yếu": "thực hiện Nghị quyết số 57-NQ/TW",
        "Quyền hạn ký": "TM. ỦY BAN NHÂN DÂN",
        "Chức vụ người ký": "CHỦ TỊCH",
        "Họ tên người ký": "Nguyễn Văn A",
        "Kính gửi": "Ủy ban nhân dân tỉnh Lai Châu",
    }
    codes = [f"{'I' * (1 + index // 14)}.{index % 14 + 1}" for index in range(TASKS)]
    tasks: list[list[object]] = [
        [
            "Mã",
            "Nhóm",
            "Tên nhóm",
            "TT",
            "Nội dung nhiệm vụ",
            "Cơ quan chủ trì",
            "Kết quả dự kiến",
            "Thời gian hoàn thành",
        ]
    ]
    progress: list[list[object]] = [
        ["Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Kết quả thực hiện", "Khó khăn, vướng mắc"]
    ]
    for index, code in enumerate(codes):
        group = code.split(".")[0]
        content = f"Triển khai nhiệm vụ chuyển đổi số {index + 1} trên địa bàn {name}, bảo đảm đồng bộ, hiệu quả"
        deadline = ("31/8/2025", "Quý IV/2025", "Năm 2026", "Nhiệm vụ thường xuyên")[(index + number) % 4]
        tasks.append([code, group, f"Nhóm nhiệm vụ {group}", index + 1, content, leads[index % 4], "Báo cáo", deadline])
        for period, shift in (("2025-Q2", 2), (PERIOD, 0)):
            status = STATUSES[(index + number + shift) % 4]
            day = ("20/5/2025" if shift else "20/8/2025") if status == "Hoàn thành" else None
            done = f"Đã thực hiện {(index * 7 + number) % 90 + 10} hồ sơ, {index % 5} lớp tập huấn"
            progress.append([code, period, status, day, done, "Thiếu kinh phí" if index % 9 == 0 else None])
    indicators: list[list[object]] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu"]]
    figures: list[list[object]] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"]]
    for index in range(10):
        indicators.append([f"CT{index + 1:02}", f"Tỷ lệ dịch vụ công trực tuyến loại {index + 1}", "%", "≥ 80"])
        figures += [[f"CT{index + 1:02}", period, 60 + (index * 3 + number) % 35] for period in ("2025-Q2", PERIOD)]
    return {
        "Thông tin chung": [["Mục", "Giá trị"], *([key, value] for key, value in settings.items())],
        "Nhiệm vụ": tasks,
        "Tiến độ": progress,
        "Chỉ tiêu": indicators,
        "Số liệu": figures,
    }


def write_dossier(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A real workbook with these rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, ["" if value is None else value for value in row])
    return path


def dossiers(folder: Path, count: int) -> list[Path]:
    """The dossiers of so many communes, made if they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"xa-{number:04}.xlsx" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        if not path.exists():
            write_dossier(path, commune(number))
    return paths


class Measured:
    """Clock time and processor time of commands, children included."""

    def __enter__(self) -> Measured:
        self._start, self._times = time.perf_counter(), os.times()
        return self

    def __exit__(self, *rest: object) -> None:
        now = os.times()
        self.clock = time.perf_counter() - self._start
        self.processor = (
            now.children_user - self._times.children_user + now.children_system - self._times.children_system
        )


def run(*arguments: object) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measures(folder: Path, count: int, separate: int, pdfs: int) -> Iterator[tuple[str, int, Measured]]:
    """What was done, with how many dossiers, and what it took."""
    paths, out = dossiers(folder / "ho-so", count), folder / "ket-qua"

    def batch(name: str, some: list[Path], *options: object, again: bool = False) -> tuple[str, int, Measured]:
        if not again:
            shutil.rmtree(out, ignore_errors=True)
        with Measured() as taken:
            run("batch", *some, "--period", PERIOD, "--out", out, *options)
        return name, len(some), taken

    yield batch("batch, 1 tiến trình", paths, "--jobs", 1)
    yield batch("batch, 2 tiến trình", paths, "--jobs", 2)
    yield batch("batch lần nữa, không có gì thay đổi", paths, "--jobs", 2, again=True)
    shutil.rmtree(out, ignore_errors=True)
    with Measured() as taken:
        for path in paths[:separate]:
            run("build", path, "--period", PERIOD, "--out", out)
    yield "build, mỗi hồ sơ một lần chạy", separate, taken
    if pdfs:
        yield batch("batch --pdf, 2 tiến trình", paths[:pdfs], "--jobs", 2, "--pdf")
        shutil.rmtree(out, ignore_errors=True)
        with Measured() as taken:
            for path in paths[: pdfs // 5]:
                run("build", path, "--period", PERIOD, "--out", out, "--pdf")
        yield "build --pdf, mỗi hồ sơ một lần chạy", pdfs // 5, taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dossiers", type=int, default=1000)
    parser.add_argument("--separate", type=int, default=30)
    parser.add_argument("--pdfs", type=int, default=100)
    asked = parser.parse_args()
    print(
        "| Cách chạy | Hồ sơ | Đồng hồ | Bộ xử lý | Bộ xử lý một hồ sơ | Hồ sơ/giây/nhân |\n|---|---|---|---|---|---|"
    )
    for name, count, taken in measures(asked.folder, asked.dossiers, asked.separate, asked.pdfs):
        each = taken.processor / count
        row = (name, count, f"{taken.clock:.1f} s", f"{taken.processor:.1f} s", f"{each:.3f} s", f"{1 / each:.1f}")
        print("| " + " | ".join(map(str, row)) + " |", flush=True)


if __name__ == "__main__":
    main()
