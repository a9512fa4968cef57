"""The shortened code of templates: the same text, the same sandbox, the same bookmarks as the long one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from generator.render.tags import BadTemplate
from tests.render.word_templates import W, body, printed, template


@dataclass(frozen=True, slots=True)
class Row:
    name: str = "<b> & “c”"
    _hidden: str = "kín"
    form: Any = "{0.__class__}".format
    items: list[int] = field(default_factory=list)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(row.name) }}", "[<b> & “c”]"),
        ("{% set s %}[{{ row.name }}]{% endset %}{{ s }}", "[<b> & “c”]"),
        ("{% for r in [row, row] recursive %}{{ r.name }};{% endfor %}", "<b> & “c”;<b> & “c”;"),
        ("{% with n = row.name %}{{ n }}{{ n|length }}{% endwith %}", "<b> & “c”9"),
        ("{{ '<' }}{{ 7 * 6 }}{{ none }}{{ ['&']|first }}", "<42&"),
        ("{% for r in [row, row] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{{ loop.last }} {% endfor %}",
         "1aFalse 2bTrue "),
    ],
)  # fmt: skip
def test_values_are_escaped_once_wherever_a_template_keeps_them_first(paragraph: str, text: str) -> None:
    assert printed(template(paragraph), row=Row()) == [text]
    assert printed(template(paragraph, named=True), row=Row()) == [text]


@pytest.mark.parametrize(
    "expression",
    [
        "row._hidden",
        "row.__class__",
        "row.form(1)",
        "row.items.append(1)",
        "row.__init__",
        "loop.__class__",
        "row.nmae",
    ],
)
def test_the_short_way_to_a_record_s_fields_opens_nothing_that_the_sandbox_shuts(expression: str) -> None:
    row = Row()
    with pytest.raises(BadTemplate):
        printed(template(f"{{% for one in [1] %}}{{{{ {expression} }}}}{{{{ loop.index }}}}{{% endfor %}}"), row=row)
    assert row.items == []


def test_a_record_without_a_value_in_its_slot_is_an_unknown_field() -> None:
    row = Row()
    object.__delattr__(row, "name")
    with pytest.raises(BadTemplate, match="không có trường “name”"):
        printed(template("{{ row.name }}"), row=row)


def bookmarks(*paragraphs: str, **names: object) -> list[str]:
    content = template(*paragraphs, named=True).render(names).content
    starts = [str(mark.get(f"{W}name")) for mark in body(content).iter(f"{W}bookmarkStart")]
    ends = [mark.get(f"{W}id") for mark in body(content).iter(f"{W}bookmarkEnd")]
    assert ends == [str(number) for number in range(1, len(starts) + 1)]
    assert len(set(starts)) == len(starts)
    return starts


def test_the_else_of_a_loop_has_no_item_and_a_bookmark_all_the_same() -> None:
    loop = ("{%p for row in rows %}", "có {{ row }}", "{%p else %}", "không có gì", "{%p endfor %}")
    (empty,) = bookmarks(*loop, rows=[])
    assert len(bookmarks(*loop, rows=["x", "y"])) == 2
    assert empty.startswith("_bc_")


def test_letters_that_mark_a_bookmark_are_text_in_a_value() -> None:
    value = "\ue008abc\ue009 \ue008\ue009"
    assert printed(template("{{ name }}", named=True), name=value) == [value]
