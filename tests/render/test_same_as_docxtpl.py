"""The templates people use, filled by this program and by docxtpl: the same tree in every part."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import docx
import docxtpl
import jinja2
import pytest
from docx.oxml import OxmlElement
from docx.table import _Cell
from lxml import etree

from generator.compute.facts import compute
from generator.render.appendix import AppendixKind, AppendixView, appendices_of, references
from generator.render.context import report_context
from generator.render.document import Template
from generator.render.issuer import addressing
from generator.render.language import environment
from generator.render.printer import Printer
from generator.stories.dossier import check, find_period
from tests.render.word_templates import W, saved

ROOT = Path(__file__).resolve().parent.parent.parent
TAGGED_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
OWN_TAG = re.compile(r"\{%\s*(rule|chart|column|footnote|endfootnote)\b.*?%\}")
REAL = ["bao-cao-quy", *(kind.value for kind in AppendixKind)]


@pytest.fixture(scope="module")
def names() -> Mapping[str, object]:
    """What the example dossier gives the templates of its report and appendices."""
    dossier = check(ROOT / "inputs/lai-chau-nq57.xlsx").dossier
    assert dossier is not None
    facts = compute(dossier, find_period("2025-Q3", dossier), None)
    frame = addressing(facts)
    context = report_context(facts, frame, references(appendices_of(facts))).names()
    return {**context, "appendix": AppendixView("Phụ lục II", "II", frame.attached_to)}


def without_own_tags(path: Path) -> bytes:
    """The template without the tags that docxtpl does not know."""
    sink = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(sink, "w") as copied:
        for info in package.infolist():
            content = package.read(info)
            if TAGGED_PARTS.fullmatch(info.filename):
                content = OWN_TAG.sub("", content.decode()).encode()
            copied.writestr(info, content)
    return sink.getvalue()


def trees(content: bytes) -> dict[str, bytes]:
    """The canonical XML of every part that may hold tags; runs that a tag left empty, docxtpl's manner, go."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        roots = {
            name: etree.fromstring(package.read(name)) for name in package.namelist() if TAGGED_PARTS.fullmatch(name)
        }
    for root in roots.values():
        for run in list(root.iter(f"{W}r")):
            if all(child.tag in (f"{W}rPr", f"{W}t") and not child.text for child in run):
                run.getparent().remove(run)  # type: ignore[union-attr]
    return {name: etree.tostring(root, method="c14n", exclusive=True) for name, root in roots.items()}


def by_docxtpl(content: bytes, names: Mapping[str, object]) -> dict[str, bytes]:
    language = jinja2.Environment(
        undefined=jinja2.StrictUndefined, finalize=lambda value: "" if value is None else value
    )
    language.filters.update(environment().filters)
    made = docxtpl.DocxTemplate(io.BytesIO(content))
    made.render({**names, **Printer().functions()}, language, autoescape=True)
    sink = io.BytesIO()
    made.save(sink)
    return trees(sink.getvalue())


def by_us(content: bytes, names: Mapping[str, object]) -> dict[str, bytes]:
    return trees(Template.from_bytes("mau", content, name_blocks=False).render(names).content)


@pytest.mark.parametrize("stem", REAL)
def test_a_built_in_template_gives_the_tree_that_docxtpl_gives(stem: str, names: Mapping[str, object]) -> None:
    content = without_own_tags(ROOT / f"templates/nd30/{stem}.docx")
    ours = by_us(content, names)
    assert len(ours["word/document.xml"]) > 2000
    assert ours == by_docxtpl(content, names)


def test_headers_groups_and_merged_cells_give_the_tree_that_docxtpl_gives() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ title }}"
    document.sections[0].footer.paragraphs[0].text = "{% if groups %}có {{ groups|length }} nhóm{% endif %}"
    table = document.add_table(rows=8, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Nhiệm vụ"
    for column in (1, 2):
        table.cell(1, column).text = f"Cột {column}"
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, texts in enumerate(
        [
            ["{%tr for group in groups %}"],
            ["{{ loop.index }}", "{{ group.title|upper }}"],
            ["{%tr for item in group.items %}"],
            ["{{ item.code }}", "{{ item.name }}", "{{ item.note or '…' }}"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
        ],
        start=2,
    ):
        for column, text in enumerate(texts):
            cell: _Cell = table.cell(row, column)
            cell.text = text
    table.cell(3, 1).merge(table.cell(3, 2))
    content = saved(document)
    item = SimpleNamespace(code="A&1", name="<Một>\nhai", note="")
    names = {
        "title": "Phụ lục “II” & III",
        "groups": [SimpleNamespace(title="Nhóm & một", items=[item, item]), SimpleNamespace(title="<2>", items=[])],
    }
    assert by_us(content, names) == by_docxtpl(content, copy.deepcopy(names))
