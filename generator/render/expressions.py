"""What a template's expressions name, held against the context's dataclasses: every wrong field, wherever it stands.

A name is followed along its dots and loops ("for task in group.items" makes `task` a task); what cannot be known
beforehand is let pass. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import nodes

from generator.core.figures import Figure
from generator.core.vietnamese import nearest
from generator.render.fields import FieldType, field_types
from generator.render.language import environment
from generator.render.printer import Printer
from generator.render.tags import BLOCK_CLOSE, BLOCK_OPEN, VALUE_CLOSE, VALUE_OPEN

if TYPE_CHECKING:
    import jinja2

Known = FieldType | None
"""What an expression gives; None where only the rendering will tell."""
TEXT = FieldType(str)
NUMBER = FieldType(int)
YES_OR_NO = FieldType(bool)
_LOOP = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem",
    "cycle", "changed",
)  # fmt: skip
_ONE_OF = {"first", "last", "random", "min", "max"}
_SAME = {"sort", "unique", "reverse", "list", "select", "reject", "selectattr", "rejectattr", "default", "d"}
_PHRASE_FIELD = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class WrongName:
    """A name or field that does not exist, with the nearest that does."""

    name: str
    owner: str
    guess: str | None

    def __str__(self) -> str:
        what = f"“{self.owner}” không có trường “{self.name}”" if self.owner else f"không có tên “{self.name}”"
        return f"{what}; có phải là “{self.guess}”?" if self.guess else f"{what}."


@dataclass
class Reader:
    """Reads expressions one after another. `scopes` holds the names that loops and settings have given so far."""

    roots: Mapping[str, FieldType]
    scopes: list[dict[str, Known]] = field(default_factory=lambda: [{}])

    @cached_property
    def language(self) -> jinja2.Environment:
        return environment()

    @cached_property
    def functions(self) -> frozenset[str]:
        return frozenset({*Printer().functions(), *self.language.globals})

    def parse_value(self, source: str) -> nodes.Node:
        """The tree of `{{ source }}`. Raises TemplateSyntaxError."""
        return self.language.parse(f"{VALUE_OPEN} {source} {VALUE_CLOSE}")

    def parse_statement(self, source: str, closing: str = "") -> nodes.Node:
        """The tree of `{% source %}`, closed at once. Raises TemplateSyntaxError."""
        end = f"{BLOCK_OPEN} {closing} {BLOCK_CLOSE}" if closing else ""
        return self.language.parse(f"{BLOCK_OPEN} {source} {BLOCK_CLOSE}{end}")

    def read(self, node: nodes.Node) -> Iterator[WrongName]:
        """Everything wrong in a tree; what it sets is known from then on. A `for` opens a scope (see `leave`)."""
        if isinstance(node, nodes.For):
            known, wrong = self.follow(node.iter)
            yield from wrong
            item = FieldType(known.item) if known and known.is_list else None
            self.scopes.append({"loop": None, **self._targets(node.target, item)})
            if node.test:
                yield from self.follow(node.test)[1]
        elif isinstance(node, nodes.Assign):
            known, wrong = self.follow(node.node)
            yield from wrong
            self.scopes[-1].update(self._targets(node.target, known))
        elif isinstance(node, nodes.AssignBlock | nodes.With | nodes.Macro):
            targets = node.targets if isinstance(node, nodes.With) else getattr(node, "args", [])
            self.scopes[-1].update(dict.fromkeys(one.name for one in targets if isinstance(one, nodes.Name)))
            if isinstance(node, nodes.AssignBlock):
                self.scopes[-1].update(self._targets(node.target, TEXT))
            if isinstance(node, nodes.Macro):
                self.scopes[-1].update(dict.fromkeys((node.name, "caller", "varargs", "kwargs")))
        elif isinstance(node, nodes.Expr):
            yield from self.follow(node)[1]
        else:
            for child in node.iter_child_nodes():
                yield from self.read(child)

    def leave(self) -> None:
        """Ends the innermost loop."""
        if len(self.scopes) > 1:
            self.scopes.pop()

    def _targets(self, target: nodes.Node, known: Known) -> dict[str, Known]:
        if isinstance(target, nodes.Name):
            return {target.name: known}
        return {one.name: None for one in target.find_all(nodes.Name)}

    def follow(self, node: nodes.Node) -> tuple[Known, list[WrongName]]:
        """What an expression gives, and everything wrong in it."""
        if isinstance(node, nodes.Name):
            return self._name(node.name)
        if isinstance(node, nodes.Getattr):
            known, wrong = self.follow(node.node)
            found, more = self._field(known, node.attr, _written(node.node))
            return found, wrong + more
        if isinstance(node, nodes.Getitem):
            return self._item(node)
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        if isinstance(node, nodes.Const):
            return (TEXT if isinstance(node.value, str) else NUMBER), []
        wrong = [one for child in node.iter_child_nodes() for one in self.follow(child)[1]]
        if isinstance(node, nodes.Test) and node.name not in self.language.tests:
            wrong.append(WrongName(node.name, "", nearest(node.name, self.language.tests)))
        return (YES_OR_NO if isinstance(node, nodes.Compare | nodes.Not | nodes.Test) else None), wrong

    def _name(self, name: str) -> tuple[Known, list[WrongName]]:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name], []
        if name in self.roots:
            return self.roots[name], []
        if name in self.functions:
            return None, []
        public = (one for one in self.functions if not one.startswith("_"))
        known = [*self.roots, *public, *(one for scope in self.scopes for one in scope)]
        return None, [WrongName(name, "", nearest(name, known))]

    def _field(self, known: Known, name: str, owner: str) -> tuple[Known, list[WrongName]]:
        if owner == "loop":
            return None, [] if name in _LOOP else [WrongName(name, owner, nearest(name, _LOOP))]
        if known is None:
            return None, []
        if known.is_list:
            known_names = field_types(known.item) if known.is_group else {}
            hint = "for" if name in known_names else None
            return None, [WrongName(name, f"{owner} (danh sách)", None if hint is None else f"for … in {owner}")]
        if known.is_group:
            types = field_types(known.item)
            if name in types:
                return types[name], []
            return None, [WrongName(name, owner, nearest(name, types))]
        if known.item is Figure or hasattr(known.item, name):
            return None, []
        return None, [WrongName(name, owner, None)]

    def _item(self, node: nodes.Getitem) -> tuple[Known, list[WrongName]]:
        known, wrong = self.follow(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            found, more = self._field(known, node.arg.value, _written(node.node))
            return found, wrong + more
        wrong += [one for child in node.arg.iter_child_nodes() for one in self.follow(child)[1]]
        if not isinstance(node.arg, nodes.Slice | nodes.Const):
            wrong += self.follow(node.arg)[1]
        if isinstance(node.arg, nodes.Slice):
            return known, wrong
        return (FieldType(known.item) if known and known.is_list else None), wrong

    def _filtered(self, node: nodes.Filter) -> tuple[Known, list[WrongName]]:
        known, wrong = self.follow(node.node) if node.node is not None else (None, [])
        for argument in (*node.args, *(one.value for one in node.kwargs)):
            wrong += self.follow(argument)[1]
        if node.name not in self.language.filters:
            guess = nearest(node.name, self.language.filters)
            return None, [*wrong, WrongName(f"|{node.name}", "", f"|{guess}" if guess else None)]
        wrong += [one for name in _fields_named(node) for one in self._of_each(known, name, node)]
        if known and known.is_list:
            if node.name in _ONE_OF:
                return FieldType(known.item), wrong
            if node.name in _SAME:
                return known, wrong
            if node.name == "map" and (names := _fields_named(node)):
                mapped = self._field(FieldType(known.item), names[0], "")[0]
                return (FieldType(mapped.item, is_list=True) if mapped else None), wrong
            return None, wrong
        return (known if node.name in ("default", "d") else None), wrong

    def _of_each(self, known: Known, name: str, node: nodes.Filter) -> list[WrongName]:
        if known is None or not known.is_list or not known.is_group:
            return []
        first, _, _ = name.partition(".")
        return self._field(FieldType(known.item), first, _written(node.node))[1]


def _fields_named(node: nodes.Filter) -> list[str]:
    """The fields that a filter names in text: map(attribute="code"), sort(attribute=…), phrase("[count] …")."""

    def text(one: nodes.Node | None) -> str:
        return one.value if isinstance(one, nodes.Const) and isinstance(one.value, str) else ""

    named = [text(one.value) for one in node.kwargs if one.key == "attribute"]
    if node.name in ("selectattr", "rejectattr", "groupby") and node.args:
        named.append(text(node.args[0]))
    if node.name == "phrase" and node.args:
        named += _PHRASE_FIELD.findall(text(node.args[0]))
    return [name for name in named if name]


def _written(node: nodes.Node | None) -> str:
    """An expression as a person would write it, where that is short: "tasks.counts"."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return _written(node.node)
    if isinstance(node, nodes.Filter):
        return _written(node.node)
    return "giá trị này"
