"""Two Word files are called the same only where they are; every figure that changed is in the list."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cli import baocao
from generator.redline.redline import redline
from generator.stories.redline import Sort, compare, sort_of

CASES = Path(__file__).parent / "cases" / "redline"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NOT_SAME = "không đánh dấu được"


def said(case: str, tmp_path: Path) -> str:
    words = ["redline", *(str(CASES / f"{case}.{one}.docx") for one in "ab"), "-o", str(tmp_path / "ra.docx")]
    done = CliRunner().invoke(baocao, words)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def figures(case: str, tmp_path: Path) -> list[tuple[str, str]]:
    found = compare(CASES / f"{case}.a.docx", CASES / f"{case}.b.docx", tmp_path / "ra.docx", "baocao")
    return [(one.old, one.new) for one in found.figures]


def test_a_changed_answer_of_a_form_is_marked(tmp_path: Path) -> None:
    assert "1 chỗ sửa chữ" in said("r56-dropdown", tmp_path)


@pytest.mark.parametrize(
    ("case", "named"),
    [("r37-doc-default-style", "cỡ chữ mặc định: 11 → 15"), ("r59-altchunk", "chèn nguyên tệp (altChunk): thêm 1")],
)
def test_what_cannot_be_marked_is_named(case: str, named: str, tmp_path: Path) -> None:
    text = said(case, tmp_path)
    assert named in text and NOT_SAME in text and "Hai văn bản giống nhau" not in text


def test_a_figure_of_a_rewritten_paragraph_is_listed(tmp_path: Path) -> None:
    assert ("120", "150") in figures("r63-rewritten-with-number", tmp_path)


def test_a_figure_of_a_table_that_gained_a_column_is_listed(tmp_path: Path) -> None:
    assert figures("r66-column-numbers", tmp_path) == [("2", "7"), ("", "9"), ("", "8")]


# --- others of each kind -------------------------------------------------------------------------


def made(change: Callable[[docx.document.Document], None] = lambda document: None) -> bytes:
    document = docx.Document()
    document.add_paragraph("Sở báo cáo kết quả.")
    change(document)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def with_part(content: bytes, name: str, old: str, new: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(sink, "w") as target:
        for one in source.namelist():
            data = source.read(one)
            if one == name:
                assert re.search(old, data.decode()), old
                data = re.sub(old, new, data.decode(), count=1).encode()
            target.writestr(one, data)
    return sink.getvalue()


def control(markup: str) -> Callable[[docx.document.Document], None]:
    def put(document: docx.document.Document) -> None:
        content = "<w:sdtContent><w:p><w:r><w:t>Đạt</w:t></w:r></w:p></w:sdtContent>"
        document.element.body.insert(
            0,
            parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w:alias w:val="Kết quả"/>{markup}</w:sdtPr>'
                f"{content}</w:sdt>"
            ),
        )

    return put


def check_box(value: int) -> Callable[[docx.document.Document], None]:
    return control(f'<w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox>')


def comment(text: str) -> Callable[[docx.document.Document], None]:
    return lambda document: document.add_comment(document.paragraphs[0].runs, text, "Hoa") and None


PLAIN = made()
COLOURED = with_part(PLAIN, "word/theme/theme1.xml", r'<a:srgbClr val="\w+"', '<a:srgbClr val="123456"')
SHADED = with_part(PLAIN, "word/document.xml", r"<w:body>", '<w:background w:color="FFFF00"/><w:body>')
PAIRS: list[tuple[str, bytes, bytes]] = [
    ("ô điều khiển nội dung “Kết quả”", made(check_box(0)), made(check_box(1))),
    (
        "ô điều khiển nội dung “Kết quả”",
        made(control('<w:date w:fullDate="2025-09-14T00:00:00Z"/>')),
        made(control('<w:date w:fullDate="2025-09-15T00:00:00Z"/>')),
    ),
    ("lời bình bên lề: 0 lời → 1 lời", PLAIN, made(comment("xem lại"))),
    ("lời bình bên lề", made(comment("xem lại")), made(comment("đã xem"))),
    (
        "phông chữ của chủ đề",
        PLAIN,
        with_part(PLAIN, "word/theme/theme1.xml", r'(<a:minorFont>\s*<a:latin typeface=)"[^"]*"', r'\1"Arial"'),
    ),
    (
        "màu của chủ đề",
        PLAIN,
        with_part(PLAIN, "word/theme/theme1.xml", r'<a:srgbClr val="\w+"', '<a:srgbClr val="123456"'),
    ),
    (
        "phông chữ mặc định",
        PLAIN,
        with_part(PLAIN, "word/styles.xml", r'w:asciiTheme="minorHAnsi"', 'w:ascii="Times New Roman"'),
    ),
    ("định dạng đoạn mặc định", PLAIN, with_part(PLAIN, "word/styles.xml", r'w:line="276"', 'w:line="360"')),
    (
        "lề đối xứng",
        PLAIN,
        with_part(PLAIN, "word/settings.xml", r"(<w:zoom[^>]*/>)", r"\1<w:mirrorMargins/>"),
    ),
    (
        "nền trang",
        PLAIN,
        with_part(PLAIN, "word/document.xml", r"<w:body>", '<w:background w:color="FFFF00"/><w:body>'),
    ),
]


@pytest.mark.parametrize(("named", "old", "new"), PAIRS, ids=[one[0] for one in PAIRS])
def test_a_difference_that_word_cannot_track_is_named_both_ways(named: str, old: bytes, new: bytes) -> None:
    first, second = redline(old, new), redline(new, old)
    assert any(one.startswith(named) for one in first.unmarked), first.unmarked
    assert second.unmarked and not first.same and not second.same


@pytest.mark.parametrize("content", [PLAIN, *(one[1] for one in PAIRS)])
def test_a_file_and_its_copy_are_the_same(content: bytes) -> None:
    found = redline(content, content)
    assert found.same and not found.unmarked


def test_only_a_style_that_looks_different_is_not_the_same(tmp_path: Path) -> None:
    new = with_part(PLAIN, "word/styles.xml", r'(w:styleId="Heading1">.*?)<w:sz w:val="\d+"/>', r'\1<w:sz w:val="60"/>')
    for name, content in (("a", PLAIN), ("b", new)):
        (tmp_path / f"{name}.docx").write_bytes(content)
    words = ["redline", str(tmp_path / "a.docx"), str(tmp_path / "b.docx"), "-o", str(tmp_path / "ra.docx")]
    told = " ".join(CliRunner().invoke(baocao, words).output.split())
    assert "Hai văn bản giống nhau" not in told and "heading 1" in told
    as_json = json.loads(CliRunner().invoke(baocao, [*words, "--format", "json"]).output)
    assert as_json["same"] is False and as_json["changes"] == []


def listed(old: list[str], new: list[str], tmp_path: Path) -> list[tuple[str, str]]:
    paths = []
    for name, lines in (("a", old), ("b", new)):
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        paths.append(tmp_path / f"{name}.docx")
        document.save(str(paths[-1]))
    found = compare(paths[0], paths[1], tmp_path / "ra.docx", "baocao")
    return [(one.old, one.new) for one in found.figures]


def tabled(old: list[list[str]], new: list[list[str]], tmp_path: Path) -> list[tuple[str, str]]:
    paths = []
    for name, rows in (("a", old), ("b", new)):
        document = docx.Document()
        table = document.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
        paths.append(tmp_path / f"{name}.docx")
        document.save(str(paths[-1]))
    found = compare(paths[0], paths[1], tmp_path / "ra.docx", "baocao")
    return [(one.old, one.new) for one in found.figures]


@pytest.mark.parametrize(
    "level", ['<w:start w:val="3"/><w:numFmt w:val="decimal"/>', '<w:numFmt w:val="lowerLetter"/>']
)
def test_a_list_of_a_style_that_counts_in_another_way_is_not_the_same(level: str) -> None:
    old = made(lambda document: document.add_paragraph("Mục một", style="List Number"))
    usual = r'<w:start w:val="1"/>\s*<w:numFmt w:val="decimal"/>(\s*<w:pStyle w:val="ListNumber"/>)'
    found = redline(old, with_part(old, "word/numbering.xml", usual, rf"{level}\1"))
    assert not found.same and "list number" in found.styles


def boxed(text: str) -> bytes:
    box = f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    shape = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>{box}</v:shape></w:pict></w:r>'
    )
    return made(lambda document: document.paragraphs[0]._p.append(parse_xml(shape)))


def test_a_figure_in_a_text_box_is_listed(tmp_path: Path) -> None:
    for name, text in (("a", "Tổng 5"), ("b", "Tổng 6")):
        (tmp_path / f"{name}.docx").write_bytes(boxed(text))
    found = compare(tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "ra.docx", "baocao")
    assert [(one.old, one.new) for one in found.figures] == [("5", "6")]


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        ("Đã giải ngân 1.500 triệu đồng.", "Đã giải ngân 1.500 tỷ đồng.", [("1.500 triệu", "1.500 tỷ")]),
        ("Đã hoàn thành 12 nhiệm vụ.", "Đã hoàn thành mười ba nhiệm vụ.", [("12", "mười ba")]),
        ("Còn hai xã chưa xong.", "Còn ba xã chưa xong.", [("hai", "ba")]),
        ("Kết quả: giao hai mươi xã.", "Kết quả: giao hai mươi mốt xã.", [("hai mươi", "hai mươi mốt")]),
        ("Số vốn 5 triệu đồng là vốn của trung ương giao.", "Trung ương giao cho tỉnh nguồn vốn là 5 tỷ đồng để làm.",
         [("5 triệu", "5 tỷ")]),
    ],
)  # fmt: skip
def test_figures_in_words_and_their_scale_are_listed(
    old: str, new: str, figures: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert listed([SAME, old], [SAME, new], tmp_path) == figures


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        ("Chênh lệch -12 xã.", "Chênh lệch 12 xã.", [("-12", "12")]),
        ("Chênh lệch −12% so với kỳ trước.", "Chênh lệch +12% so với kỳ trước.", [("−12%", "+12%")]),
        ("Chênh lệch −12 xã.", "Chênh lệch -12 xã.", []),
        ("Tăng 5% so với kỳ trước.", "Tăng 5 so với kỳ trước.", [("5%", "5")]),
        ("Tăng 5 % so với kỳ trước.", "Tăng 5 so với kỳ trước.", [("5 %", "5")]),
        ("Tăng 5% so với kỳ trước.", "Tăng 5 điểm phần trăm so với kỳ trước.", [("5%", "5 điểm phần trăm")]),
        ("Tăng 5% so với kỳ trước.", "Giảm 5% so với kỳ trước.", [("Tăng 5%", "Giảm 5%")]),
        ("Mục tiêu ≥ 80% số xã.", "Mục tiêu > 80% số xã.", [("≥ 80%", "> 80%")]),
        ("Đạt trên 80% số xã.", "Đạt dưới 80% số xã.", [("trên 80%", "dưới 80%")]),
        ("Giải ngân 1.000 triệu đồng.", "Giải ngân 1,000 triệu đồng.", [("1.000", "1,000")]),
        ("Giải ngân 1.000 triệu đồng.", "Giải ngân 1.000 đồng.", [("1.000 triệu", "1.000")]),
        ("Giải ngân 5 triệu đồng.", "Giải ngân 5 tr.đ.", []),
        ("Vốn 1.000 triệu USD.", "Vốn 1.000 triệu đồng.", [("1.000 triệu USD", "1.000 triệu đồng")]),
        ("Dài -12 km, rộng 3 m.", "Dài 12 m, rộng 3 m.", [("-12 km", "12 m")]),
        ("Đạt 12 tạ/ha.", "Đạt 12 tấn/ha.", [("12 tạ/ha", "12 tấn/ha")]),
        ("Giai đoạn 2021 - 2025 có 12 xã.", "Giai đoạn 2021 và 2025 có 12 phường.", []),
        ("Công văn số 12-CV/TU đã gửi.", "Công văn số 12/CV-TU đã gửi.", []),
    ],
)
def test_a_sign_or_unit_that_changed_is_listed_with_its_figure(
    old: str, new: str, figures: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert listed([SAME, old], [SAME, new], tmp_path) == figures


def test_a_sign_is_a_change_of_figures_to_who_signs() -> None:
    (change,) = redline(made(typed("Giảm -12 xã.")), made(typed("Giảm 12 xã."))).changes
    assert sort_of(change) is Sort.FIGURES


def typed(text: str) -> Callable[[docx.document.Document], None]:
    return lambda document: document.add_paragraph(text) and None


SAME = "Các nội dung khác giữ nguyên như báo cáo kỳ trước đã gửi."


def test_figures_of_a_new_and_of_a_dropped_paragraph_are_listed(tmp_path: Path) -> None:
    assert listed([SAME], [SAME, "2. Đã giải ngân 45 tỷ đồng."], tmp_path) == [("", "45")]
    (tmp_path / "nua").mkdir()
    assert listed([SAME, "Còn 7 nhiệm vụ chậm."], [SAME], tmp_path / "nua") == [("7", "")]


def test_a_figure_that_stays_in_a_rewritten_paragraph_is_not_listed(tmp_path: Path) -> None:
    old = ["Năm 2025 toàn tỉnh có 38 xã hoàn thành việc sáp nhập thôn bản theo đề án."]
    new = ["Trong 2025, số xã đã xong là 38, còn lại đang chờ ý kiến của Trung ương cho 4 trường hợp."]
    assert listed(old, new, tmp_path) == [("", "4")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([["Tên", "Số"], ["Xã A", "5"], ["Xã B", "8"]], [["TT", "Tên", "Số"], ["1", "Xã A", "6"], ["2", "Xã B", "8"]],
         {("5", "6")}),
        ([["Tên", "Quý I", "Quý II"], ["Xã A", "5", "9"]], [["Tên", "Quý II"], ["Xã A", "11"]],
         {("9", "11"), ("5", "")}),
        ([["Tên", "Số"], ["Xã A", "5"]], [["Tên", "Số"], ["Xã A", "5"], ["Xã C", "12"]], {("", "12")}),
    ],
)  # fmt: skip
def test_figures_of_a_table_are_followed_over_new_and_dropped_columns_and_rows(
    old: list[list[str]], new: list[list[str]], expected: set[tuple[str, str]], tmp_path: Path
) -> None:
    found = tabled(old, new, tmp_path)
    assert expected <= set(found), found
    assert ("8", "8") not in found and not any(a == b for a, b in found)
