"""The shortened code of templates: the same text, the same sandbox, the same bookmarks as the long one."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from generator.core.limits import peak_memory
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


@pytest.mark.parametrize(
    "paragraph",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = b %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        "{% for r in [row] recursive %}{{ loop([r]) }}{% endfor %}",
        "{{ [[1] * 1000] * 1000 * 1000 }}",
        "{{ 'a' * 10 ** 9 }}",
        "{{ 'a'.join(['b' * 999999] * 9999) }}",
        "{{ 'a'.ljust(10 ** 9) }}",
        "{{ 9 ** 99999 }}",
        "{% set n = namespace(x='aaaaaaaa') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x='aaaaaaaa') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=[]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x ~ '' }}",
    ],
)
def test_a_template_that_would_go_on_for_ever_or_fill_the_memory_is_a_fault(paragraph: str) -> None:
    start = time.monotonic()
    with pytest.raises(BadTemplate) as caught:
        printed(template(paragraph), row=Row())
    assert "quá nhiều" in str(caught.value.faults[0]) or "không tính được" in str(caught.value.faults[0])
    assert time.monotonic() - start < 60
    if sys.platform == "linux":
        assert peak_memory() < 1500 * 1024 * 1024


def test_what_a_large_report_needs_is_within_the_budget() -> None:
    text = "{% for a in range(1000) %}{% for b in range(100) %}{{ 3726756 + b }}{% endfor %}{% endfor %}"
    assert len(printed(template(text))[0]) == 700_000
    assert printed(template("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(3726756) }}")) == ["3726756"]
