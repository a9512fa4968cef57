"""Clicks and seconds of five jobs on the real page: python bench/clicks.py [--runs N] [--write]."""

from __future__ import annotations

import os
import platform
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openpyxl import load_workbook  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from generator.stories.collect import write_forms  # noqa: E402
from generator.web.server import start  # noqa: E402
from tests.web.edited_files import (  # noqa: E402
    COURSES,
    EXAMPLE,
    NEWS,
    dossier_with_report,
    new_data,
    only_report,
    retyped,
)
from tests.web.test_web_roads_walk import GAP, answered  # noqa: E402

HELP = """Cách dùng: python bench/clicks.py [--runs SỐ_LƯỢT] [--write]

Làm năm việc trên trang thật bằng trình duyệt Chromium, đếm số lần bấm, số ô phải gõ và số giây; in ra bảng.

Tuỳ chọn:
  --runs SỐ_LƯỢT  Số lượt mỗi việc, mặc định 3; số nêu ra là trung vị.
  --write         Ghi bảng vào bench/README.md.
  -h, --help      Hiện hướng dẫn này."""
LONG = 120_000
README = ROOT / "bench/README.md"
BEGIN, END = "<!-- số lần bấm: bắt đầu -->", "<!-- số lần bấm: kết thúc -->"


@dataclass
class Hand:
    """A clerk's hand on a page: every press, choice and file is a click, every field typed in is one field."""

    page: Any
    clicks: int = 0
    fields: int = 0

    def press(self, role: str, name: str | re.Pattern[str], **options: Any) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, **options).first.click(timeout=LONG)

    def tick(self, label: str | re.Pattern[str]) -> None:
        self.clicks += 1
        self.page.get_by_label(label).check(timeout=LONG)

    def tick_in(self, group: str, label: str) -> None:
        self.clicks += 1
        self.page.get_by_role("group", name=group).get_by_label(label).check(timeout=LONG)

    def give(self, label: str, file: Path) -> None:
        self.clicks += 1
        self.page.get_by_label(label).set_input_files(file, timeout=LONG)

    def type(self, label: str, words: str) -> None:
        self.fields += 1
        self.page.get_by_label(label).fill(words, timeout=LONG)

    def sees(self, words: str | re.Pattern[str]) -> None:
        self.page.get_by_text(words).first.wait_for(timeout=LONG)


@dataclass
class Bench:
    """A server of its own, and what the jobs need beside it."""

    site: Any
    home: str
    folder: Path
    new_page: Callable[[], Any]
    made: int = field(default=0)

    def file(self, name: str) -> Path:
        self.made += 1
        place = self.folder / str(self.made)
        place.mkdir()
        return place / name

    def begin(self) -> Hand:
        page = self.new_page()
        page.goto(self.home)
        return Hand(page)


Job = Callable[[Bench], tuple[Hand, Callable[[], None]]]


def first_report(bench: Bench) -> tuple[Hand, Callable[[], None]]:
    hand = bench.begin()

    def work() -> None:
        hand.give("Tệp hồ sơ, kế hoạch", EXAMPLE)
        hand.press("button", "Mở và kiểm tra")
        hand.press("link", "Tiếp tục: lập báo cáo")
        hand.tick("Quý III năm 2025")
        hand.press("button", "Lập báo cáo")
        hand.page.get_by_role("heading", level=1, name="Báo cáo quý III năm 2025").wait_for(timeout=LONG)

    return hand, work


def correct_and_build(bench: Bench) -> tuple[Hand, Callable[[], None]]:
    spoilt = bench.file("Sai một ô.xlsx")
    book = load_workbook(EXAMPLE)
    book["Tiến độ"]["C3"] = "Hoàn thanh roi"
    book.save(spoilt)
    hand = bench.begin()
    opening = Hand(hand.page)
    opening.give("Tệp hồ sơ, kế hoạch", spoilt)
    opening.press("button", "Mở và kiểm tra")
    opening.sees("Còn 1 lỗi")

    def work() -> None:
        hand.press("button", re.compile("^Dùng “Hoàn thành”"))
        hand.sees("Không có lỗi.")
        hand.press("link", "Tiếp tục: lập báo cáo")
        hand.tick("Quý III năm 2025")
        hand.press("button", "Lập báo cáo")
        hand.page.get_by_role("heading", level=1, name="Báo cáo quý III năm 2025").wait_for(timeout=LONG)

    return hand, work


def bring_back(bench: Bench) -> tuple[Hand, Callable[[], None]]:
    dossier = dossier_with_report(bench.site)
    edited = bench.file("Báo cáo đã sửa.docx")
    written = only_report(dossier).file("bao-cao.docx").path.read_bytes()
    edited.write_bytes(retyped(written, {COURSES: "Tổ chức năm lớp bồi dưỡng", NEWS: "Đăng tải khoảng 130 tin"}))
    new_data(dossier, {COURSES: "Tổ chức 06 lớp bồi dưỡng", NEWS: "Đăng tải 127 tin"})
    hand = bench.begin()
    hand.page.goto(f"{bench.home}h/{dossier.key}/da-lap")

    def work() -> None:
        hand.press("link", "Nhận lại bản sửa")
        hand.give("Tệp Word đã sửa", edited)
        hand.press("button", "Đưa vào báo cáo")
        hand.sees("Còn 2 chỗ chờ bạn chọn.")
        hand.tick_in("Chỗ 1/2: Báo cáo", "Lấy theo số liệu mới")
        hand.tick_in("Chỗ 2/2: Báo cáo", "Giữ bản sửa tay")
        hand.press("button", "Ghi các lựa chọn")
        hand.sees("Không có chỗ nào chờ chọn.")

    return hand, work


def take_in_a_return(bench: Bench) -> tuple[Hand, Callable[[], None]]:
    dossier = dossier_with_report(bench.site)
    out = bench.file("phieu")
    write_forms(dossier.workbook, "2026-Q3", out)
    form = next(out.glob("*so-ngoai-vu.xlsx"))
    answered(form, str(load_workbook(form)["Nhiệm vụ"].cell(4, 1).value))
    hand = bench.begin()
    hand.page.goto(f"{bench.home}h/{dossier.key}/thu-thap?ky=2026-Q3")

    def work() -> None:
        hand.give("Các phiếu gửi về", form)
        hand.press("button", "Gửi lên và xem trước")
        hand.press("button", "Ghi vào sổ tính")
        hand.sees("Đã nhận 1 phiếu vào sổ tính")

    return hand, work


def issue(bench: Bench) -> tuple[Hand, Callable[[], None]]:
    dossier = dossier_with_report(bench.site)
    report = only_report(dossier).file("bao-cao.docx").path
    report.write_bytes(retyped(report.read_bytes(), {GAP: "Không có."}))
    hand = bench.begin()
    hand.page.goto(f"{bench.home}h/{dossier.key}/da-lap")

    def work() -> None:
        hand.press("link", "Ban hành", exact=True)
        hand.press("button", re.compile("^Ban hành Báo cáo quý III"))
        hand.type("Số", "07")
        hand.fields += 1
        hand.page.locator("#ngay").fill("20/9/2025")
        hand.tick(re.compile("^Đã xem .* và vẫn ban hành"))
        hand.press("button", "Ghi số, ngày và chốt báo cáo")
        hand.sees("Số 07/BC-UBND")

    return hand, work


JOBS: dict[str, Job] = {
    "Báo cáo đầu tiên, từ trang trống": first_report,
    "Sửa một ô sai rồi lập": correct_and_build,
    "Nhận lại bản Word đã sửa, hai chỗ phải chọn": bring_back,
    "Nhận một phiếu gửi về": take_in_a_return,
    "Ban hành": issue,
}


@contextmanager
def running() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "trang")
        folder.mkdir()
        started = start(folder)
        thread = threading.Thread(target=started.serve, daemon=True)
        thread.start()
        here = started.app.extensions["baocao"]
        root = f"http://127.0.0.1:{started.port}"
        known = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        program = next((one for one in known if Path(one).exists()), None)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])

            def new_page() -> Any:
                page = browser.new_context(locale="vi-VN").new_page()
                page.goto(f"{root}/vao?ma={here.sessions.new_token()}")
                page.wait_for_url(f"{root}{here.settings.prefix}/")
                return page

            yield Bench(here, f"{root}{here.settings.prefix}/", Path(place), new_page)
            browser.close()
        started.close()
        thread.join(10)


def measured(runs: int) -> str:
    """The table of all jobs."""
    lines = ["| Việc | Lần bấm | Ô phải gõ | Giây đồng hồ | Nhanh nhất | Giây bộ xử lý |", "|---|--:|--:|--:|--:|--:|"]
    with running() as bench:
        for name, job in JOBS.items():
            seconds, busy = [], []
            for _ in range(runs):
                hand, work = job(bench)
                begun, used = time.monotonic(), _used()
                work()
                seconds.append(time.monotonic() - begun)
                time.sleep(1)  # until the server has seen its workers end
                busy.append(_used() - used)
                hand.page.context.close()
            told = (statistics.median(seconds), min(seconds), statistics.median(busy))
            lines.append(f"| {name} | {hand.clicks} | {hand.fields} | {' | '.join(map(_shown, told))} |")
            print(lines[-1], file=sys.stderr)
    load = f"{os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "không rõ"
    machine = f"Máy {os.cpu_count()} nhân, tải {load} lúc đo; Python {platform.python_version()}; {runs} lượt mỗi việc."
    return "\n".join([*lines, "", machine])


def _used() -> float:
    """Seconds of the processor that server, workers and LibreOffice have used; the browser is not counted."""
    return sum(os.times()[:4])


def _shown(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


def main(arguments: list[str]) -> int:
    if set(arguments) & {"-h", "--help"}:
        print(HELP)
        return 0
    runs = 3
    if "--runs" in arguments:
        at = arguments.index("--runs")
        words = arguments[at + 1] if at + 1 < len(arguments) else ""
        if not words.isdecimal() or int(words) < 1:
            print("--runs cần một số nguyên từ 1 trở lên.", file=sys.stderr)
            return 2
        runs = int(words)
        del arguments[at : at + 2]
    if unknown := [one for one in arguments if one != "--write"]:
        print(f"Không có tuỳ chọn “{unknown[0]}”. Xem: python bench/clicks.py --help", file=sys.stderr)
        return 2
    table = measured(runs)
    print(table)
    if "--write" in arguments:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
