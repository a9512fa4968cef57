"""Every template of docxtpl works: what the fast compiler does not know is rendered by docxtpl, as strictly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from lxml import etree
from PIL import Image

from generator.core.figures import Figure
from generator.render.check_template import check_template
from generator.render.document import RenderedDocument, Template
from generator.render.tags import BadTemplate
from generator.render.word_values import BesideFiles
from tests.render.word_templates import BODY, W, body, paragraph_texts, printed, saved, template, word_file

GROUPS = [
    SimpleNamespace(title="Nhóm <1>", items=[SimpleNamespace(code="a"), SimpleNamespace(code="b")], block_key="N1"),
    SimpleNamespace(title="Nhóm 2", items=[], block_key="N2"),
]
NAMES: Mapping[str, Any] = {"groups": GROUPS, "name": "Tên & <x>", "n": 3, "none": []}


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Each row of a document's tables: the cells' text, and what merges them."""
    return [
        [
            (
                "".join(node.text or "" for node in cell.iter(f"{W}t")),
                " ".join(
                    f"{str(one.tag).removeprefix(W)}={one.get(f'{W}val') or one.get(f'{W}fill')}"
                    for one in cell.iterfind(f"{W}tcPr/*")
                    if one.tag in (f"{W}vMerge", f"{W}gridSpan")
                ),
            )
            for cell in row.iter(f"{W}tc")
        ]
        for row in body(content).iter(f"{W}tr")
    ]


def rendered(
    *paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = (), named: bool = True, **names: object
) -> RenderedDocument:
    made = template(*paragraphs, table=table, named=named)
    assert made.foreign()
    return made.render({**NAMES, **names})


# --- docxtpl's own tags --------------------------------------------------------------------------


def test_cells_of_a_loop_are_merged_down() -> None:
    table = [["{%tr for g in groups %}", ""], ["{% vm %}{{ name }}", "{{ g.title }}"], ["{%tr endfor %}", ""]]
    assert cells(rendered(table=table).content) == [
        [("Tên & <x>", "vMerge=restart"), ("Nhóm <1>", "")],
        [("", "vMerge=continue"), ("Nhóm 2", "")],
    ]


def test_cells_of_a_loop_are_merged_across() -> None:
    table = [
        ["{%tc for g in groups %}", "{{ g.title }}", "{%tc endfor %}"],
        ["{%tc for g in groups %}", "{% hm %}{{ name }}", "{%tc endfor %}"],
    ]
    assert cells(rendered(table=table).content) == [
        [("Nhóm <1>", ""), ("Nhóm 2", "")],
        [("Tên & <x>", "gridSpan=2")],
    ]


def test_a_cell_has_its_colour_and_its_span_in_the_order_of_the_standard() -> None:
    content = rendered(table=[["{% colspan n %}{{ name }}", "{% cellbg 'FF0000' %}{{ n }}"]]).content
    first, second = (
        [str(one.tag).removeprefix(W) for one in properties] for properties in body(content).iter(f"{W}tcPr")
    )
    assert (first, second) == (["tcW", "gridSpan"], ["tcW", "shd"])
    assert cells(content) == [[("Tên & <x>", "gridSpan=3"), ("3", "")]]


def test_a_tag_with_a_dash_joins_its_paragraph_to_the_one_before() -> None:
    content = rendered("{%p for g in groups %}", "{{ g.title }}:", "{%- if g.items %} có{%- endif %}", "{%p endfor %}")
    assert paragraph_texts(content.content) == ["Nhóm <1>: có", "Nhóm 2:"]


def test_text_with_looks_of_its_own() -> None:
    content = rendered("a {{r rich_text(name, bold=True, color='FF0000', size=12) }} b").content
    runs = [
        ("".join(node.text or "" for node in run.iter(f"{W}t")), [str(one.tag).removeprefix(W) for one in run[0]])
        for run in body(content).iter(f"{W}r")
        if run[0].tag == f"{W}rPr"
    ]
    assert runs == [("Tên & <x>", ["b", "color", "sz", "szCs"])]
    assert paragraph_texts(content) == ["a Tên & <x> b"]


def test_paragraphs_with_a_style_of_the_template() -> None:
    content = rendered("{{p rich_paragraph(name, style='Heading1') }}").content
    assert [one.get(f"{W}val") for one in body(content).iter(f"{W}pStyle")] == ["Heading1"]


def test_raw_text_stays_as_it_is_and_a_note_takes_its_row_away() -> None:
    assert paragraph_texts(rendered("{% raw %}{{ x }}{% endraw %} {{ n }}").content) == ["{{ x }} 3"]
    assert cells(rendered(table=[["{#tr ghi chú #}", ""], ["a", "b"]]).content) == [[("a", ""), ("b", "")]]


def test_a_macro_needs_no_other_engine() -> None:
    made = template("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice(n) }}")
    assert not made.foreign() and printed(made, n=3) == ["33"]


# --- pictures and documents ----------------------------------------------------------------------


def picture(width: int = 40, height: int = 20) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(sink, "PNG", dpi=(96, 96))
    return sink.getvalue()


def beside(folder: Path, made: Template) -> Template:
    return replace(made, beside=BesideFiles((folder,)))


def test_a_picture_beside_the_workbook_is_put_in_at_its_width(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture())
    content = beside(tmp_path, template("{{ picture('logo.png', width=3) }}", "sau")).render(NAMES).content
    [extent] = body(content).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent")
    assert (int(extent.get("cx", "")), int(extent.get("cy", ""))) == (1_080_000, 540_000)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert picture() in [package.read(name) for name in package.namelist() if name.startswith("word/media/")]


def test_a_picture_stands_in_a_header_too(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture())
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ picture('logo.png') }}"
    content = beside(tmp_path, Template.from_bytes("mau", saved(document))).render(NAMES).content
    [header] = docx.Document(io.BytesIO(content)).sections[0].header.paragraphs
    assert header._p.xpath(".//pic:pic") and header.part.related_parts


def test_another_word_file_is_put_in_with_its_table(tmp_path: Path) -> None:
    (tmp_path / "phan.docx").write_bytes(word_file("Phần ghép", table=[["x", "y"]]))
    content = (
        beside(tmp_path, template("trước", "{{p subdocument('phan.docx') }}", "sau {{ n }}")).render(NAMES).content
    )
    assert [text for text in paragraph_texts(content) if text] == ["trước", "Phần ghép", "x", "y", "sau 3"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("picture('khong-co.png')", "không thấy tệp “khong-co.png”"),
        ("picture('../logo.png')", "không kèm thư mục"),
        ("picture('C:\\\\logo.png')", "không kèm thư mục"),
        ("picture('van-ban.docx')", "không phải là ảnh"),
        ("picture(name)", "không thấy tệp"),
    ],
)
def test_what_cannot_be_put_in_is_told_with_its_paragraph(tmp_path: Path, call: str, said: str) -> None:
    (tmp_path / "van-ban.docx").write_bytes(word_file("a"))
    (tmp_path / "con").mkdir()
    with pytest.raises(BadTemplate) as caught:
        beside(tmp_path / "con" if ".." in call else tmp_path, template("một", f"{{{{ {call} }}}}")).render(NAMES)
    [fault] = caught.value.faults
    assert said in fault.message and fault.where.startswith("đoạn 2"), fault


def test_a_document_that_has_tags_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "phan.docx").write_bytes(word_file("còn {{ thẻ }}"))
    with pytest.raises(BadTemplate, match=r"còn thẻ “\{\{ thẻ \}\}”"):
        beside(tmp_path, template("{{p subdocument('phan.docx') }}")).render(NAMES)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "ngoai.png").write_bytes(picture())
    (tmp_path / "trong").mkdir()
    (tmp_path / "trong" / "logo.png").symlink_to(tmp_path / "ngoai.png")
    with pytest.raises(BadTemplate, match="không thấy tệp"):
        beside(tmp_path / "trong", template("{{ picture('logo.png') }}")).render(NAMES)


# --- as strict as the fast compiler --------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["{{r rich_text(nme) }}"], "không có trường “nme”; có phải là “name”?"),
        (["{% raw %}a{% endraw %}{{ name.nme }}"], "không có trường “nme”"),
        (["{% raw %}a{% endraw %}{{ ''.__class__.__mro__ }}"], "không có trường “__class__”"),
        (["{%- if n / 0 %}", "a", "{%- endif %}"], "thẻ không tính được"),
        (["{{p rich_paragraph(name) }} thừa"], "“thừa” đứng cùng đoạn"),
        (["a {{ rich_text(name) }}"], "phải đặt bằng thẻ {{r …}}"),
        (["{{r rich_text(name, color='\"/><w:p/>') }}"], "không dùng được làm định dạng"),
        (["{{r rich_text(name, colour='red') }}"], "rich_text không có “colour”"),
        (["{% vm %}a"], "không nằm trong ô bảng nào"),
        (["{{tr name }}"], "không nằm trong dòng bảng nào"),
        (["{%- for g in groups %}", "a"], "“for” mở mà không đóng"),
    ],
)
def test_what_is_wrong_stops_it_and_is_told(paragraphs: list[str], said: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        template(*paragraphs).render(NAMES)
    assert said in str(caught.value)


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for x in y %}", "<b>&", "</w:t></w:r>", "{_{ x }_}", "a\tb\nc"])
def test_a_value_is_text_whatever_it_holds(value: str) -> None:
    made = template("[{{ name }}]", table=[["{% cellbg 'FF0000' %}{{ name }}"]])
    assert printed(made, **{**NAMES, "name": value}) == [f"[{value}]", value]


def test_braces_that_are_no_tag_are_written_docxtpl_s_way() -> None:
    assert paragraph_texts(rendered("{% raw %}{% endraw %}{_{ x }_} {_% if %_}").content) == ["{{ x }} {% if %}"]


def test_figures_are_noted_with_the_block_they_stand_in() -> None:
    table = [["{%tr for g in groups %}", ""], ["{% vm %}x", "{{ g.count }}"], ["{%tr endfor %}", ""]]
    groups = [SimpleNamespace(count=Figure(str(n), None, (), "đếm"), block_key=f"N{n}") for n in (1, 2)]
    made = rendered(table=table, groups=groups)
    assert [one.figure.text for one in made.figures] == ["1", "2"]
    marks = [one.get(f"{W}name", "") for one in body(made.content).iter(f"{W}bookmarkStart")]
    assert [one.block for one in made.figures] == marks
    assert [mark.rpartition("_")[2] for mark in marks] == ["N1", "N2"]


def test_blocks_have_the_names_that_the_fast_compiler_gives() -> None:
    lines = ("{%p for g in groups %}", "{{ g.title }}", "{%p endfor %}", "Hết {{ n }}")
    fast = template(*lines, named=True).render(NAMES).content
    slow = rendered(*lines, "{% raw %}{% endraw %}").content
    first, second = (
        [one.get(f"{W}name") for one in body(content).iter(f"{W}bookmarkStart")] for content in (fast, slow)
    )
    assert second[: len(first)] == first and len(first) == 3


def test_the_same_template_and_values_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture())
    document = docx.Document()
    for line in ("một", "hai"):
        document.add_paragraph(line, style="List Number")
    (tmp_path / "phan.docx").write_bytes(saved(document))
    made = beside(tmp_path, template("{{ picture('logo.png') }}", "{{p subdocument('phan.docx') }}"))
    assert made.render(NAMES).content == made.render(NAMES).content


def test_own_tags_work_beside_docxtpl_s() -> None:
    content = rendered(
        "{%rule name, size=13, share=0.4 %}",
        "{%p if n > 2 %}",
        "có",
        "{%p endif %}{# ghi chú #}",
        "{{r rich_text('z') }}",
    ).content
    indent = next(body(content).iter(f"{W}ind"))
    assert int(indent.get(f"{W}left", "")) > 1000 and paragraph_texts(content)[1:] == ["có", "z"]


# --- which engine a template needs is told -------------------------------------------------------


def test_the_check_says_which_engine_a_template_needs() -> None:
    table = [["{%tr for g in tasks.groups %}", ""], ["{% vm %}{{ g.title }}", "x"], ["{%tr endfor %}", ""]]
    [note] = check_template("mau.docx", "bao-cao-quy", word_file("a", table=table))
    assert note.code == "MAU011" and "{% vm %}" in note.message and "docxtpl" in note.message
    assert check_template("mau.docx", "bao-cao-quy", word_file("{{ title.subject }}")) == ()


def test_a_picture_that_comes_with_the_workbook_is_no_fault_of_the_template() -> None:
    [note] = check_template("mau.docx", "bao-cao-quy", word_file("{{ picture('logo.png') }}"))
    assert note.code == "MAU011"


def test_docxtpl_is_loaded_only_where_it_is_needed() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from generator.render.shelf import TemplateShelf; TemplateShelf('nd30')('bao-cao-quy');"
        "print('docxtpl' in sys.modules, 'docx' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert made.stdout.split() == ["False", "False"]


def test_the_other_parts_of_the_file_stay(tmp_path: Path) -> None:
    content = rendered("{{r rich_text('z') }}").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None and {BODY, "word/styles.xml", "word/theme/theme1.xml"} <= {*package.namelist()}
        assert all(etree.fromstring(package.read(name)) is not None for name in package.namelist() if "xml" in name)
