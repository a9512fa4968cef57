"""A template of one's own is checked as a whole: each fault once, with its code, its place and a suggestion."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from generator.core.problems import Severity
from generator.render.check_template import check_template
from tests.render.word_templates import saved, word_file

ROOT = Path(__file__).resolve().parents[2]
BUILT_IN = sorted((ROOT / "templates").rglob("*.docx"))


def found(
    *paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = (), stem: str = "bao-cao-quy"
) -> list[str]:
    """Code and message of every fault of a template with these paragraphs."""
    content = word_file(*paragraphs, table=table)
    return [f"{one.code} {one.place.cell}: {one.message}" for one in check_template("mau.docx", stem, content)]


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_built_in_templates_have_no_fault(path: Path) -> None:
    assert check_template(path.name, path.stem, path.read_bytes()) == ()


def test_there_are_built_in_templates_of_both_forms() -> None:
    assert {path.parent.name for path in BUILT_IN} == {"nd30", "dang"} and len(BUILT_IN) == 42


NAMES = [
    ("{{ isuer.name }}", "Không có tên “isuer”; có phải là “issuer”?"),
    ("{{ issuer.nmae }}", "“issuer” không có trường “nmae”; có phải là “name”?"),
    ("{{ tasks.counts.totl }}", "“tasks.counts” không có trường “totl”; có phải là “total”?"),
    ("{{ tasks['cuonts'] }}", "“tasks” không có trường “cuonts”; có phải là “counts”?"),
    ("{{ tasks.overdue[0].cod }}", "“tasks.overdue” không có trường “cod”; có phải là “code”?"),
    (
        "{{ tasks.overdue|first }}{{ (tasks.overdue|first).cod }}",
        "“tasks.overdue” không có trường “cod”; có phải là “code”?",
    ),
    (
        "{{ tasks.overdue.code }}",
        "“tasks.overdue (danh sách)” không có trường “code”; có phải là “for … in tasks.overdue”?",
    ),
    (
        "{% for g in tasks.groups %}{% for t in g.items %}{{ t.led }}{% endfor %}{% endfor %}",
        "“t” không có trường “led”; có phải là “lead”?",
    ),
    ("{% for t in tasks.overdue %}{{ loop.indx }}{% endfor %}", "“loop” không có trường “indx”; có phải là “index”?"),
    ("{% for t in tasks.overdue if t.reportd %}{% endfor %}", "“t” không có trường “reportd”; có phải là “reported”?"),
    ("{% for t in tasks.overdue %}{% endfor %}{{ t.code }}", "Không có tên “t”."),
    ("{% set total = tasks.counts.totla %}{{ total }}", "“tasks.counts” không có trường “totla”; có phải là “total”?"),
    ("{% set all = tasks.counts %}{{ all.totla }}", "“all” không có trường “totla”; có phải là “total”?"),
    ("{{ issuer.name|uper }}", "Không có tên “|uper”; có phải là “|upper”?"),
    ("{{ issuer.name if tasks.cuonts else '' }}", "“tasks” không có trường “cuonts”; có phải là “counts”?"),
    ("{{ issuer.name if issuer is defind else '' }}", "Không có tên “defind”; có phải là “defined”?"),
    (
        "{{ tasks.breakdown|phrase('[cuont] [label]') }}",
        "“tasks.breakdown” không có trường “cuont”; có phải là “count”?",
    ),
    (
        "{{ tasks.groups|map(attribute='titel')|join(', ') }}",
        "“tasks.groups” không có trường “titel”; có phải là “title”?",
    ),
    ("{{ appendix.label }}", "Không có tên “appendix”; có phải là “appendices”?"),
    ("{%rule title.subjct, size=13, share=0.4 %}", "“title” không có trường “subjct”; có phải là “subject”?"),
]


@pytest.mark.parametrize(("text", "message"), NAMES)
def test_a_name_that_is_not_there_is_told_with_the_nearest(text: str, message: str) -> None:
    faults = found("Mở đầu", text)
    assert len(faults) == 1 and faults[0].startswith("MAU004 đoạn 2 “") and faults[0].endswith(f": {message}"), faults


RIGHT = [
    "{{ issuer.name|upper }} {{ period.year + 1 }} {{ tasks.counts.total.text }}",
    "{% for g in tasks.groups %}{{ loop.index }}{% for t in g.items[:2] %}{{ t.code }}{% endfor %}{% endfor %}",
    "{% set n = tasks.overdue|length %}{{ n }}{{ tasks.overdue|map(attribute='code')|join('; ') }}",
    "{% for t in tasks.overdue|sort(attribute='code') %}{{ t.code }}{% else %}không{% endfor %}",
    "{% if tasks.previous %}{{ tasks.previous.label }}{% elif tasks.last_year %}{{ tasks.last_year.label }}{% endif %}",
    "{{ (tasks.groups|first).title }}{{ next_I() }}{{ issuer.printed }}{{ range(3)|join }}",
    "{{ tasks.breakdown|phrase(“[count] nhiệm vụ [label]”) }}",
    "{# ghi chú cho người soạn #}Chữ thường { } % không phải thẻ",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_let_pass(text: str) -> None:
    assert found(text) == []


def test_a_tag_that_word_split_over_runs_is_fine_and_a_broken_one_is_not() -> None:
    assert found(["{{ iss", "uer.na", "me }}"], ["{", "% if tasks %}có{% endif", " %}"]) == []
    assert found(["{{ iss", "uer.name }"])[0].startswith("MAU002 đoạn 1")


PLACES = [
    (("{%p if tasks %} chữ thừa", "{%p endif %}"), (), "“chữ thừa” đứng cùng đoạn với thẻ {%p …%} sẽ bị mất"),
    (("{%p if tasks %}{{ issuer.name }}", "{%p endif %}"), (), "“{{ issuer.name }}” đứng cùng đoạn"),
    (("{%tr for t in tasks.overdue %}", "{%tr endfor %}"), (), "không nằm trong dòng bảng nào"),
    (
        (),
        (("{%tr for t in tasks.overdue %}", "mất"), ("{{ t.code }}", ""), ("{%tr endfor %}", "")),
        "“mất” đứng cùng dòng",
    ),
    ((), (("{% if tasks %}a", "b{% endif %}"),), "ở ô bảng khác với lệnh “if” mở nó"),
    (("{% if tasks %}",), (("{% endif %}", ""),), "ở bảng khác với lệnh “if” mở nó"),
    (("{%p if tasks %}", "a{% endif %}"), (), "ở cấp (đoạn hay cụm chữ) khác với lệnh “if” mở nó"),
]


@pytest.mark.parametrize(("paragraphs", "table", "message"), PLACES)
def test_a_tag_in_the_wrong_place_is_told(
    paragraphs: Sequence[str], table: Sequence[Sequence[str]], message: str
) -> None:
    faults = found(*paragraphs, table=table)
    assert faults and all(fault.startswith("MAU002") for fault in faults)
    assert any(message in fault for fault in faults), faults


def test_a_place_in_a_table_is_told_by_row_and_cell() -> None:
    assert found("a", table=(("x", "y"), ("z", "{{ tsks }}")))[0].startswith("MAU004 bảng 1, dòng 2, ô 2 “{{ tsks }}”")


OPEN_AND_CLOSE = [
    ("{% if tasks %}a", ["Lệnh “if” mở ở đây mà không đóng."]),
    ("a{% endif %}", ["“endif” không có lệnh “if” mở trước."]),
    ("{% for t in tasks.overdue %}{% if t %}{% endfor %}", ["Lệnh “if” mở ở đây mà không đóng."]),
    ("{% else %}", ["“else” không nằm trong lệnh if nào."]),
    ("{% for t in tasks.overdue %}{% elif t %}{% endfor %}", ["“elif” không nằm trong lệnh if nào."]),
]


@pytest.mark.parametrize(("text", "messages"), OPEN_AND_CLOSE)
def test_what_opens_must_close(text: str, messages: list[str]) -> None:
    faults = found(text)
    assert [fault.partition("”: ")[2] for fault in faults] == messages
    assert all(fault.startswith("MAU005") for fault in faults)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ a b }}", "Thẻ sai cú pháp (thừa “b”)."),
        ("{% foo %}", "Không có lệnh “foo”."),
        ("{% include 'x' %}", "Lệnh “include” không dùng được trong mẫu."),
        ("{% for t tasks %}{% endfor %}", "Thẻ sai cú pháp"),
    ],
)
def test_a_tag_that_cannot_be_read_is_told(text: str, message: str) -> None:
    faults = found(text)
    assert len(faults) == 1 and faults[0].startswith("MAU003") and message in faults[0]


def test_all_faults_come_in_one_run() -> None:
    codes = [
        fault[:6]
        for fault in found("{{ tsks }}", "{{ a b }}", "{% if tasks %}", "{{ issuer.name }", "{{ tasks.x }}{{ plan.y }}")
    ]
    assert sorted(codes) == ["MAU002", "MAU003", "MAU004", "MAU004", "MAU004", "MAU005"]


def test_only_an_appendix_knows_the_appendix() -> None:
    assert found("{{ appendix.label }}", stem="phu-luc-nhiem-vu") == []
    assert found("{{ appendix.label }}", stem="bao-cao-quy") != []


def test_headers_and_footers_are_checked_too() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ tsks }}"
    document.sections[0].footer.paragraphs[0].text = "{{ issuer.name }}"
    [fault] = check_template("mau.docx", "bao-cao-quy", saved(document))
    assert (fault.code, fault.place.cell) == ("MAU004", "đầu trang, đoạn 1 “{{ tsks }}”")


def test_a_tag_in_a_part_that_is_not_filled_is_an_error_and_a_property_of_the_file_is_filled() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("a")
    document.core_properties.title = "{{ title.subject }}"
    assert check_template("mau.docx", "bao-cao-quy", saved(document)) == ()
    document.add_comment(paragraph.runs, "xem {{ title.subject }}", "A")
    [fault] = check_template("mau.docx", "bao-cao-quy", saved(document))
    assert (fault.code, fault.severity) == ("MAU007", Severity.ERROR) and "{{ title.subject }}" in fault.message


@pytest.mark.parametrize(
    "change",
    [
        '<w:ins w:id="1" w:author="A"><w:r><w:t>mới</w:t></w:r></w:ins>',
        '<w:del w:id="1" w:author="A"><w:r><w:delText>cũ</w:delText></w:r></w:del>',
    ],
)
def test_a_tracked_change_must_be_accepted_first(change: str) -> None:
    source, sink = io.BytesIO(word_file("một", "hai")), io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(sink, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                data = data.replace(b"hai</w:t></w:r>", b"hai</w:t></w:r>" + change.encode())
            after.writestr(name, data)
    [fault] = check_template("mau.docx", "bao-cao-quy", sink.getvalue())
    assert fault.code == "MAU006" and str(fault.place.cell).startswith("đoạn 2 “hai") and "Accept" in fault.fix


def test_what_only_a_trial_shows_is_told() -> None:
    [fault] = found("{{ tasks.overdue|sum }}")
    assert fault.startswith("MAU008")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"text"])
def test_a_file_that_is_no_word_file_is_told(content: bytes) -> None:
    [fault] = check_template("mau.docx", "mau", content)
    assert fault.code == "MAU001"
