"""The language of templates: docxtpl's tags, strict about names, deaf to whatever a value holds."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from types import SimpleNamespace

import docx
import docxtpl
import pytest
from lxml import etree

from generator.core.problems import ExitCode
from generator.office.package import Package
from generator.render.document import Template
from generator.render.tags import BadTemplate
from tests.render.word_templates import XML_SPACE, W, body, paragraph_texts, printed, saved, template, word_file

ITEMS = [SimpleNamespace(code="A", name="Một & hai"), SimpleNamespace(code="B", name="<b>Ba</b>")]


def faults(*paragraphs: str | list[str], table: list[list[str]] | None = None, **names: object) -> list[str]:
    """What is wrong with a template, at compiling or, if that goes well, at filling it from `names`."""
    with pytest.raises(BadTemplate) as refusal:
        template(*paragraphs, table=table or ()).render(names)
    assert refusal.value.exit_code is ExitCode.PROBLEMS
    return [str(fault) for fault in refusal.value.faults]


# --- tags ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "runs",
    [
        ["Kính gửi: {{ name }}."],
        ["Kính gửi: {", "{ name }", "}."],
        ["Kính gửi: {{", " na", "me", " }}", "."],
        ["Kính gửi: ", "{", "{", "n", "a", "m", "e", "}", "}", "."],
        ["Kính gửi: {{name}}."],
        ["Kính gửi: {{- name -}}."],
        ["Kính gửi: {# chú thích #}{{ name }}{# nữa", " #}."],
    ],
)
def test_a_tag_is_found_however_word_splits_it_over_runs(runs: list[str]) -> None:
    assert printed(template(runs), name="Sở Y tế") == ["Kính gửi: Sở Y tế."]


def test_the_words_round_a_split_tag_keep_their_formatting() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, bold in (("Tổng ", False), ("{{ to", True), ("tal }}", True), (" việc", False)):
        paragraph.add_run(text).bold = bold
    made = Template.from_bytes("mau", saved(document), name_blocks=False)
    runs = body(made.render({"total": "40"}).content).findall(f".//{W}r")
    found = [("".join(t.text or "" for t in run.iter(f"{W}t")), run.find(f"{W}rPr/{W}b")) for run in runs]
    assert [(text, mark is not None and mark.get(f"{W}val") != "0") for text, mark in found] == [
        ("Tổng ", False), ("40", True), (" việc", False),
    ]  # fmt: skip


def test_a_paragraph_tag_takes_its_paragraph_away() -> None:
    made = template("đầu", "{%p for item in items %}", "- {{ item.name }}", "{%p endfor %}", "cuối")
    assert printed(made, items=ITEMS) == ["đầu", "- Một & hai", "- <b>Ba</b>", "cuối"]
    assert printed(made, items=[]) == ["đầu", "cuối"]


def test_a_row_tag_takes_its_row_away() -> None:
    table = [
        ["Mã", "Tên"],
        ["{%tr for item in items %}", ""],
        ["{{ item.code }}", "{{ item.name }}"],
        ["{%tr endfor %}", ""],
    ]
    assert printed(template(table=table), items=ITEMS) == ["Mã", "Tên", "A", "Một & hai", "B", "<b>Ba</b>"]
    assert printed(template(table=table), items=[]) == ["Mã", "Tên"]


def test_a_cell_tag_takes_its_cell_away() -> None:
    table = [["Tên", "{%tc for item in items %}", "{{ item.code }}", "{%tc endfor %}"]]
    assert printed(template(table=table), items=ITEMS) == ["Tên", "A", "B"]


def test_a_column_stands_there_only_where_it_has_something_to_say() -> None:
    table = [
        ["Mã", "Tên{%column if named %}", "Số{%column if counted %}"],
        ["{%tr for item in items %}", "", ""],
        ["{{ item.code }}", "{{ item.name }}", "1"],
        ["{%tr endfor %}", "", ""],
    ]
    made = template(table=table)
    assert printed(made, items=ITEMS[:1], named=True, counted=True) == ["Mã", "Tên", "Số", "A", "Một & hai", "1"]
    assert printed(made, items=ITEMS[:1], named=False, counted=True) == ["Mã", "Số", "A", "1"]
    assert printed(made, items=ITEMS[:1], named=True, counted=False) == ["Mã", "Tên", "A", "Một & hai"]
    content = made.render({"items": ITEMS, "named": False, "counted": True}).content
    widths = [int(column.get(f"{W}w", "0")) for column in body(content).iter(f"{W}gridCol")]
    full = made.render({"items": ITEMS, "named": True, "counted": True}).content
    whole = [int(column.get(f"{W}w", "0")) for column in body(full).iter(f"{W}gridCol")]
    assert len(widths) == 2 and sum(widths) == pytest.approx(sum(whole), abs=2)


def test_a_head_of_two_rows_becomes_one_where_what_stood_in_the_second_is_gone() -> None:
    table = [["Mã", "Tăng, giảm"], ["", "So với{%column if changed %}"], ["1", "2"]]
    document = docx.Document(io.BytesIO(word_file(table=table)))
    document.tables[0].cell(0, 0).merge(document.tables[0].cell(1, 0))
    made = Template.from_bytes("mau", saved(document))
    rows = [len(list(body(made.render({"changed": on}).content).iter(f"{W}tr"))) for on in (True, False)]
    assert rows == [3, 2]
    assert not list(body(made.render({"changed": False}).content).iter(f"{W}vMerge"))


def test_a_column_of_an_unknown_name_is_a_fault() -> None:
    made = template(table=[["Mã", "Tên{%column if nammed %}"]])
    with pytest.raises(BadTemplate, match="named"):
        made.render({"named": True})


@pytest.mark.parametrize(
    "runs",
    [
        ["Có ", "{%r if late %}", "việc chậm", "{%r else %}", "không", "{%r endif %}", " nhé"],
        ["Có {%r if late %}việc chậm{%r else %}không{%r endif %} nhé"],
        ["Có {%r if late ", "%}việc", " chậm{%r else %}", "không{%r endif %} nhé"],
    ],
)
def test_a_run_tag_stands_between_runs_also_where_word_merged_them(runs: list[str]) -> None:
    assert printed(template(runs), late=True) == ["Có việc chậm nhé"]
    assert printed(template(runs), late=False) == ["Có không nhé"]


def test_smart_quotes_inside_a_tag_are_straightened_and_outside_kept() -> None:
    made = template("“{{ names|join(“; ”) }}” và {% if kind == ‘quý’ %}‘có’{% endif %}")
    assert printed(made, names=["a", "b"], kind="quý") == ["“a; b” và ‘có’"]


def test_a_tag_in_header_and_footer_is_filled_too() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{% if shown %}minh hoạ{% endif %}"
    made = Template.from_bytes("mau", saved(document)).render({"name": "<&>", "shown": True})
    again = docx.Document(io.BytesIO(made.content)).sections[0]
    assert (again.header.paragraphs[0].text, again.footer.paragraphs[0].text) == ("<&>", "minh hoạ")


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraph", "lost"),
    [
        ("{%p if late %} chữ thừa", "chữ thừa"),
        ("chữ {%p if late %}", "chữ"),
        ("{{ late }}{%p if late %}", "{{ late }}"),
    ],
)
def test_what_stands_beside_a_paragraph_tag_would_be_lost_and_is_a_fault(paragraph: str, lost: str) -> None:
    (fault,) = faults("một", paragraph, "{%p endif %}", late=True)[:1]
    assert fault == f"đoạn 2 “{paragraph}”: “{lost}” đứng cùng đoạn với thẻ {{%p …%}} sẽ bị mất."


def test_what_stands_in_another_cell_of_a_row_tag_would_be_lost_and_is_a_fault() -> None:
    table = [["{%tr for item in items %}", "{{ item.name }}"], ["{%tr endfor %}", ""]]
    found = faults(table=table, items=ITEMS)
    assert "“{{ item.name }}” đứng cùng dòng bảng với thẻ {%tr …%} sẽ bị mất." in found[0]


def test_two_paragraph_tags_in_one_paragraph_are_a_fault() -> None:
    found = faults("{%p if late %}{%p endif %}", late=True)
    assert "đoạn này có hai thẻ {%p …%}; tách thành hai đoạn." in found[0]


def test_a_row_tag_outside_a_table_is_a_fault() -> None:
    assert faults("{%tr endfor %}")[0] == "đoạn 1 “{%tr endfor %}”: thẻ {%tr …%} không nằm trong dòng bảng nào."


@pytest.mark.parametrize("paragraph", ["Có {{ total nhiệm vụ", "Có {% if x", "Có total }} nhiệm vụ", "{{ a }} và {{ b"])
def test_an_unclosed_tag_is_a_fault_with_its_paragraph(paragraph: str) -> None:
    (fault,) = faults("một", paragraph)
    assert fault.startswith(f"đoạn 2 “{paragraph}”: có dấu")


@pytest.mark.parametrize(
    ("paragraphs", "where", "message"),
    [
        (["{{ total|doubel }}"], "đoạn 1", "không có phép lọc “doubel”"),
        (["{{ total|safe }}"], "đoạn 1", "không có phép lọc “safe”"),
        (["một", "{% whlie x %}"], "đoạn 2", "không có lệnh “whlie”"),
        (["một", "{%p endif %}"], "đoạn 2", "“endif” không có thẻ mở đi trước"),
        (["{{ total total }}"], "đoạn 1", "thừa “total”"),
        (["{{ }}"], "đoạn 1", "thiếu tên hoặc giá trị"),
        (["{%p if total %}", "hai"], "", "lệnh “if” mở mà không đóng"),
        (["{{ total is lagre }}"], "đoạn 1", "không có phép thử “lagre”"),
    ],
)
def test_a_tag_that_is_no_sentence_of_the_language_is_told_in_vietnamese(
    paragraphs: list[str], where: str, message: str
) -> None:
    (fault,) = faults(*paragraphs, total=1)
    assert fault.startswith(where) and f"thẻ sai cú pháp ({message})." in fault


def test_all_unknown_names_are_told_at_once_with_place_and_suggestion() -> None:
    found = faults(
        "Có {{ totl }} nhiệm vụ",
        "{{ total }}",
        "{%p for item in itmes %}",
        "{{ item.name }} {{ xyz }}",
        "{%p endfor %}",
        total="1",
        items=ITEMS,
    )
    assert found == [
        "đoạn 1 “Có {{ totl }} nhiệm vụ”: không có trường “totl”; có phải là “total”?",
        "đoạn 3 “{%p for item in itmes %}”: không có trường “itmes”; có phải là “items”?",
        "đoạn 4 “{{ item.name }} {{ xyz }}”: không có trường “xyz”.",
    ]


def test_an_unknown_name_is_told_also_where_it_would_not_be_printed() -> None:
    assert faults("{% if late %}{{ totl }}{% endif %}", late=False, total=1) == [
        "đoạn 1 “{% if late %}{{ totl }}{% endif %}”: không có trường “totl”; có phải là “total”?"
    ]


def test_a_loop_s_name_is_unknown_outside_its_loop() -> None:
    (fault,) = faults("{%p for item in items %}", "{{ item.code }}", "{%p endfor %}", "{{ item.code }}", items=ITEMS)
    assert fault.startswith("đoạn 4 ") and "không có trường “item”; có phải là “items”?" in fault


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["{% set n = 3 %}{{ n }}"],
        ["{% for a, b in pairs %}{{ a }}{{ b }}{{ loop.index }}{% else %}0{% endfor %}"],
        ["{% with m = 2 %}{{ m }}{% endwith %}"],
        ["{% macro hi(x) %}{{ x }}{% endmacro %}{{ hi(1) }}"],
        ["{% if pairs %}{% set z = 1 %}{% else %}{% set z = 2 %}{% endif %}{{ z }}{{ range(2)|list|length }}"],
    ],
)
def test_names_that_a_template_sets_itself_are_known(paragraphs: list[str]) -> None:
    assert printed(template(*paragraphs), pairs=[(1, 2)])


def test_an_unknown_field_names_its_paragraph_and_the_nearest_field() -> None:
    @dataclass
    class Counts:
        total: int = 1
        overdue: int = 0

    (fault,) = faults("một", "Có {{ counts.totla }} nhiệm vụ", counts=Counts())
    assert fault == "đoạn 2 “Có {{ counts.totla }} nhiệm vụ”: không có trường “totla”; có phải là “total”?"


@pytest.mark.parametrize("name", ["__class__", "__init__", "_private"])
def test_the_sandbox_keeps_templates_out_of_python(name: str) -> None:
    (fault,) = faults(f"{{{{ name.{name} }}}}", name=SimpleNamespace(_private=1))
    assert f"không có trường “{name}”" in fault


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__.__mro__[1].__subclasses__()",
        "items.append(1)",
        "items.clear()",
        "range(10**9)",
        "1/0",
        "items + 1",
        "[].pop()",
    ],
)
def test_what_a_template_may_not_or_cannot_do_is_a_fault_and_no_traceback(expression: str) -> None:
    items: list[int] = [1]
    (fault,) = faults(f"{{{{ {expression} }}}}", items=items)
    assert fault.startswith("đoạn 1 “")
    assert items == [1]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "rỗng"), (b"PK\x03\x04", "bị hỏng"), (b"no zip at all", "không phải văn bản Word")],
)
def test_a_template_that_is_no_word_file_is_told(content: bytes, said: str) -> None:
    with pytest.raises(BadTemplate, match=said):
        Template.from_bytes("mau", content)


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "bị hỏng"), (b"<w:document", "bị hỏng"), (b"<a/>", "không phải văn bản Word")]
)
def test_a_template_with_a_damaged_body_is_told(data: bytes, said: str) -> None:
    package = Package.open(word_file("x"))
    package.put(package.main, data)
    with pytest.raises(BadTemplate, match=said):
        Template.from_bytes("mau", package.save())


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "{{ 7*7 }}", "{% for x in y %}", "{#", "<b>đậm</b>", "A & B", "]]>", "<![CDATA[x]]>", "&amp;",
        "\"ngoặc\" 'đơn'",         "<w:p/>", "</w:t></w:r>", "\ue0020\ue003", "ộ\u0302", "10 < 20 > 5", "%", "}}",
    ],
)  # fmt: skip
def test_a_value_is_text_whatever_it_holds(value: str) -> None:
    made = template("[{{ name }}]", table=[["{{ name }}"]])
    assert printed(made, name=value) == [f"[{value}]", value]


def test_line_breaks_and_tabs_become_word_s_own() -> None:
    content = template("{{ name }}").render({"name": "một\nhai\r\nba\rbốn\tnăm"}).content
    texts = [node.text for node in body(content).iter(f"{W}t")]
    assert texts == ["một", "hai", "ba", "bốn", "năm"]
    assert [node.tag.removeprefix(W) for node in body(content).iter(f"{W}br", f"{W}tab")] == ["br", "br", "br", "tab"]


def test_control_characters_are_dropped() -> None:
    assert printed(template("{{ name }}"), name="a\x00b\x08c\x0bd\x1fe\x7ff\x85g\ufffeh") == ["abcdefgh"]


def test_a_space_beside_a_split_tag_is_kept_by_word() -> None:
    content = template(["Còn {", "{ late }", "} việc {# chú", " #} chậm"]).render({"late": 2}).content
    for node in body(content).iter(f"{W}t"):
        text = node.text or ""
        assert text == text.strip() or node.get(XML_SPACE) == "preserve", text
    assert paragraph_texts(content) == ["Còn 2 việc  chậm"]


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5, "5"), (True, "True"), ("", "")])
def test_other_values_are_printed_as_text_and_none_as_nothing(value: object, text: str) -> None:
    assert printed(template("[{{ name }}]"), name=value) == [f"[{text}]"]


def test_joining_and_filters_do_not_undo_escaping() -> None:
    made = template(
        '{{ "<" ~ name }} {{ [name, name]|join("&") }} {{ name|upper }} {{ name|replace("b", "<i>") }} {{ name|e }}'
    )
    assert printed(made, name="<b>&") == ["<<b>& <b>&&<b>& <B>& <<i>>& <b>&"]


# --- the same as docxtpl -------------------------------------------------------------------------


def docxtpl_body(content: bytes, names: dict[str, object]) -> bytes:
    made = docxtpl.DocxTemplate(io.BytesIO(content))
    made.render(copy.deepcopy(names), autoescape=True)
    sink = io.BytesIO()
    made.save(sink)
    return canonical(sink.getvalue())


def canonical(content: bytes) -> bytes:
    return etree.tostring(body(content), method="c14n", exclusive=True)


def test_a_table_template_gives_the_tree_that_docxtpl_gives() -> None:
    content = word_file(
        "Bảng {{ title }}",
        table=[
            ["TT", "Nội dung", "Ghi chú"],
            ["{%tr for group in groups %}", "", ""],
            ["{{ loop.index }}", "{{ group.title }}", "{% if group.items %}{{ group.items|length }} việc{% endif %}"],
            ["{%tr for item in group.items %}", "", ""],
            ["{{ item.code }}", "{{ item.name }}", ""],
            ["{%tr endfor %}", "", ""],
            ["{%tr endfor %}", "", ""],
        ],
    )
    names: dict[str, object] = {
        "title": "1 & 2",
        "groups": [{"title": "Nhóm <A>", "items": ITEMS}, {"title": "Nhóm “B”", "items": ITEMS[:1]}],
    }
    names["groups"] = [SimpleNamespace(title=g["title"], items=g["items"]) for g in names["groups"]]  # type: ignore[attr-defined]
    ours = Template.from_bytes("mau", content, name_blocks=False).render(names).content
    assert canonical(ours) == docxtpl_body(content, names)


def test_a_report_like_template_gives_the_tree_that_docxtpl_gives() -> None:
    content = word_file(
        ["BÁO CÁO ", "{{ title", " }}"],
        "{%p if late %}",
        ["Còn ", "{", "{ late }}", " việc chậm{% if late > 1 %}, gấp{% endif %}."],
        "{%p else %}",
        "Không có việc chậm.",
        "{%p endif %}",
        "{%p for item in items %}",
        '- {{ item.name }} ({{ item.code }}){{ "." if loop.last else ";" }}',
        "{%p endfor %}",
        "Hết: {% for item in items %}{{ item.code }} {% endfor %}",
    )
    for late in (0, 2):
        names: dict[str, object] = {"title": "quý III <2025>", "late": late, "items": ITEMS}
        ours = Template.from_bytes("mau", content, name_blocks=False).render(names).content
        assert canonical(ours) == docxtpl_body(content, names)


# --- names of blocks -----------------------------------------------------------------------------


def test_every_paragraph_has_a_bookmark_of_its_own_that_follows_the_item() -> None:
    @dataclass
    class Item:
        block_key: str
        name: str

    made = template("đầu", "{%p for item in items %}", "- {{ item.name }}", "{%p endfor %}", "", "cuối", named=True)

    def names(items: list[Item]) -> dict[str, str]:
        found: dict[str, str] = {}
        for paragraph in body(made.render({"items": items}).content).iter(f"{W}p"):
            starts, ends = paragraph.findall(f"{W}bookmarkStart"), paragraph.findall(f"{W}bookmarkEnd")
            assert [s.get(f"{W}id") for s in starts] == [e.get(f"{W}id") for e in ends]
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            assert len(starts) == (1 if text else 0)
            if starts:
                found[text] = str(starts[0].get(f"{W}name"))
        return found

    one, two = Item("I.1", "một"), Item("I.2", "hai")
    both, turned, alone = names([one, two]), names([two, one]), names([two])
    assert len(set(both.values())) == 4
    assert all(name.startswith("_bc_") and len(name) <= 40 for name in both.values())
    assert both == turned and alone["- hai"] == both["- hai"]


def test_bookmarks_stay_unique_and_short_for_the_same_and_for_long_keys() -> None:
    items = [
        SimpleNamespace(block_key=key, name="x") for key in ["A", "A", "Mã rất dài có dấu và khoảng trắng" * 3, ""]
    ]
    made = template(
        "{%p for item in items %}",
        "{{ item.name }}",
        "{%p endfor %}",
        "{{ items|length }}",
        "{{ items|length }}",
        named=True,
    )
    marks = [
        str(mark.get(f"{W}name")) for mark in body(made.render({"items": items}).content).iter(f"{W}bookmarkStart")
    ]
    assert len(marks) == 6 == len(set(marks))
    assert all(len(name) <= 40 and name.isascii() for name in marks)


def test_a_repeated_row_has_one_bookmark() -> None:
    table = [["{%tr for item in items %}", ""], ["{{ item.code }}", "{{ item.name }}"], ["{%tr endfor %}", ""]]
    content = template(table=table, named=True).render({"items": ITEMS}).content
    assert [len(row.findall(f".//{W}bookmarkStart")) for row in body(content).iter(f"{W}tr")] == [1, 1]


def test_the_same_input_gives_the_same_bytes() -> None:
    first = template("{{ name }}", named=True).render({"name": "x"}).content
    assert first == template("{{ name }}", named=True).render({"name": "x"}).content
