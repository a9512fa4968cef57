"""Outlines: lines, sections taken over from another outline, numbers and end marks by the standard."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from generator.core.standard import STANDARDS, load_standard
from generator.scaffold.build import built_in_templates
from generator.scaffold.from_outline import CLOSING, parse_plain_outline, template_from
from generator.scaffold.inherit import BadOutline, read_outline
from generator.scaffold.outline import Line, LineKind, parse_line

ROOT = Path(__file__).resolve().parents[2]
OUTLINES = ROOT / "templates/de-cuong"


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("name", STANDARDS)
def test_the_templates_in_the_folder_are_made_from_the_outlines(name: str) -> None:
    made = built_in_templates(load_standard(name), OUTLINES / name)
    kept = {path.name: path.read_bytes() for path in (ROOT / "templates" / name).glob("*.docx")}
    assert sorted(made) == sorted(kept)
    assert [file for file in made if made[file] != kept[file]] == [], "chạy: python -m generator.scaffold.build"


@pytest.mark.parametrize("name", STANDARDS)
def test_a_letters_short_closing_takes_the_line_before_it_to_the_page_of_the_signature(name: str) -> None:
    made = built_in_templates(load_standard(name), OUTLINES / name)["cong-van-don-doc.docx"]
    lines = docx.Document(io.BytesIO(made)).paragraphs
    closing = next(at for at, one in enumerate(lines) if "nghiêm túc thực hiện" in one.text)
    assert "để tổng hợp" in lines[closing - 1].text and lines[closing - 1].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("# KẾT QUẢ", Line(LineKind.SECTION, "KẾT QUẢ")),
        ("# II. KẾT QUẢ", Line(LineKind.SECTION, "KẾT QUẢ")),
        ("# IV- KẾT QUẢ", Line(LineKind.SECTION, "KẾT QUẢ")),
        ("# {{ next_I() }}. KẾT QUẢ", Line(LineKind.SECTION, "KẾT QUẢ")),
        ("## 3. Hạ tầng", Line(LineKind.CLAUSE, "Hạ tầng")),
        ("### đ) Nhân lực", Line(LineKind.POINT, "Nhân lực")),
        ("# VĂN HÓA", Line(LineKind.SECTION, "VĂN HÓA")),
        ("## 5G và hạ tầng số", Line(LineKind.CLAUSE, "5G và hạ tầng số")),
        ("1. Không phải đề mục", Line(LineKind.BODY, "1. Không phải đề mục")),
        ("- một ý", Line(LineKind.ITEM, "một ý")),
        ("% if tasks", Line(LineKind.STATEMENT, "if tasks")),
        ("@ causes", Line(LineKind.WRITTEN, "causes")),
        ("~ Căn cứ …", Line(LineKind.LEGAL_BASIS, "Căn cứ …")),
        ("> Trên đây …", Line(LineKind.CLOSING, "Trên đây …")),
    ],
)
def test_a_line_is_known_by_its_first_sign(typed: str, line: Line) -> None:
    assert parse_line(typed) == line


PLAIN = """
Tiêu đề: Báo cáo nhanh

# TÌNH HÌNH CHUNG
## Nhiệm vụ
### Nhiệm vụ quá hạn
- {{ issuer.name }}
# 2. KIẾN NGHỊ
> Trên đây là báo cáo nhanh./.
"""


@pytest.mark.parametrize(
    ("standard", "numbers", "end"),
    [
        ("nd30", ("{{ next_I() }}. ", "{{ next_1() }}. ", "{{ next_a() }}) "), "./."),
        ("dang", ("{{ next_I() }}- ", "{{ next_1() }}. ", "{{ next_a() }}) "), "."),
    ],
)
def test_the_standard_numbers_the_headings_and_ends_the_text(
    tmp_path: Path, standard: str, numbers: tuple[str, str, str], end: str
) -> None:
    path = tmp_path / "de-cuong.txt"
    path.write_text(PLAIN, "utf-8")
    found = texts(template_from(path, load_standard(standard)))
    for line in (
        f"{numbers[0]}TÌNH HÌNH CHUNG",
        f"{numbers[1]}Nhiệm vụ",
        f"{numbers[2]}Nhiệm vụ quá hạn",
        "- {{ issuer.name }}",
        f"{numbers[0]}KIẾN NGHỊ",
        f"Trên đây là báo cáo nhanh{end}",
    ):
        assert line in found, line
    bases = "{{ base.text }}{{ base.end }}"
    assert (f"- {bases}" if standard == "dang" else bases) in found


def test_what_a_plain_outline_leaves_out_is_added_once() -> None:
    short, whole = parse_plain_outline("# A", "x"), parse_plain_outline(PLAIN, "x")
    assert short.lines[-1] == CLOSING and short.title == "x"
    assert [line.kind for line in short.lines[:3]] == [LineKind.STATEMENT, LineKind.LEGAL_BASIS, LineKind.STATEMENT]
    assert whole.title == "Báo cáo nhanh"
    assert sum(line.kind is LineKind.CLOSING for line in whole.lines) == 1


def test_a_plain_outline_in_decomposed_letters_with_a_byte_order_mark_reads_as_any(tmp_path: Path) -> None:
    import unicodedata

    path = tmp_path / "a.txt"
    path.write_text(unicodedata.normalize("NFD", "Tiêu đề: Báo cáo\n# KẾT QUẢ"), "utf-8-sig")
    assert "{{ next_I() }}. KẾT QUẢ" in texts(template_from(path, load_standard("nd30")))


BASE = """
[kinds.quarter]
name = "bao-cao-quy"
title = "Báo cáo quý"
[[section]]
id = "mot"
body = "# MỘT"
[[section]]
id = "hai"
body = "# HAI"
[[section]]
kinds = ["year"]
body = "# CHỈ NĂM"
"""


def headings(folder: Path, own: str) -> list[str]:
    (folder / "goc.toml").write_text(BASE, "utf-8")
    path = folder / "rieng.toml"
    path.write_text(f'extends = "goc.toml"\n{own}', "utf-8")
    found = texts(template_from(path, load_standard("nd30")))
    return [text.partition(". ")[2] for text in found if text.startswith("{{ next_I()")]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", ["MỘT", "HAI"]),
        ('[[section]]\nid = "mot"\nbody = "# MỘT KHÁC"', ["MỘT KHÁC", "HAI"]),
        ('[[section]]\nafter = "mot"\nbody = "# CHEN"', ["MỘT", "CHEN", "HAI"]),
        ('[[section]]\nid = "mot"\nbody = ""\n[[section]]\nafter = "hai"\nbody = "# BA"', ["HAI", "BA"]),
    ],
)
def test_an_outline_that_extends_another_says_only_what_differs(tmp_path: Path, own: str, expected: list[str]) -> None:
    assert headings(tmp_path, own) == expected


def test_a_section_that_the_other_outline_lacks_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadOutline) as refusal:
        headings(tmp_path, '[[section]]\nid = "mott"\nbody = "# X"')
    assert "không có phần “mott”" in refusal.value.message and "“mot”" in refusal.value.next_step


def test_the_party_outlines_write_no_sentence_twice() -> None:
    state, party = OUTLINES / "nd30", OUTLINES / "dang"
    assert {path.name for path in state.glob("*.toml")} == {path.name for path in party.glob("*.toml")}
    for path in party.glob("*.toml"):
        own = path.read_text("utf-8")
        assert own.lstrip("#").count("extends") and len(own) < len((state / path.name).read_text("utf-8")) / 2
        assert read_outline(path).keys() == read_outline(state / path.name).keys()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = ", "sai cú pháp TOML ở"),
        ("a = 1\nb = = 2", "sai cú pháp TOML ở dòng 2"),
        ('extends = "khong-co.toml"', "Không đọc được đề cương"),
        ('name = "a"', "thiếu “title”"),
        ('[[section]]\nbody = "# A"', "thiếu “kinds”"),
        ("kinds = 1\nsection = 2", "có giá trị sai kiểu"),
        ('[kinds.quarter]\nname = "a"\n[[section]]\nbody = "a"', "thiếu “title” ở một mục"),
    ],
)
def test_an_outline_that_cannot_be_used_says_why(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "de-cuong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadOutline) as refusal:
        template_from(path, load_standard("nd30"))
    assert message in refusal.value.message and refusal.value.next_step


def test_an_empty_plain_outline_says_what_to_write(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n", "utf-8")
    with pytest.raises(BadOutline, match="không có dòng nào"):
        template_from(path, load_standard("nd30"))


@pytest.mark.parametrize("name", STANDARDS)
def test_what_introduces_a_list_and_a_short_table_of_the_body_are_kept_together(name: str) -> None:
    template = docx.Document(str(ROOT / "templates" / name / "bao-cao-quy.docx"))
    leading = ("phản ánh:{% endif %}", 'cụ thể:" }}', "Kết quả trong kỳ:")
    introducing = [one for one in template.paragraphs if one.text.endswith(leading)]
    assert len(introducing) == 3 and all(one.paragraph_format.keep_with_next for one in introducing)
    funding = next(one for one in template.tables if "Nguồn vốn" in one.cell(0, 1).text)
    data = [row for row in funding.rows[2:] if "{%tr" not in row.cells[0].text]
    rows = [[p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs] for row in data]
    assert len(rows) == 2 and all(rows[0]) and not any(rows[1])
