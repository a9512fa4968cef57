"""The measures run, told in tables and drawn: python -m merging.results [--quick]."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from merging.install import HERE
from merging.measuring import FLOOR, PEER_LIST, Case, Sample, measure, startup
from merging.picture import Bar, Panel, svg

README = HERE.parent / "README.md"
PICTURE = HERE.parent / "toc-do.svg"
BEGIN, END = "<!-- số đo: bắt đầu -->", "<!-- số đo: hết -->"
SMALL, MIDDLE, LARGE = Case(50, 5, 3, 60), Case(10_000, 5, 3), Case(50_000, 3, 1)
QUICK = (Case(50, 1, 1, 20), Case(2_000, 1, 1))
OWN = ("baocao", "baocao-plain")

Results = Mapping[str, Sample]


def number(value: float, digits: int) -> str:
    """A number as Vietnamese writes it: 1.234,5."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def ratio(value: float, least: float) -> str:
    return f"{number(value / least, 2 if value / least < 10 else 0)} lần"


def rounds(case: Case) -> str:
    """How often was measured."""
    if case.rounds == case.slow_rounds:
        return f"Trung vị của {case.rounds} lượt."
    return f"Trung vị của {case.rounds} lượt; bốn chương trình chậm nhất: {case.slow_rounds} lượt."


def large_table(case: Case, results: Results) -> str:
    """Time and memory of one long table."""
    least = results[FLOOR]
    lines = [
        f"### Bảng {number(case.rows, 0)} dòng",
        "",
        rounds(case),
        "",
        "| Chương trình | Trộn và ghi: bộ xử lý | So với mốc | Đồng hồ | Cả tiến trình: bộ xử lý | Đồng hồ "
        "| Bộ nhớ tăng thêm | So với mốc | Cỡ tệp |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for peer in PEER_LIST:
        one = results[peer.name]
        cells = [one.fault] + [""] * 7
        if not one.fault:
            cells = [
                f"{number(one.processor, 2)} giây",
                ratio(one.processor, least.processor),
                f"{number(one.wall, 2)} giây",
                f"{number(one.process_processor, 2)} giây",
                f"{number(one.process_wall, 2)} giây",
                f"{number(one.growth / 2**20, 1)} MB",
                ratio(one.growth, least.growth),
                f"{number(one.size / 1000, 0)} kB",
            ]
        lines.append(f"| {peer.label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def small_table(case: Case, results: Results) -> str:
    """One short document after the other in a program that keeps running."""
    lines = [
        f"### Văn bản {case.rows} dòng, lập liên tiếp trong một tiến trình",
        "",
        f"{rounds(case)} Mỗi lượt lấy trung vị của {case.repeats} văn bản.",
        "",
        "| Chương trình | Một văn bản: bộ xử lý | Đồng hồ |",
        "|---|--:|--:|",
    ]
    for peer in PEER_LIST:
        one = results[peer.name]
        cells = [f"{number(seconds * 1000, 1)} ms" for seconds in (one.processor, one.wall)]
        lines.append(f"| {peer.label} | {' | '.join([one.fault, ''] if one.fault else cells)} |")
    return "\n".join(lines)


def startup_table(seconds: Mapping[str, tuple[float, float]]) -> str:
    """Whole processes, each beside what it is compared with."""
    against = {
        "baocao --version": "import click",
        "baocao --help": "import click",
        "baocao build": "import docxtpl, openpyxl",
    }
    lines = [
        "### Khởi động",
        "",
        "Cả tiến trình, trung vị. `baocao build` lập báo cáo quý III năm 2025 của hồ sơ ví dụ cùng mọi phụ lục và bảng "
        "tính, vào thư mục trống.",
        "",
        "| Lệnh | Bộ xử lý | Đồng hồ | So với (bộ xử lý) |",
        "|---|--:|--:|---|",
    ]
    for name, (wall, processor) in seconds.items():
        beside = against.get(name)
        said = f'{ratio(processor, seconds[beside][1])} `python -c "{beside}"`' if beside else ""
        shown = f"`{name}`" if beside else f'`python -c "{name}"`'
        lines.append(f"| {shown} | {number(processor, 3)} giây | {number(wall, 3)} giây | {said} |")
    return "\n".join(lines)


def panel(title: str, results: Results, value: Callable[[Sample], float], unit: str, digits: int) -> Panel:
    """The bars of one measure, the shortest first."""
    sound = [(peer, value(results[peer.name])) for peer in PEER_LIST if not results[peer.name].fault]
    longest = max(amount for _, amount in sound)
    sound.sort(key=lambda pair: pair[1])
    bars = (Bar(p.label, x / longest, f"{number(x, digits)} {unit}", p.name in OWN) for p, x in sound)
    return Panel(title, tuple(bars))


def machine() -> str:
    """What was measured with, and on what."""
    packages = [f"{name} {version(name)}" for name in ("docxtpl", "python-docx", "Jinja2", "lxml")]
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    packages += [f"{name} {number}" for name, number in wanted.items() if name != "pizzip"]
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    cpu = re.search(r"model name\s*: (.+)", _text(Path("/proc/cpuinfo")))
    cores = len(re.findall(r"^processor", _text(Path("/proc/cpuinfo")), re.MULTILINE))
    hardware = f"{cpu[1]}, {cores} nhân" if cpu else platform.machine()
    return (
        f"Máy: {hardware}, {platform.system()}; Python {platform.python_version()}, Node.js {node.removeprefix('v')}. "
        f"Phiên bản: {', '.join(packages)}."
    )


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def into_readme(text: str) -> None:
    """Puts the tables between their marks; what people wrote round them stays."""
    head, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    README.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def quick() -> None:
    small, large = QUICK
    print(large_table(large, measure(large)), end="\n\n")
    print(small_table(small, measure(small)), end="\n\n")
    print(startup_table(startup(3)), end="\n\n")
    print(machine())


def full() -> None:
    small, middle, large = ((case, measure(case)) for case in (SMALL, MIDDLE, LARGE))
    tell(small, middle, large, startup(15))


def tell(
    small: tuple[Case, Results],
    middle: tuple[Case, Results],
    large: tuple[Case, Results],
    started: Mapping[str, tuple[float, float]],
) -> None:
    """Everything into the README and the picture."""
    tables = [large_table(*middle), large_table(*large), small_table(*small), startup_table(started), machine()]
    panels = [
        panel("Trộn 10.000 dòng vào mẫu: thời gian của bộ xử lý", middle[1], lambda one: one.processor, "giây", 2),
        panel("Trộn 50.000 dòng vào mẫu: thời gian của bộ xử lý", large[1], lambda one: one.processor, "giây", 2),
        panel("Trộn 50.000 dòng vào mẫu: bộ nhớ tăng thêm", large[1], lambda one: one.growth / 2**20, "MB", 1),
        panel("Lập một văn bản 50 dòng: thời gian của bộ xử lý", small[1], lambda one: one.processor * 1000, "ms", 1),
    ]
    note = "Mốc tối thiểu: chỉ ghép chữ vào một dòng mẫu có sẵn rồi nén. Thanh càng ngắn càng tốt."
    PICTURE.write_text(svg(panels, note), encoding="utf-8")
    text = "\n\n".join(tables)
    into_readme(text)
    print(text)


if __name__ == "__main__":
    quick() if "--quick" in sys.argv else full()
