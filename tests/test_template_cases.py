"""Templates as people really make them: what the check says is what a build does, and no file comes out damaged."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from openxml_audit import OpenXmlValidator

from cli import baocao
from generator.render.check_template import check_template
from generator.render.document import RenderedDocument, Template
from generator.render.tags import BadTemplate
from generator.terminal.command_line import run
from tests.render.word_templates import W, body, saved, template, word_file

CASES = Path(__file__).parent / "cases" / "template"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def said_by(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        run(baocao, [*words])
    shown = capsys.readouterr()
    return int(end.value.code or 0), " ".join((shown.out + shown.err).split())


def build(capsys: pytest.CaptureFixture[str], case: str, out: Path) -> tuple[int, str, Path]:
    words = ("--period", "2025-Q3", "--templates", str(CASES / case), "--out", str(out))
    code, said = said_by(capsys, "build", str(CASES / "base.xlsx"), *words)
    return code, said, out / "base" / "2025-Q3" / "bao-cao.docx"


def check(capsys: pytest.CaptureFixture[str], case: str) -> tuple[int, str]:
    return said_by(capsys, "template", "check", str(CASES / case / "bao-cao-quy.docx"))


def sound(content: bytes) -> None:
    """Word opens it: no empty container, no mark twice, valid against the schema."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            data = package.read(name)
            assert b"{{" not in data and b"{%" not in data, name
            root = etree.fromstring(data)
            for cell in root.iter(f"{W}tc"):
                assert cell[-1].tag in (f"{W}p", f"{W}sdt"), name
            assert all(row.find(f"{W}tc") is not None for row in root.iter(f"{W}tr"))
            assert all(table.find(f"{W}tr") is not None for table in root.iter(f"{W}tbl"))
            for attribute in ("id", "name"):
                marks = [one.get(f"{W}{attribute}") for one in root.iter(f"{W}bookmarkStart")]
                assert len(set(marks)) == len(marks), name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "van-ban.docx"
        path.write_bytes(content)
        faults = OpenXmlValidator().validate(path).errors
    of_python_docx = "stylesWithEffects"  # its own empty document disagrees with itself
    told = [str(one) for one in faults if of_python_docx not in str(one)]
    assert not told, told[:5]


@pytest.mark.parametrize(
    "case", ["t02-vm", "t07-textbox", "t08c-empty-cell", "t17c-tr-no-cells", "t23-strict", "t24-document2"]
)
def test_a_template_that_the_check_lets_pass_makes_a_sound_file(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(capsys, case)
    assert code == 0, said
    code, said, report = build(capsys, case, tmp_path)
    assert code == 0, said
    sound(report.read_bytes())


def test_cells_are_merged_as_docxtpl_merges_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, report = build(capsys, "t02-vm", tmp_path)
    assert code == 0 and "docxtpl" in said
    assert [one.get(f"{W}val") for one in body(report.read_bytes()).iter(f"{W}vMerge")][:1] == ["restart"]
    code, found = said_by(capsys, "trace", str(report))
    assert code == 0 and "số liệu có nguồn trong hồ sơ" in found


def test_a_text_box_is_filled_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, report = build(capsys, "t07-textbox", tmp_path)
    texts = (node.text or "" for node in body(report.read_bytes()).iter(f"{W}t"))
    numbers = [found[1] for text in texts if (found := re.match(r"([IVX]+)\. ", text))]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII"][: len(numbers)] and len(numbers) >= 5


@pytest.mark.parametrize("case", ["t11-hyperlink-target", "t16d-loop-tr-no-tr"])
def test_what_the_check_refuses_a_build_refuses_in_the_same_words(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked, words = check(capsys, case)
    built, said, report = build(capsys, case, tmp_path)
    assert (checked, built) == (1, 1) and not report.exists()
    message = words.split(": ", 2)[2].partition(" [")[0]
    assert message in said


# --- others of each kind -------------------------------------------------------------------------


def drawn(*parts: str) -> Callable[[Document], None]:
    """Puts XML before the end of a document's body; "w", "r" and others are declared."""

    def put(document: Document) -> None:
        for part in parts:
            document.element.body.insert(0, parse_xml(part))

    return put


def rendered(put: Callable[[Document], None], **names: object) -> RenderedDocument:
    document = docx.Document()
    document.add_paragraph("cuối {{ n }}")
    put(document)
    return Template.from_bytes("mau", saved(document)).render({"n": 1, "name": "A & “B”", "empty": [], **names})


def text_box(inner: str) -> str:
    box = f"<w:txbxContent><w:p><w:r><w:t>{inner}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:p {nsdecls("w")} xmlns:mc="{MC}" xmlns:wps="{WPS}" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_a_text_box_without_tags_keeps_both_its_forms() -> None:
    static, filled = (
        [node.text for node in body(rendered(drawn(text_box(text))).content).iter(f"{W}t")]
        for text in ("chữ", "{{ next_I() }}")
    )
    assert static == ["chữ", "chữ", "cuối 1"] and filled == ["I", "cuối 1"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'<w:p {nsdecls("w")}><w:r><w:instrText>HYPERLINK "http://a/{{{{ name }}}}"</w:instrText></w:r></w:p>',
         'HYPERLINK "http://a/A &amp; “B”"'),
        (f"<w:p {nsdecls('w')}><w:r><w:instrText>REF {{{{ n</w:instrText></w:r><w:r><w:instrText> }}}}</w:instrText>"
         "</w:r></w:p>", ">REF 1</w:instrText>"),
        (f'<w:p {nsdecls("w", "wp", "a")}><w:r><w:drawing><wp:inline><wp:docPr id="7" name="x" descr="{{{{ name }}}}"/>'
         "</wp:inline></w:drawing></w:r></w:p>", 'descr="A &amp; “B”"'),
        (f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>'
         '<v:textpath string="{{ name }}"/></v:shape></w:pict></w:r></w:p>', 'string="A &amp; “B”"'),
        (f'<w:p {nsdecls("w")} xmlns:m="{MATH}"><m:oMath><m:r>'
         "<m:t>x={{ n }}</m:t></m:r></m:oMath></w:p>", ">x=1</m:t>"),
        (f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{{{{ name }}}}"/></w:sdtPr><w:sdtContent><w:p/>'
         "</w:sdtContent></w:sdt>", 'w:val="A &amp; “B”"'),
    ],
)  # fmt: skip
def test_a_tag_is_filled_wherever_it_stands(markup: str, expected: str) -> None:
    content = rendered(drawn(markup)).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("word/document.xml").decode()
    assert expected in text and "{{" not in text


@pytest.mark.parametrize("address", ["http://a.vn/{{ name }}", "http://a.vn/%7B%7B%20name%20%7D%7D"])
def test_a_link_s_address_is_filled(address: str) -> None:
    def put(document: Document) -> None:
        document.part.relate_to(address, f"{docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK}", is_external=True)

    content = rendered(put).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b'"http://a.vn/A%20&amp;%20%E2%80%9CB%E2%80%9D"' in package.read("word/_rels/document.xml.rels")


def test_the_file_s_title_is_filled() -> None:
    def put(document: Document) -> None:
        document.core_properties.title = "Báo cáo {{ name }}"

    assert docx.Document(io.BytesIO(rendered(put).content)).core_properties.title == "Báo cáo A & “B”"


def test_a_value_cannot_add_to_a_field() -> None:
    markup = f'<w:p {nsdecls("w")}><w:r><w:instrText>HYPERLINK "{{{{ name }}}}"</w:instrText></w:r></w:p>'
    content = rendered(drawn(markup), name='x" INCLUDETEXT "C:\\a').content
    [code] = body(content).iter(f"{W}instrText")
    assert code.text == 'HYPERLINK "x\\" INCLUDETEXT \\"C:\\\\a"'


def test_a_tag_in_a_comment_is_refused() -> None:
    def put(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, "{{ name }}", "A")

    with pytest.raises(BadTemplate, match="phần không được điền"):
        rendered(put)


EMPTY_TABLES: Sequence[tuple[Sequence[Sequence[str]], list[list[str]]]] = [
    ([["{%p if empty %}", "b"]], []),
    ([["a", "b"], ["{%tr for x in empty %}", ""], ["{{ x }}", ""], ["{%tr endfor %}", ""]], [["a", "b"]]),
    ([["{%tr for x in empty %}", ""], ["{{ x }}", ""], ["{%tr endfor %}", ""]], []),
    ([["{%tc for x in empty %}", "{{ x }}", "{%tc endfor %}"]], []),
    ([["a", "b", "c"], ["{%tc for x in empty %}", "{{ x }}", "{%tc endfor %}"]], [["a", "b", "c"]]),
]


@pytest.mark.parametrize(("table", "rows"), EMPTY_TABLES[1:])
def test_what_a_loop_over_nothing_leaves_is_whole(table: Sequence[Sequence[str]], rows: list[list[str]]) -> None:
    content = template("a", table=table).render({"empty": []}).content
    found = [
        ["".join(node.text or "" for node in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in body(content).iter(f"{W}tr")
    ]
    assert found == rows
    sound(content)


@pytest.mark.parametrize("where", ["cell", "header", "text box"])
def test_a_place_whose_only_paragraph_goes_keeps_an_empty_one(where: str) -> None:
    document = docx.Document()
    if where == "cell":
        holder = document.add_table(1, 2).cell(0, 0)
        holder.paragraphs[0].text = "{%p if empty %}"
    elif where == "header":
        holder = document.sections[0].header
        holder.paragraphs[0].text = "{%p if empty %}"
    else:
        document.element.body.insert(0, parse_xml(text_box("{%p if empty %}")))
        [content, *_] = document.element.body.iter(f"{W}txbxContent")
        content.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{{%p endif %}}</w:t></w:r></w:p>"))
    if where != "text box":
        holder.add_paragraph("{%p endif %}")
    made = Template.from_bytes("mau", saved(document)).render({"empty": []}).content
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|header\d)\.xml", name):
                root = etree.fromstring(package.read(name))
                for tag in ("tc", "txbxContent", "hdr"):
                    assert all(one.find(f"{W}p") is not None for one in root.iter(f"{W}{tag}"))


def test_a_bookmark_in_a_loop_has_a_number_and_a_name_of_its_own_each_time() -> None:
    document = docx.Document()
    document.add_paragraph("{%p for x in items %}")
    marked = document.add_paragraph("{{ x }}")
    marked._p.insert(0, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="DauTrang"/>'))
    marked._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="1"/>'))
    document.add_paragraph("{%p endfor %}")
    content = Template.from_bytes("mau", saved(document)).render({"items": [1, 2, 3]}).content
    sound(content)
    names = [one.get(f"{W}name", "") for one in body(content).iter(f"{W}bookmarkStart")]
    assert [name for name in names if name.startswith("Dau")] == ["DauTrang", "DauTrang_2", "DauTrang_3"]
    open_now: list[str] = []
    for mark in body(content).iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if mark.tag == f"{W}bookmarkStart":
            open_now.append(mark.get(f"{W}id", ""))
        else:
            open_now.remove(mark.get(f"{W}id", ""))
    assert not open_now


def test_a_template_s_own_bookmark_never_has_the_number_of_a_block_s() -> None:
    document = docx.Document()
    for number, text in enumerate(("một", "hai")):
        paragraph = document.add_paragraph(text)
        paragraph._p.insert(0, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="A{number}"/>'))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    sound(Template.from_bytes("mau", saved(document)).render({}).content)


def test_a_template_is_tried_with_little_too() -> None:
    [found] = check_template("mau.docx", "bao-cao-quy", word_file("{{ (indicators.groups|first).title }}"))
    assert found.code == "MAU010" and "chưa có báo cáo nào" in found.message, found
    guarded = "{% if indicators %}{{ (indicators.groups|first).title }}{% endif %}"
    assert check_template("mau.docx", "bao-cao-quy", word_file(guarded)) == ()
