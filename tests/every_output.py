"""Every file and every line the program gives for the examples, to lay two states of the code side by side.

    python -m tests.every_output FOLDER          # writes everything under FOLDER, and SHA256SUMS beside it
    diff before/SHA256SUMS after/SHA256SUMS      # what a change of the code did to anybody's report

Commands are run as a person types them; edits are the same small ones each time. The record of an unchanged build
(`.base/lan-lap.json`) names the program's own bytes and is left out; thu-phieu.xlsx has the minute of its collecting.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

from click.testing import CliRunner
from docx import Document
from docx.document import Document as WordDocument
from openpyxl import Workbook, load_workbook

from cli import baocao
from tests.party_dossier import party_dossier

ROOT = Path(__file__).resolve().parent.parent
PERIODS = {
    "lai-chau-nq57": ("2025-06", "2025-09", "2025-Q2", "2025-Q3", "2025-Q4", "2025-H1", "2025-H2", "2025-9M", "2025"),
    "lai-chau-2391": ("2026-03", "2026-Q1", "2026-Q2", "2026-H1", "2026-9M", "2026"),
    "dang": ("2025-09", "2025-Q3", "2025-H2", "2025-9M", "2025"),
}
OPTIONS = {
    "gop": ["--combined"],
    "so": ["--agency", "Sở Khoa học và Công nghệ"],
    "chinh-thuc": ["--final"],
    "theo-doi": ["--track-changes"],
}
COMMANDS = (
    (),
    *((one,) for one in sorted(baocao.commands)),
    *(("template", one) for one in ("list", "check", "new")),
)
DAY = 1_760_000_000
_RUNNER = CliRunner()


def main(target: Path) -> None:
    """Writes everything under `target`."""
    target.mkdir(parents=True)
    os.chdir(target)
    for name in ("lai-chau-nq57", "lai-chau-2391"):
        shutil.copy(ROOT / f"inputs/{name}.xlsx", f"{name}.xlsx")
    save(load_workbook(party_dossier(Path("dang.xlsx"))), Path("dang.xlsx"))
    for words in COMMANDS:
        run("help", "-".join(words) or "baocao", *words, "--help")
    for stem, periods in PERIODS.items():
        every_period(stem, periods)
        options(stem, periods[3])
        tables(stem, periods[3])
    redlines()
    edited("lai-chau-nq57", "2025-Q3")
    edited("lai-chau-2391", "2026-Q2")
    letters_and_returns()
    plans_and_templates()
    batch()
    Path("SHA256SUMS").write_text("".join(f"{mark}  {name}\n" for name, mark in sums()), "utf-8")


def run(kind: str, name: str, *words: str) -> None:
    """A command, its exit code and what it printed kept in `<kind>/<name>.txt`."""
    result = _RUNNER.invoke(baocao, list(words), terminal_width=110)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    path = Path(kind) / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{' '.join(words)}\n{result.exit_code}\n{result.output}", "utf-8")


def every_period(stem: str, periods: tuple[str, ...]) -> None:
    run("check", stem, "check", f"{stem}.xlsx")
    run("check", f"{stem}-json", "check", f"{stem}.xlsx", "--format", "json")
    for period in periods:
        run("facts", f"{stem}-{period}", "facts", f"{stem}.xlsx", "--period", period)
        run("build", f"{stem}-{period}", "build", f"{stem}.xlsx", "--period", period)
        run("build", f"{stem}-{period}-again", "build", f"{stem}.xlsx", "--period", period)
        files = sorted(str(one) for one in Path("outputs", stem, period).glob("*.docx"))
        run("lint", f"{stem}-{period}", "lint", *files, "--details")
        run("lint", f"{stem}-{period}-json", "lint", *files, "--format", "json")
        run("trace", f"{stem}-{period}", "trace", f"outputs/{stem}/{period}")


def options(stem: str, period: str) -> None:
    for name, words in OPTIONS.items():
        out = f"outputs-{name}"
        run("build", f"{stem}-{period}-{name}", "build", f"{stem}.xlsx", "--period", period, "--out", out, *words)
    book = load_workbook(f"{stem}.xlsx")
    settings = book["Thông tin chung"]
    settings.append(["Biểu đồ", "Có"])
    Path("khac").mkdir(exist_ok=True)
    save(book, Path(f"khac/{stem}.xlsx"))
    out = "outputs-bieu-do"
    run("build", f"{stem}-{period}-bieu-do", "build", f"khac/{stem}.xlsx", "--period", period, "--out", out)


def tables(stem: str, period: str) -> None:
    for form in ("yaml", "json"):
        run("convert", f"{stem}-{form}", "convert", f"{stem}.xlsx", f"convert-{stem}.{form}")
    run("convert", f"{stem}-back", "convert", f"convert-{stem}.yaml", f"convert-{stem}-back.xlsx")
    run("check", f"{stem}-period", "check", f"{stem}.xlsx", "--period", period, "--annotate", f"annotate-{stem}.xlsx")
    run("check", f"{stem}-fix", "check", f"{stem}.xlsx", "--fix", f"fix-{stem}.xlsx")


def redlines() -> None:
    names = [name for name in sorted(Path("outputs").rglob("*.docx")) if ".base" not in name.parts]
    for old, new in pairwise(names):
        if old.name == new.name or old.parent == new.parent:
            name = "-".join((*old.parts[1:], new.stem)).replace(".docx", "")
            run("redline", name, "redline", str(old), str(new), "-o", f"redline-{name}.docx")
    for old in names:
        for new in names:
            if old < new and old.name == new.name == "bao-cao.docx" and old.parts[1] == new.parts[1]:
                name = f"{old.parts[1]}-{old.parts[2]}-{new.parts[2]}"
                run("redline", name, "redline", str(old), str(new), "-o", f"redline-{name}.docx", "--format", "json")


def edited(stem: str, period: str) -> None:
    """A person's edits of some kinds, new data, and the build that follows; then issuing and going back."""
    for kind in range(8):
        folder = Path(f"outputs-sua-{kind}")
        shutil.copytree(Path("outputs", stem, period), folder / stem / period)
        chance = random.Random(kind)
        for name in ("bao-cao.docx", "phu-luc-II.docx")[: 1 + kind % 2]:
            spoil_document(folder / stem / period / name, chance, kind)
        changed = Path(f"sua-{kind}") / f"{stem}.xlsx"
        changed.parent.mkdir(exist_ok=True)
        change_data(Path(f"{stem}.xlsx"), changed, chance)
        words = ("build", str(changed), "--period", period, "--out", str(folder))
        run("merge", f"{stem}-{kind}", *words, *(["--track-changes"] if kind > 5 else []))
        run("merge", f"{stem}-{kind}-history", "history", str(folder / stem / period))
    last = Path("outputs-sua-0", stem, period)
    run("issue", stem, "issue", str(last), "--number", "05", "--date", "20/12/2026", "--yes")
    run("issue", f"{stem}-again", "build", f"{stem}.xlsx", "--period", period, "--out", "outputs-sua-0")
    run("issue", f"{stem}-new", "build", f"{stem}.xlsx", "--period", period, "--out", "outputs-sua-0", "--new-version")
    run("issue", f"{stem}-restored", "history", str(Path("outputs-sua-1", stem, period)), "--restore", "1")


def spoil_document(path: Path, chance: random.Random, kind: int) -> None:
    document = Document(str(path))
    written = [one for one in document.paragraphs if len(one.text) > 40]
    for one in chance.sample(written, min(3, len(written))):
        if kind % 4 == 0:
            one.add_run(" (đã rà soát)")
        elif kind % 4 == 1:
            one.runs[0].text = re.sub(r"\d+", "99", one.runs[0].text)
        elif kind % 4 == 2:
            one._p.addnext(document.add_paragraph("Đoạn do người lập thêm vào.")._p)
        else:
            one._p.getparent().remove(one._p)
    for table in document.tables[1:]:
        row = chance.choice(table.rows)
        row.cells[-1].text = f"{row.cells[-1].text} (ghi thêm)"
    save(document, path)
    os.utime(path, (DAY, DAY))


def change_data(source: Path, target: Path, chance: random.Random) -> None:
    book = load_workbook(source)
    sheet = book["Tiến độ"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row in chance.sample(range(2, sheet.max_row + 1), 6):
        sheet.cell(row, titles["Kết quả thực hiện"]).value = f"Kết quả mới thứ {chance.randrange(100)}."
    save(book, target)


def letters_and_returns() -> None:
    words = ("lai-chau-nq57.xlsx", "--period", "2025-Q3")
    run("remind", "each", "remind", *words, "--out", "outputs-don-doc", "--before", "30/9/2025")
    run("remind", "again", "remind", *words, "--out", "outputs-don-doc", "--before", "30/9/2025")
    run("remind", "one", "remind", *words, "--out", "outputs-don-doc-chung", "--one-letter")
    run("remind", "party", "remind", "dang.xlsx", "--period", "2025-Q3", "--out", "outputs-don-doc-dang")
    run("forms", "all", "forms", *words, "--out", "phieu")
    run("forms", "next", "forms", "lai-chau-nq57.xlsx", "--period", "2026-Q1", "--out", "phieu-sau")
    for path in sorted(Path("phieu-sau").glob("*.xlsx")):
        book = load_workbook(path)
        if "Nhiệm vụ" in book.sheetnames:
            sheet = book["Nhiệm vụ"]
            titles = {cell.value: cell.column for cell in sheet[3]}
            for row in range(4, sheet.max_row + 1):
                sheet.cell(row, titles["Tình trạng"]).value = "Đang thực hiện"
                sheet.cell(row, titles["Kết quả thực hiện"]).value = f"Kết quả của {path.stem}"
        save(book, path)
    shutil.copy("lai-chau-nq57.xlsx", "thu-phieu.xlsx")
    collect = ("collect", "thu-phieu.xlsx", "phieu-sau", "--period", "2026-Q1")
    run("collect", "dry", *collect, "--dry-run")
    run("collect", "all", *collect)
    run("collect", "again", *collect)


def plans_and_templates() -> None:
    for path in sorted((ROOT / "inputs/plans").glob("*.txt")):
        run("import", path.stem, "import", str(path.relative_to(ROOT)), "--into", f"import-{path.stem}.xlsx")
        shutil.copy(path, path.name)
        run("import", f"{path.stem}-here", "import", path.name, "--into", f"import-{path.stem}.xlsx")
    run("new", "empty", "new", "moi.xlsx")
    run("new", "empty-check", "check", "moi.xlsx")
    run("new", "upgrade", "new", "bo-sung.xlsx", "--upgrade", "lai-chau-2391.xlsx")
    run("schema", "all", "schema")
    run("template", "list", "template", "list")
    run("template", "fields", "template", "list", "--fields")
    for name in ("bao-cao-quy", "phu-luc-nhiem-vu", "cong-van-don-doc"):
        run("template", f"new-{name}", "template", "new", f"mau-{name}.docx", "--from", name)
        run("template", f"check-{name}", "template", "check", f"mau-{name}.docx")
        run("lint", f"mau-{name}", "lint", f"mau-{name}.docx", "--fix", f"mau-{name}-sua.docx", "--ca-can-xem")
        run("lint", f"mau-{name}-ghi", "lint", f"mau-{name}.docx", "--annotate", f"mau-{name}-ghi.docx")


def batch() -> None:
    words = ("batch", "lai-chau-nq57.xlsx", "lai-chau-2391.xlsx", "--period", "2025-Q3", "--jobs", "1")
    run("batch", "two", *words, "--out", "outputs-nhieu")
    by = ("batch", "lai-chau-nq57.xlsx", "--period", "2025-Q3", "--jobs", "1", "--by", "Cơ quan chủ trì")
    run("batch", "by", *by, "--out", "outputs-tach")


def sums() -> list[tuple[str, str]]:
    """Each file under this folder with its sha256; times that a run tells are no output of the data."""
    return [
        (path.as_posix(), hashlib.sha256(_timeless(path)).hexdigest())
        for path in sorted(Path().rglob("*"))
        if path.is_file() and path.name not in ("lan-lap.json", "SHA256SUMS") and not path.name.endswith(".lock")
    ]


def save(made: Workbook | WordDocument, path: Path) -> None:
    """Writes a workbook or a Word file so that the same content has the same bytes on another day."""
    held = io.BytesIO()
    made.save(held)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), _undated(old.read(name)), zipfile.ZIP_DEFLATED)


def _undated(part: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?(?=</dcterms)", b"2026-01-01T00:00:00Z", part)


def _timeless(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            return b"".join(name.encode() + _undated(package.read(name)) for name in package.namelist())
    if path.suffix != ".txt":
        return content
    content = content.replace(str(ROOT).encode(), b"")
    return re.sub(rb"[\d.,]+ gi\xc3\xa2y|\d\d:\d\d(:\d\d)?", b"", content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
