"""The public page: what a column allows and nothing else, plain files, true figures."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from generator.core.problems import WrongUsage
from generator.stories.facts import facts_of
from generator.stories.publish import look_at_public, mark_public, publish_site

EXAMPLE = Path(__file__).resolve().parents[1] / "inputs/lai-chau-nq57.xlsx"
PERIOD = "2025-Q4"


def dossier(path: Path, hidden: dict[str, str], **cells: tuple[str, str, str]) -> Path:
    """The example with rows kept back (sheet → code), and cells changed (name → sheet, cell, text)."""
    book = openpyxl.load_workbook(EXAMPLE)
    for sheet, code in hidden.items():
        rows = book[sheet]
        at = next(cell.column for cell in rows[1] if cell.value == "Công khai")
        for row in range(2, rows.max_row + 1):
            if rows.cell(row, 1).value == code:
                rows.cell(row, at).value = None
    for sheet, cell, text in cells.values():
        book[sheet][cell] = text
    book.save(path)
    return path


class Text(HTMLParser):
    """The words of a page, its tags, and what it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_only_what_the_column_allows_stands_anywhere_in_the_folder(tmp_path: Path) -> None:
    hidden = {"Nhiệm vụ": "I.8", "Chỉ tiêu": "CT13", "Kinh phí": "KP03"}
    book = openpyxl.load_workbook(EXAMPLE)
    named = {
        str(row[column].value)
        for sheet, column in (("Nhiệm vụ", 4), ("Chỉ tiêu", 2), ("Kinh phí", 2))
        for row in book[sheet].iter_rows(min_row=2)
        if row[0].value == hidden[sheet]
    }
    results = {str(row[5].value) for row in book["Tiến độ"].iter_rows(min_row=2) if row[0].value == "I.8"}
    assert len(named) == 3 and results
    made = publish_site(dossier(tmp_path / "ho-so.xlsx", hidden), PERIOD, tmp_path / "ra")
    assert made.kept_back == (1, 1, 1)
    for path in (tmp_path / "ra").iterdir():
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            content = " ".join(str(c) for row in openpyxl.load_workbook(path).active.values for c in row).encode()
        text = content.decode()
        assert not [words for words in {*named, *results} if words in text], path.name


def test_the_totals_are_those_of_the_public_rows(tmp_path: Path) -> None:
    publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    facts, _ = facts_of(EXAMPLE, PERIOD)
    home = " ".join(" ".join(Text((tmp_path / "ra/index.html").read_text("utf-8")).words).split())
    tasks = facts["tasks"]
    assert f"Có {tasks['total']} nhiệm vụ được công khai, trong đó {tasks['due']} nhiệm vụ đến hạn" in home.replace(
        "\u00a0", " "
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ra/du-lieu.csv").read_text("utf-8-sig"))))
    money = {row["Mã"]: Decimal(row["Giá trị"]) for row in rows if row["Chỉ số"] == "đã giải ngân"}
    assert sum(money.values()) == Decimal(facts["funding"]["totals"]["disbursed"])
    values = {row["Mã"]: row["Giá trị"] for row in rows if row["Loại"] == "chỉ tiêu" and row["Chỉ số"] == "giá trị"}
    assert values == {one["code"]: one["value"] for one in facts["indicators"] if one["value"] is not None}
    late = {row["Mã"] for row in rows if row["Chỉ số"] == "tình trạng" and "quá hạn" in row["Giá trị"].lower()}
    assert late >= {one["code"] for one in tasks["items"] if one["status"].endswith("_overdue")}


def test_the_pages_need_nothing_from_elsewhere_and_run_nothing(tmp_path: Path) -> None:
    publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    pages = sorted((tmp_path / "ra").glob("*.html"))
    assert [page.name for page in pages] == ["chi-tieu.html", "index.html", "kinh-phi.html", "nhiem-vu.html"]
    for page in pages:
        seen = Text(page.read_text("utf-8"))
        assert not {"script", "iframe", "form", "img"} & set(seen.tags)
        assert all(link.startswith("#") or (tmp_path / "ra" / link).is_file() for link in seen.links), page.name
        assert "Số liệu minh hoạ, không phải số liệu chính thức." in " ".join(seen.words)
    assert "url(" not in (tmp_path / "ra/kieu.css").read_text("utf-8")


def test_text_of_a_cell_stays_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> {{ 7*7 }} =HYPERLINK(1)"
    path = dossier(tmp_path / "ho-so.xlsx", {}, one=("Nhiệm vụ", "E2", evil), two=("Chỉ tiêu", "C2", "=1+1 khác"))
    book = openpyxl.load_workbook(path)
    book["Chỉ tiêu"]["C2"].data_type = "s"
    book.save(path)
    publish_site(path, PERIOD, tmp_path / "ra")
    page = (tmp_path / "ra/nhiem-vu.html").read_text("utf-8")
    assert "<script" not in page and "{{ 7*7 }}" in page and "&lt;script&gt;" in page
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ra/du-lieu.csv").read_text("utf-8-sig"))))
    assert {row["Tên"] for row in rows if row["Mã"] == "CT01"} == {"'=1+1 khác"}


def test_the_data_fit_their_schema_and_the_sheet_is_the_same_table(tmp_path: Path) -> None:
    publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    raw = (tmp_path / "ra/du-lieu.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    schema = json.loads((tmp_path / "ra/du-lieu.schema.json").read_text("utf-8"))
    assert rows[0] == list(schema["properties"]) == schema["required"]
    assert {row[1] for row in rows[1:]} == set(schema["properties"]["Loại"]["enum"])
    sheet = openpyxl.load_workbook(tmp_path / "ra/du-lieu.xlsx").active
    table = [["" if value is None else value for value in row] for row in sheet.values]
    assert len(table) == len(rows)
    for ours, theirs in zip(table[1:], rows[1:], strict=True):
        number = ours[6]
        assert [str(one) for one in ours[:6]] == theirs[:6]
        assert Decimal(theirs[6]) == pytest.approx(Decimal(str(number))) if isinstance(number, int | float) else True


def test_same_input_same_bytes_and_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    before = {path.name: path.read_bytes() for path in (tmp_path / "ra").iterdir()}
    publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    assert {path.name: path.read_bytes() for path in (tmp_path / "ra").iterdir()} == before
    (tmp_path / "ra/ghi chú của tôi.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(WrongUsage, match=re.escape("ghi chú của tôi.txt")):
        publish_site(EXAMPLE, PERIOD, tmp_path / "ra")
    (tmp_path / "khác").mkdir()
    (tmp_path / "khác/a.txt").touch()
    with pytest.raises(WrongUsage, match="đã có tệp khác"):
        publish_site(EXAMPLE, PERIOD, tmp_path / "khác")
    assert (tmp_path / "khác/a.txt").is_file() and (tmp_path / "ra/index.html").is_file()


def test_rows_chosen_by_code_are_public_and_no_cell_but_theirs_is_other(tmp_path: Path) -> None:
    out = tmp_path / "moi.xlsx"
    rows = {one.sheet: one for one in look_at_public(EXAMPLE, "2025-Q3").rows}
    tasks, indicators, lines = (rows[sheet].codes for sheet in ("Nhiệm vụ", "Chỉ tiêu", "Kinh phí"))
    chosen = {"Nhiệm vụ": tasks[1:], "Chỉ tiêu": indicators, "Kinh phí": ()}
    made = mark_public(EXAMPLE, chosen, out)
    assert {(one.sheet, one.old, one.new) for one in made} == {
        ("Nhiệm vụ", "Có", "Không"), ("Kinh phí", "Có", "Không")
    }  # fmt: skip
    assert len(made) == 1 + len(lines)
    after = {one.sheet: {code for code, _ in one.public} for one in look_at_public(out, "2025-Q3").rows}
    assert after == {sheet: set(codes) for sheet, codes in chosen.items()}
    written = {(one.sheet, one.cell) for one in made}
    old, new = openpyxl.load_workbook(EXAMPLE), openpyxl.load_workbook(out)
    for sheet in old.sheetnames:
        for line in old[sheet].iter_rows():
            for cell in line:
                if (sheet, cell.coordinate) not in written:
                    assert new[sheet][cell.coordinate].value == cell.value
    assert mark_public(out, chosen, tmp_path / "lai.xlsx") == () and not (tmp_path / "lai.xlsx").exists()


def test_a_new_column_takes_over_no_words_that_stand_right_of_the_table(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(EXAMPLE)
    tasks = book["Nhiệm vụ"]
    tasks.delete_cols(next(cell.column for cell in tasks[1] if cell.value == "Công khai"))
    beside = max(cell.column for cell in tasks[1] if cell.value) + 1
    tasks.cell(5, beside).value = "Có"  # somebody's tick that means something else
    book.save(tmp_path / "ho-so.xlsx")
    mark_public(tmp_path / "ho-so.xlsx", {"Nhiệm vụ": ("I.1",)}, tmp_path / "moi.xlsx")
    (found, *_) = look_at_public(tmp_path / "moi.xlsx", "2025-Q3").rows
    assert [code for code, _ in found.public] == ["I.1"]
    assert openpyxl.load_workbook(tmp_path / "moi.xlsx")["Nhiệm vụ"].cell(5, beside).value == "Có"


def test_a_dossier_without_the_column_publishes_nothing_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cột Công khai"):
        publish_site(EXAMPLE.with_name("lai-chau-2391.xlsx"), "2026-Q2", tmp_path / "ra")
    assert not (tmp_path / "ra").exists()
