"""The Python that Jinja makes of a template, made short where long tables spend their time.

Jinja yields every piece of text alone and looks up, escapes and finalizes every value through its context. Here a
stretch of text, bookmarks and values is one piece, values go straight to the printer, which escapes them, and fields of
records straight to the record. What the sandbox refuses is refused as before: only a field that a dataclass declares,
with a name that is not private, takes the short way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.render.tags import NAME_MARK
from generator.render.values import Printer

_METHODS = frozenset({BuiltinMethodType, MethodType})
_LOOP_FIELDS = frozenset({"index", "index0", "first", "last", "length"})


class RecordFields(dict[type, frozenset[str]]):
    """The fields of a type that a template may read without further question; none for what is no record."""

    def __missing__(self, kind: type) -> frozenset[str]:
        names = (field.name for field in fields(kind)) if is_dataclass(kind) else ()
        self[kind] = frozenset(name for name in names if not name.startswith("_"))
        return self[kind]


class TemplateCode(CodeGenerator):
    """Jinja's code with values printed by `Printer.text` and joined to pieces as long as may be."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("own_printer = environment.printer(context)")
        self.writeline("own_text, own_field = own_printer.text, environment.field")
        self.writeline("own_bookmark, own_bookmark_end = own_printer.bookmark, own_printer.bookmark_end")

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

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.records = RecordFields({LoopContext: _LOOP_FIELDS})

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
