"""The language of templates: Jinja sandboxed, strict about names, escaping everything, speaking Vietnamese.

A name that the context does not have is a fault of the template, found before anything is printed and told with
its paragraph and the nearest name there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import jinja2
from jinja2 import nodes

from generator.core.figures import reworded
from generator.core.vietnamese import join_and, lower_first, nearest, upper_first
from generator.render.figure_texts import NO_BREAK, kept_in_line
from generator.render.sentences import before_brackets, in_brackets, in_words, name_without_end, phrase, without_end
from generator.render.tags import (
    BLOCK_CLOSE,
    BLOCK_OPEN,
    NOTE_CLOSE,
    NOTE_OPEN,
    VALUE_CLOSE,
    VALUE_OPEN,
    CompiledPart,
    TemplateFault,
)
from generator.render.template_code import TemplateEnvironment

if TYPE_CHECKING:
    import jinja2

# These make HTML or mark text as safe: what they print would not be text any more.
_HTML_FILTERS = ("safe", "urlize", "xmlattr", "tojson")
_FILTERS = {
    "phrase": phrase,
    "joined": lambda names: join_and([str(name) for name in names]),
    "trim_end": lambda value: reworded(value, without_end(str(value))),
    "as_name": lambda value: reworded(value, name_without_end(str(value))),
    "in_brackets": lambda value: reworded(value, in_brackets(str(value))),
    "before_brackets": lambda value: reworded(value, before_brackets(str(value))),
    "lower_first": lambda value: reworded(value, lower_first(str(value))),
    "upper_first": lambda value: reworded(value, upper_first(str(value))),
    "kept": lambda value: reworded(value, kept_in_line(str(value))),
    "words": lambda value: reworded(value, in_words(value)),
    "breakable": lambda value: reworded(value, str(value).replace(NO_BREAK, " ")),
}
# Jinja's commonest complaints in Vietnamese; {0} is what it complains of.
_COMPLAINTS = (
    (r"No filter named '(.+?)'", "không có phép lọc “{0}”"),
    (r"No test named '(.+?)'", "không có phép thử “{0}”"),
    (r"Encountered unknown tag '(end\w+|el\w+)'.*", "“{0}” không có thẻ mở đi trước"),
    (r"Encountered unknown tag '(.+?)'.*", "không có lệnh “{0}”"),
    (r"Unexpected end of template.*innermost block.*'(\w+)'.*", "lệnh “{0}” mở mà không đóng"),
    (r"Unexpected end of template.*", "có lệnh mở mà không đóng"),
    (r"expected token '(?:end of statement block|end of print statement)', got '(.+?)'", "thừa “{0}”"),
    (r"unexpected '(.+?)'", "thừa “{0}”"),
    (r"Expected an expression.*", "thiếu tên hoặc giá trị"),
)


def environment() -> jinja2.Environment:
    """A Jinja environment whose delimiters no document can hold and whose every value goes through a Printer."""
    made = TemplateEnvironment(
        variable_start_string=VALUE_OPEN,
        variable_end_string=VALUE_CLOSE,
        block_start_string=BLOCK_OPEN,
        block_end_string=BLOCK_CLOSE,
        comment_start_string=NOTE_OPEN,
        comment_end_string=NOTE_CLOSE,
        autoescape=True,
        optimized=False,  # what there is to reckon beforehand in a report does not pay for looking for it
        keep_trailing_newline=True,
    )
    return add_language(made)


def add_language(made: jinja2.Environment) -> jinja2.Environment:
    """The environment with our filters, and without those whose text would be markup; unknown names stop it."""
    made.undefined = _unknown()
    for name in _HTML_FILTERS:
        del made.filters[name]
    made.filters.update(_FILTERS)
    return made


def _unknown() -> type[jinja2.Undefined]:
    class Unknown(jinja2.StrictUndefined):
        """An unknown field stops the rendering and says what was probably meant."""

        @property
        def _undefined_message(self) -> str:
            owner = self._undefined_obj
            fields = () if owner is jinja2.utils.missing else dir(owner)
            return unknown_name(str(self._undefined_name), (one for one in fields if not one.startswith("_")))

    return Unknown


def unknown_name(name: str, known: Iterable[str]) -> str:
    """What to tell of a name that does not exist."""
    guess = nearest(name, known)
    return f"không có trường “{name}”" + (f"; có phải là “{guess}”?" if guess else ".")


def syntax_fault(error: jinja2.TemplateSyntaxError, part: CompiledPart) -> TemplateFault:
    """What Jinja could not read, in Vietnamese, at its paragraph."""
    said = (error.message or "").rstrip(".")
    for pattern, words in _COMPLAINTS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            said = words.format(*found.groups())
            break
    return TemplateFault(part.where(error.lineno), f"thẻ sai cú pháp ({said}).")


def free_names(tree: nodes.Template, part: CompiledPart, own: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Every (paragraph, name) of a part whose name neither the language, `own` nor the template itself defines."""
    found = ((part.where(node.lineno), node.name) for node in _free_names(tree, frozenset(own)))
    return tuple(dict.fromkeys(found))


def _free_names(node: nodes.Node, bound: frozenset[str]) -> Iterator[nodes.Name]:
    """Names that are read where nothing gave them a value, in the order of the text."""
    if isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name not in bound:
            yield node
        return
    if isinstance(node, nodes.For):
        yield from _free_names(node.iter, bound)
        inside = bound | _stored(node.target) | {"loop"}
        for child in (*([node.test] if node.test else ()), *node.body):
            yield from _free_names(child, inside)
            inside |= _stored(child)
        for child in node.else_:
            yield from _free_names(child, bound)
        return
    if isinstance(node, nodes.Macro):
        bound |= {"caller", "varargs", "kwargs"}
    for child in node.iter_child_nodes():
        yield from _free_names(child, bound)
        bound |= _stored(child)


def _stored(node: nodes.Node) -> frozenset[str]:
    """Names that a node gives a value, itself or in a branch of it; what a loop sets stays in the loop."""
    if isinstance(node, nodes.Name):
        return frozenset({node.name} if node.ctx in ("store", "param") else ())
    if isinstance(node, nodes.For | nodes.CallBlock | nodes.Output):
        return frozenset()
    if isinstance(node, nodes.Macro):
        return frozenset({node.name})
    return frozenset(name for child in node.iter_child_nodes() for name in _stored(child))
