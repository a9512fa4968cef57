"""The fields a template may use: read off the context, each with its meaning and an example that is really printed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import jinja2
import pytest

from generator.core.figures import Figure
from generator.render.fields import (
    INTERNAL,
    FieldBlock,
    field_blocks,
    field_types,
    language_blocks,
    meanings,
    root_types,
)
from generator.render.language import environment
from generator.render.printer import Printer
from generator.render.sample import sample_names

NOT_CLASSES = {"functions", "filters"}


def groups() -> dict[str, type]:
    """Every group that can be reached from the names at the root, walked here by hand."""
    found: dict[str, type] = {}
    waiting = [one.item for one in root_types().values()]
    while waiting:
        one = waiting.pop()
        if is_dataclass(one) and one is not Figure and one.__name__ not in found:
            found[one.__name__] = one
            waiting += [field.item for field in field_types(one).values()]
    return found


def test_the_names_at_the_root_are_those_a_template_gets() -> None:
    assert set(root_types()) == set(sample_names())


def test_every_field_has_a_meaning_and_no_meaning_is_left_over() -> None:
    wanted = {(name, field) for name, group in groups().items() for field in field_types(group)}
    wanted |= {("ReportContext", name) for name in root_types()}
    wanted = {(group, field) for group, field in wanted if field != INTERNAL}
    written = {
        (name, field)
        for name, table in meanings().items()
        if name not in NOT_CLASSES
        for field in table
        if not field.startswith("_")
    }
    assert len(wanted) > 100
    assert (sorted(wanted - written), sorted(written - wanted)) == ([], [])


@pytest.mark.parametrize("block", (*field_blocks(), *language_blocks()), ids=lambda block: block.title)
def test_every_line_of_the_listing_is_whole(block: FieldBlock) -> None:
    assert block.fields
    for one in block.fields:
        assert one.meaning and one.kind, one.written
        assert one.example or one.written == "reporting.silent", one.written


def test_a_field_is_written_so_that_it_works_in_a_template() -> None:
    env = environment()
    names: dict[str, Any] = dict(sample_names())
    loops = [place for block in field_blocks() for place in block.found_at if place.startswith("{%")]
    plain = [one.written for block in field_blocks()[1:] for one in block.fields]
    assert len(loops) > 20 and len(plain) > 100
    for written in plain:
        if written.split(".")[0] in names:
            assert not isinstance(env.compile_expression(written, undefined_to_none=False)(**names), jinja2.Undefined)


def test_functions_and_filters_are_listed_whole() -> None:
    functions, filters = language_blocks()
    public = {name for name in Printer().functions() if not name.startswith("_")}
    assert {one.written for one in functions.fields} == {f"{name}()" for name in public}
    own = set(environment().filters) - set(jinja2.Environment().filters)
    assert own <= {one.written.removeprefix("|") for one in filters.fields} <= set(environment().filters)


def test_lists_properties_and_what_may_be_absent_are_told() -> None:
    from generator.render.issuer import Issuer
    from generator.render.task_views import TasksView

    assert field_types(Issuer)["lines"].words == "danh sách (chữ)"
    assert "printed" in field_types(Issuer) and "printed" not in {field.name for field in fields(Issuer)}
    assert field_types(TasksView)["previous"].words == "nhóm trường, có khi không có"
    assert field_types(TasksView)["counts"].is_group
