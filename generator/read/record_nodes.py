"""YAML and JSON as values that know their lines: only mappings, lists and plain values, nothing constructed.

Plain values are told by our own few rules, so that `no`, `1_000` or `12:30` stay the text that was typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EMPTY = frozenset(("", "~", "null"))
_SPACE = re.compile(r"[ \t\r\n]*")
_DEEPEST = 40
_MOST_DIGITS = 60
_scan_string = json.decoder.scanstring  # type: ignore[attr-defined]

Plain = str | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Value:
    """A plain value and the line it stands in (from 1)."""

    value: Plain
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Pairs in the order written; a key may be there twice."""

    pairs: tuple[tuple[str, int, Node], ...]
    line: int


Node = Value | Items | Fields


class SyntaxFault(Exception):
    """The text is no YAML or JSON; `line` is where reading stopped."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_json(text: str) -> Node:
    """The value of a JSON text. Raises SyntaxFault."""
    try:
        json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise SyntaxFault(error.lineno) from None
    except (ValueError, RecursionError):
        raise SyntaxFault(1) from None
    node, _ = _Json(text).node(_skip(text, 0), 0)
    return node


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN, Infinity: Python reads them, JSON has none


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Json:
    """Reads a text that is known to be JSON, counting lines as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.counted, self.line = 0, 1

    def node(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > _DEEPEST:
            raise SyntaxFault(self._line(at))
        line, first = self._line(at), self.text[at]
        if first == "{":
            pairs: list[tuple[str, int, Node]] = []
            for start in self._members(at, "}"):
                key, end = _scan_string(self.text, start + 1, True)
                key_line = self._line(start)
                value, self.at = self.node(_skip(self.text, _skip(self.text, end) + 1), depth + 1)
                pairs.append((key, key_line, value))
            return Fields(tuple(pairs), line), self.at
        if first == "[":
            items: list[Node] = []
            for start in self._members(at, "]"):
                value, self.at = self.node(start, depth + 1)
                items.append(value)
            return Items(tuple(items), line), self.at
        if first == '"':
            text, end = _scan_string(self.text, at + 1, True)
            return Value(text, line), end
        for word, plain in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, at):
                return Value(plain, line), at + len(word)
        found = _NUMBER.match(self.text, at)
        assert found is not None, at
        return Value(_number(found[0]), line), found.end()

    def _members(self, at: int, close: str) -> Iterator[int]:
        """Where each member starts; the caller leaves in `self.at` where it ended."""
        start = _skip(self.text, at + 1)
        if self.text[start] == close:
            self.at = start + 1
            return
        while True:
            yield start
            end = _skip(self.text, self.at)
            if self.text[end] == close:
                self.at = end + 1
                return
            start = _skip(self.text, end + 1)

    def _line(self, at: int) -> int:
        if at >= self.counted:
            self.line += self.text.count("\n", self.counted, at)
            self.counted = at
            return self.line
        return self.text.count("\n", 0, at) + 1


def read_yaml(text: str) -> Node:
    """The value of a YAML text of one document. Raises SyntaxFault.

    Nodes are composed, not constructed: no tag runs code, and an alias is the same node, never a copy.
    """
    from ruamel.yaml import YAML  # late: only a dossier in YAML needs it
    from ruamel.yaml.error import YAMLError  # late: only a dossier in YAML needs it

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise SyntaxFault(mark.line + 1 if mark else 1) from None
    except (ValueError, RecursionError, AttributeError, TypeError):
        raise SyntaxFault(1) from None
    return _from_yaml(root, 0, {}) if root is not None else Value(None, 1)


def _from_yaml(node: object, depth: int, made: dict[int, Node]) -> Node:
    """`made` keeps every node once, so that aliases of aliases stay small."""
    if id(node) not in made:
        made[id(node)] = _made_of(node, depth, made)
    return made[id(node)]


def _made_of(node: object, depth: int, made: dict[int, Node]) -> Node:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode  # late: only a dossier in YAML needs it

    line = node.start_mark.line + 1 if isinstance(node, MappingNode | ScalarNode | SequenceNode) else 1
    if depth > _DEEPEST:
        raise SyntaxFault(line)
    if isinstance(node, MappingNode):
        pairs = []
        for key, value in node.value:
            text = key.value if isinstance(key, ScalarNode) else ""
            pairs.append((str(text), key.start_mark.line + 1, _from_yaml(value, depth + 1, made)))
        return Fields(tuple(pairs), line)
    if isinstance(node, SequenceNode):
        return Items(tuple(_from_yaml(one, depth + 1, made) for one in node.value), line)
    assert isinstance(node, ScalarNode)
    return Value(plain_value(node.value) if node.style is None else node.value, line)


def _number(digits: str) -> Decimal | str:
    """The number, or the text as it is for one so large that writing it out would fill the memory."""
    value = Decimal(digits)
    return value if len(digits) <= _MOST_DIGITS and abs(value.adjusted()) <= _MOST_DIGITS else digits


def plain_value(text: str) -> Plain:
    """What an unquoted YAML word means: nothing, a truth value, a number, an ISO day, else the text."""
    if text in _EMPTY:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return _number(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
