"""The Python that Jinja makes of a template, made short where long tables spend their time.

Jinja yields every piece of text alone and looks up, calls, escapes and finalizes every value through its context.
Here a stretch of text and values is one piece, values go straight to the printer, fields of records straight to the
record, and the compiler's own calls straight to the printer's methods. What the sandbox refuses is refused as before:
only a field that a dataclass declares, with a name that is not private, takes the short way.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.render.values import Printer, key_name

_METHODS = frozenset({BuiltinMethodType, MethodType})
_LOOP_FIELDS = frozenset({"index", "index0", "first", "last", "length"})
# The compiler's calls whose result is markup, and the printer's method for each.
_MARKUP_CALLS = {"_bookmark": "bookmark", "_bookmark_end": "bookmark_end"}


class RecordFields(dict[type, frozenset[str]]):
    """The fields of a type that a template may read without further question; none for what is no record."""

    def __missing__(self, kind: type) -> frozenset[str]:
        names = (field.name for field in fields(kind)) if is_dataclass(kind) else ()
        self[kind] = frozenset(name for name in names if not name.startswith("_"))
        return self[kind]


class TemplateCode(CodeGenerator):
    """Jinja's code with values printed by `Printer.markup` and joined to pieces as long as may be."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("own_printer = environment.printer(context)")
        self.writeline("own_text, own_field = own_printer.markup, environment.field")
        for method in _MARKUP_CALLS.values():
            self.writeline(f"own_{method} = own_printer.{method}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if frame.buffer is not None or frame.require_output_check or frame.eval_ctx.volatile:
            super().visit_Output(node, frame)
            return
        self.writeline("yield ''.join((", node)
        self.indent()
        for child in node.nodes:
            self.newline(child)
            self._piece(child, frame)
            self.write(",")
        self.outdent()
        self.writeline("))")

    def _piece(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.TemplateData):
            self.write(repr(node.data))
        elif (call := _plain_call(node)) in _MARKUP_CALLS and isinstance(node, nodes.Call):
            self._call(f"own_{_MARKUP_CALLS[call]}", node, frame)
        else:
            self.write("own_text(")
            self.visit(node, frame)
            self.write(")")

    def _call(self, function: str, node: nodes.Call, frame: Frame) -> None:
        self.write(f"{function}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("own_field(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        for call in list(node.find_all(nodes.Call)):
            if _plain_call(call) == "_block_key" and len(call.args) == 2 and _is_loop_index(call.args[1]):
                call.node = nodes.EnvironmentAttribute("loop_key")
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write("environment.loop_key(")
            self.visit(node.args[0], frame)
            self.write(f", {frame.symbols.ref('loop')})")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)


def _plain_call(node: nodes.Node) -> str:
    """The name of the function that a node calls, if it is a name and the arguments stand in their order."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return ""
    return "" if node.kwargs or node.dyn_args or node.dyn_kwargs else node.node.name


def _is_loop_index(node: nodes.Expr) -> bool:
    owner = node.node if isinstance(node, nodes.Getattr) and node.attr == "index" else None
    return isinstance(owner, nodes.Name) and owner.name == "loop"


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

    @staticmethod
    def loop_key(item: object, loop: LoopContext) -> str:
        """`block_key` of an item and its number in `loop`, which is counted only where it is needed."""
        key = getattr(item, "block_key", None)
        return key_name(key) if key else str(loop.index)

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
