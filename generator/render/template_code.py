"""The Python that Jinja makes of a template, made short where long tables spend their time.

Jinja yields every piece of text alone and looks up, escapes and finalizes every value through its context. Here a
stretch of text, bookmarks and values is one piece, values go straight to the printer, which escapes them, and fields of
records straight to the record. What the sandbox refuses is refused as before: only a field that a dataclass declares,
with a name that is not private, takes the short way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from dataclasses import fields, is_dataclass
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.render.printer import Printer
from generator.render.tags import NAME_MARK

_METHODS = frozenset({BuiltinMethodType, MethodType})
_LOOP_FIELDS = frozenset({"index", "index0", "first", "last", "length"})


MOST_STEPS = 5_000_000
"""Turns of all loops of one rendering: fifty for each of 100,000 rows."""
MOST_PIECES = 1_000_000
"""Letters of a text, or values in a list and the lists in it."""
_MOST_POWER = 1000
TOO_MUCH = "thẻ tạo ra quá nhiều thứ (vòng lặp, chữ hoặc số quá lớn)."


def pieces(value: object, enough: int) -> int:
    """How many letters and values are in a value, inner ones each time they stand in it; no further than `enough`."""
    if isinstance(value, str | bytes):
        return len(value)
    if not isinstance(value, list | tuple | dict):
        return 1
    count = len(value)
    for one in value.values() if isinstance(value, dict) else value:
        if count > enough:
            break
        count += pieces(one, enough - count) if isinstance(one, str | bytes | list | tuple | dict) else 0
    return count


class RecordFields(dict[type, frozenset[str]]):
    """The fields of a type that a template may read without further question; none for what is no record."""

    def __missing__(self, kind: type) -> frozenset[str]:
        names = (field.name for field in fields(kind)) if is_dataclass(kind) else ()
        self[kind] = frozenset(name for name in names if not name.startswith("_"))
        return self[kind]


class TemplateCode(CodeGenerator):
    """Jinja's code with values printed by `Printer.text` and joined to pieces as long as may be."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._turns = set[int]()
        """Bodies of loops, by identity: each of their turns costs a step."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("own_printer = environment.printer(context)")
        self.writeline("own_text, own_field = own_printer.text, environment.field")
        self.writeline("own_bookmark, own_bookmark_end = own_printer.bookmark, own_printer.bookmark_end")
        self.writeline("own_step, own_small = environment.step, environment.small")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self._turns.add(id(node.body))
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if id(nodes) in self._turns:
            self.writeline("own_step()")
        super().blockvisit(nodes, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("own_small(")
        super().visit_Concat(node, frame)
        self.write(")")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("own_small(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("own_small(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("own_small(")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.writeline("yield " if frame.buffer is None else f"{frame.buffer}.append(", node)
        self.write("''.join((")
        self.indent()
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write("".join(f"{piece}, " for piece in _text_and_bookmarks(child.data, frame)))
            else:
                self.write("own_text(")
                self.visit(child, frame)
                self.write("),")
        self.outdent()
        self.writeline("))" if frame.buffer is None else ")))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("own_field(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")


def _text_and_bookmarks(data: str, frame: Frame) -> Iterator[str]:
    """Expressions for a stretch of the template's own text, in which marks stand for bookmarks."""
    for index, piece in enumerate(NAME_MARK.split(data)):
        if index % 2 == 0:
            yield repr(piece)
        elif not piece:
            yield "own_bookmark_end()"
        else:
            name, *keys = piece.split()
            known = filter(None, map(frame.symbols.find_ref, keys))  # a loop's else has no item
            yield f"own_bookmark({', '.join([repr(name), *known])})"


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way to the fields of records."""

    code_generator_class = TemplateCode
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.records = RecordFields({LoopContext: _LOOP_FIELDS})
        self.steps = 0
        """Turns of loops in the rendering that goes on; it begins at nothing (Template.render)."""

    def step(self) -> None:
        """One turn of a loop. Raises TemplateRuntimeError where a template would go on for ever."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TemplateRuntimeError(TOO_MUCH)

    @staticmethod
    def small(value: Any) -> Any:
        """The value. Raises TemplateRuntimeError if it is larger than anything a report prints."""
        if isinstance(value, str | bytes | list | tuple | dict) and pieces(value, MOST_PIECES) > MOST_PIECES:
            raise TemplateRuntimeError(TOO_MUCH)
        return value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The operation, unless what it makes is larger than any report. Raises TemplateRuntimeError."""
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, Sized) and isinstance(times, int) and len(many) * times > MOST_PIECES:
                    raise TemplateRuntimeError(TOO_MUCH)
        if operator == "**" and isinstance(right, int | float) and abs(right) > _MOST_POWER:
            raise TemplateRuntimeError(TOO_MUCH)
        return self.small(super().call_binop(context, operator, left, right))

    def call(self, context: Context, called: Any, *given: Any, **named: Any) -> Any:
        """What a template calls. Raises TemplateRuntimeError for too large an answer, or a text asked to be so long."""
        if isinstance(getattr(called, "__self__", None), str | bytes) and any(
            isinstance(one, int) and one > MOST_PIECES for one in (*given, *named.values())
        ):
            raise TemplateRuntimeError(TOO_MUCH)
        return self.small(super().call(context, called, *given, **named))

    @staticmethod
    def printer(context: Context) -> Printer:
        """The printer of this rendering; an expression that prints nothing comes without one."""
        found = context.get("_printer")
        return found if isinstance(found, Printer) else Printer()

    def field(self, owner: object, name: str) -> Any:
        """What the sandbox's `getattr` gives for `owner.name`."""
        if name in self.records[type(owner)]:
            try:
                value = getattr(owner, name)
            except AttributeError:
                return self.getattr(owner, name)
            if type(value) not in _METHODS:
                return value
        return self.getattr(owner, name)
