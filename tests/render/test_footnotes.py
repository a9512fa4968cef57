"""{% footnote %} … {% endfootnote %}: a list that would break a sentence stands in a footnote as Word makes it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from types import SimpleNamespace

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from openxml_audit import OpenXmlValidator

from generator.core.figures import Figure
from generator.core.problems import Place
from generator.render.check_template import check_template
from generator.render.combine import combine
from generator.render.document import Template, document_text
from generator.render.tags import BadTemplate
from tests.render.word_templates import W, paragraph_texts, saved, template, word_file

SENTENCE = "Đã ban hành {{ docs|length }} văn bản{% footnote %}{{ docs|join('; ') }}.{% endfootnote %} trong kỳ."
DOCS = ["Kế hoạch số 1/KH-UBND", "Công văn số 2/UBND-VX", "Quyết định số 3 <bản sửa> & phụ lục"]


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def notes(content: bytes) -> dict[str, str]:
    """The text of each footnote by number, Word's separators apart."""
    return {
        one.get(f"{W}id", ""): "".join(node.text or "" for node in one.iter(f"{W}t")).strip()
        for one in part(content, "word/footnotes.xml")
        if one.get(f"{W}type") is None
    }


def marks(content: bytes) -> list[str]:
    return [one.get(f"{W}id", "") for one in part(content, "word/document.xml").iter(f"{W}footnoteReference")]


def faults(content: bytes, tmp_path: object) -> set[str]:
    path = f"{tmp_path}/a.docx"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)
    found = {str(error.description) for error in OpenXmlValidator().validate(path).errors}
    return {one for one in found if "stylesWithEffects" not in one}  # a part of python-docx's own for Word 2010


# --- what is made ------------------------------------------------------------------------------------------


def test_the_sentence_keeps_the_mark_and_the_footnote_the_list(tmp_path: object) -> None:
    made = template(SENTENCE).render({"docs": DOCS}).content
    assert paragraph_texts(made) == ["Đã ban hành 3 văn bản trong kỳ."]
    assert notes(made) == {"1": "Kế hoạch số 1/KH-UBND; Công văn số 2/UBND-VX; Quyết định số 3 <bản sửa> & phụ lục."}
    assert marks(made) == ["1"]
    assert faults(made, tmp_path) == faults(word_file("Đã"), tmp_path)


def test_it_is_a_footnote_as_word_writes_one() -> None:
    made = template(SENTENCE).render({"docs": DOCS}).content
    root = part(made, "word/footnotes.xml")
    separators = [(one.get(f"{W}type"), one.get(f"{W}id")) for one in root if one.get(f"{W}type")]
    assert separators == [("separator", "-1"), ("continuationSeparator", "0")]
    settings = part(made, "word/settings.xml").find(f"{W}footnotePr")
    assert settings is not None and [one.get(f"{W}id") for one in settings] == ["-1", "0"]
    named = [one for one in part(made, "[Content_Types].xml") if one.get("PartName") == "/word/footnotes.xml"]
    assert [one.get("ContentType", "").rpartition(".")[2] for one in named] == ["footnotes+xml"]
    styles = {
        (one.find(f"{W}name").get(f"{W}val"), one.get(f"{W}styleId"))  # type: ignore[union-attr]
        for one in part(made, "word/styles.xml").iter(f"{W}style")
    }
    assert {("footnote text", "FootnoteText"), ("footnote reference", "FootnoteReference")} <= styles
    note = next(one for one in root if one.get(f"{W}id") == "1")
    assert note.find(f".//{W}pStyle").get(f"{W}val") == "FootnoteText"  # type: ignore[union-attr]
    assert note.find(f".//{W}rStyle").get(f"{W}val") == "FootnoteReference"  # type: ignore[union-attr]
    assert note.find(f".//{W}footnoteRef") is not None
    sizes = [one.get(f"{W}val") for one in part(made, "word/styles.xml").xpath(
        "//*[@*[local-name()='styleId']='FootnoteText']//*[local-name()='sz']")]  # fmt: skip
    assert sizes == ["20"]
    whole = part(made, "word/styles.xml").xpath(
        "//*[@*[local-name()='styleId']='FootnoteText']//*[local-name()='keepLines']"
    )
    assert len(whole) == 1  # it goes on no other page: the line it hangs on goes along instead


def test_the_size_of_the_sentence_is_not_that_of_the_footnote() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run(SENTENCE)
    run.font.size, run.bold = docx.shared.Pt(14), True
    made = Template.from_bytes("mau", saved(document)).render({"docs": DOCS}).content
    root = part(made, "word/footnotes.xml")
    assert not list(root.iter(f"{W}sz")) and list(root.iter(f"{W}b"))


def test_a_list_that_is_empty_leaves_no_footnote() -> None:
    made = template("Câu{% footnote %}{{ docs|join('; ') }}{% endfootnote %}.").render({"docs": []}).content
    assert paragraph_texts(made) == ["Câu."] and marks(made) == []
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_every_row_and_every_sentence_has_a_footnote_of_its_own() -> None:
    rows = [["{%tr for d in docs %}", ""], ["{{ loop.index }}", "Dòng{% footnote %}{{ d }}{% endfootnote %}"]]
    rows.append(["{%tr endfor %}", ""])
    made = template("Một{% footnote %}a{% endfootnote %}, hai{% footnote %}a{% endfootnote %}.", table=rows)
    content = made.render({"docs": DOCS}).content
    assert marks(content) == ["1", "2", "3", "4", "5"]
    assert list(notes(content).values()) == ["a", "a", *DOCS]


def test_a_figure_in_a_footnote_keeps_its_cells_and_its_sentence() -> None:
    figure = Figure("18/7/2025", None, (Place("a.xlsx", "Văn bản", "C2"),))
    made = template("Câu{% footnote %}ngày {{ day }}{% endfootnote %}.", named=True).render({"day": figure})
    (placed,) = made.figures
    assert placed.figure == figure
    assert placed.block in {
        one.get(f"{W}name") for one in part(made.content, "word/document.xml").iter(f"{W}bookmarkStart")
    }


def test_the_text_of_a_document_has_its_footnotes_where_they_hang() -> None:
    made = template(SENTENCE).render({"docs": DOCS[:1]}).content
    assert document_text(made) == "Đã ban hành 1 văn bản [chú thích: Kế hoạch số 1/KH-UBND.] trong kỳ."


# --- beside footnotes of the office's own ----------------------------------------------------------------------


def with_own_footnote(*paragraphs: str, note: str = "Chú thích của cơ quan") -> bytes:
    """A template whose first paragraph has a footnote that a person made in Word."""
    document = docx.Document(io.BytesIO(word_file(*paragraphs)))
    mark = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                            f'<w:footnoteReference w:id="7"/></w:r>')  # fmt: skip
    document.paragraphs[0]._p.append(mark)
    xml = (
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="7"><w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    made = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


def test_a_template_keeps_its_own_footnotes_and_their_numbers() -> None:
    content = with_own_footnote("Mở đầu", SENTENCE, note="Theo {{ source }}")
    made = Template.from_bytes("mau", content).render({"docs": DOCS[:1], "source": "số liệu thống kê"}).content
    assert marks(made) == ["7", "8"]
    assert notes(made) == {"7": "Theo số liệu thống kê", "8": "Kế hoạch số 1/KH-UBND."}


def test_a_footnote_of_the_office_in_a_loop_has_a_mark_for_each_of_its_texts(tmp_path: object) -> None:
    content = with_own_footnote("{{ d }}", note="Số liệu sơ bộ")
    document = docx.Document(io.BytesIO(content))
    first = document.paragraphs[0]
    first.insert_paragraph_before("{%p for d in docs %}")
    document.add_paragraph("{%p endfor %}")
    made = Template.from_bytes("mau", saved(document)).render({"docs": DOCS}).content
    assert marks(made) == ["7", "8", "9"]
    assert notes(made) == dict.fromkeys(("7", "8", "9"), "Số liệu sơ bộ")


def test_in_one_file_the_footnotes_of_the_appendices_have_numbers_of_their_own() -> None:
    report = template(SENTENCE).render({"docs": DOCS[:1]}).content
    appendices = [with_own_footnote("Phụ lục"), template(SENTENCE).render({"docs": DOCS[1:2]}).content]
    made = combine(report, appendices)
    assert marks(made) == ["1", "2", "3"]
    assert [notes(made)[one] for one in marks(made)] == [
        "Kế hoạch số 1/KH-UBND.",
        "Chú thích của cơ quan",
        "Công văn số 2/UBND-VX.",
    ]


def test_a_report_whose_only_footnotes_are_an_appendixs_begins_with_a_line_before_its_heading() -> None:
    heading = word_file(table=[["ỦY BAN NHÂN DÂN", "CỘNG HÒA"]])
    with_note = template(SENTENCE).render({"docs": DOCS}).content
    without = template("Không có chú thích").render({}).content
    first = [part(combine(heading, [one]), "word/document.xml")[0][0].tag for one in (with_note, without)]
    assert first == [f"{W}p", f"{W}tbl"]


def test_docxtpl_makes_the_same_footnote() -> None:
    foreign = template(SENTENCE, "{{r rich_text('đậm', bold=True) }}")
    assert foreign.foreign()
    made = foreign.render({"docs": DOCS}).content
    assert notes(made) == notes(template(SENTENCE).render({"docs": DOCS}).content)
    assert marks(made) == ["1"] and paragraph_texts(made)[0] == "Đã ban hành 3 văn bản trong kỳ."


def test_a_loop_of_runs_with_looks_stands_in_a_footnote() -> None:
    runs = ["Câu{% footnote %}", "{% for d in docs %}", "{{ d.name }}", "{{ '; ' if not loop.last }}", "{% endfor %}",
            "{% endfootnote %}."]  # fmt: skip
    docs = [SimpleNamespace(name=name) for name in DOCS[:2]]
    made = template(runs).render({"docs": docs}).content
    assert notes(made) == {"1": "Kế hoạch số 1/KH-UBND; Công văn số 2/UBND-VX"}


# --- what a template may not do ---------------------------------------------------------------------------------


def in_header(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("Thân")
    document.sections[0].header.paragraphs[0].text = text
    return saved(document)


PAIR = "phải thành cặp, trong cùng một đoạn"
WRONG: Sequence[tuple[bytes, str]] = (
    (word_file("Câu{% footnote %}mở mà không đóng."), PAIR),
    (word_file("Câu đóng mà không mở{% endfootnote %}."), PAIR),
    (word_file("Câu{% footnote %}một", "hai{% endfootnote %}."), PAIR),
    (word_file("a{% footnote %}b{% footnote %}c{% endfootnote %}d{% endfootnote %}"), PAIR),
    (in_header("Tiêu đề{% footnote %}a{% endfootnote %}"), "chỉ đặt được trong thân văn bản"),
    (with_own_footnote("a", "b", note="x{% footnote %}y{% endfootnote %}"), "chỉ đặt được trong thân văn bản"),
)


@pytest.mark.parametrize(("content", "words"), WRONG)
def test_a_misplaced_footnote_is_a_fault_of_the_template(content: bytes, words: str) -> None:
    with pytest.raises(BadTemplate, match=re.escape(words)):
        Template.from_bytes("mau", content)
    (found,) = {(one.code, words in one.message) for one in check_template("mau.docx", "bao-cao-quy", content)}
    assert found == ("MAU002", True)


def test_a_picture_cannot_stand_in_a_footnote() -> None:
    document = docx.Document(io.BytesIO(word_file(["a{% footnote %}", "b", "{% endfootnote %}"])))
    middle = document.paragraphs[0].runs[1]._r
    middle.append(etree.fromstring(f'<w:drawing xmlns:w="{W[1:-1]}"/>'))
    with pytest.raises(BadTemplate, match="chỉ có chữ và giá trị"):
        Template.from_bytes("mau", saved(document))


def test_a_wrong_name_in_a_footnote_is_told_like_any_other() -> None:
    content = word_file("Kỳ{% footnote %}{% for d in documents %}{{ d.citaton }}{% endfor %}{% endfootnote %}.")
    (found,) = check_template("mau.docx", "bao-cao-quy", content)
    assert found.code == "MAU004" and "citation" in found.message


def test_a_statement_that_ends_in_another_footnote_is_told() -> None:
    content = word_file("Kỳ{% if documents %}{% footnote %}a{% endif %}{% endfootnote %}.")
    codes = {one.code for one in check_template("mau.docx", "bao-cao-quy", content)}
    assert codes == {"MAU005"}
