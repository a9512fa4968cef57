"""Compiling a Word file with docxtpl's tags into Jinja text, once, with every fault named by its paragraph.

The language is docxtpl's: `{{ value }}`, `{% statement %}`, and `{%p … %}`, `{%tr … %}`, `{%tc … %}`, `{%r … %}`,
which stand for the paragraph, table row, cell or run they are in. Two tags are our own: `{%rule text, size=13,
share=0.4 %}` makes its paragraph a rule of that share of the text's printed length (see text_width.py), and
`{%chart task_status %}` makes it a chart (see charts_tag.py).

Every paragraph gets a hidden bookmark that names it (`_bc_…`), so that a later merge and `trace` find it again
after Word or LibreOffice has rewritten the file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.office.names import SPACE as XML_SPACE
from generator.office.names import W
from generator.render.charts_tag import WrongChart, make_room, not_in_body, read_chart_tag, room_for
from generator.render.rule_lines import available_width, indent_both_sides
from generator.render.tags import (
    BLOCK_CLOSE,
    BLOCK_OPEN,
    MARK,
    MARK_CLOSE,
    MARK_OPEN,
    NAME_CLOSE,
    NAME_OPEN,
    VALUE_CLOSE,
    VALUE_OPEN,
    CompiledPart,
    Tag,
    TemplateFault,
    excerpt,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- names for the blocks of a document: a hidden bookmark round every paragraph, made from what the template says ----

_FOR = re.compile(r"for\s+(.+?)\s+in\s", re.DOTALL)


class BlockNamer:
    """Puts a bookmark round every paragraph (in repeated table rows, round the first of the row)."""

    def __init__(self, part: PartCompiler) -> None:
        self.part = part
        self.loops: list[str] = []
        self.seen: Counter[str] = Counter()
        self.named_rows: set[Any] = set()

    def run(self) -> None:
        for paragraph, text in list(self._walk()):
            if paragraph is None:
                self._follow(text)
            else:
                self._name(paragraph)

    def _walk(self) -> Iterator[tuple[Any, str]]:
        """Paragraphs and the text between elements, in document order."""
        from lxml import etree

        for event, element in etree.iterwalk(self.part.root, events=("start", "end")):
            if event == "start":
                if element.tag == f"{W}p":
                    yield element, ""
                yield None, element.text or ""
            else:
                yield None, element.tail or ""

    def _follow(self, text: str) -> None:
        for number in MARK.findall(text):
            index = int(number)
            tag = self.part.tags[index]
            if not tag.block:
                continue
            if found := _FOR.match(tag.source):
                target = found.group(1)
                level = len(self.loops)
                item = target if target.isidentifier() else "None"
                self.loops.append(f"_key{level}")
                self.part.tags[index] = Tag(
                    f"{tag.source} {BLOCK_CLOSE}{BLOCK_OPEN} set _key{level} = ({item}, loop.index)",
                    tag.where,
                    block=True,
                )
            elif tag.source.startswith("endfor") and self.loops:
                self.loops.pop()

    def _name(self, paragraph: _Element) -> None:
        row = next(iter(paragraph.iterancestors(f"{W}tr")), None)
        if row is not None and self.loops:
            if row in self.named_rows:
                return
            self.named_rows.add(row)
        static = MARK.sub(
            lambda m: self.part.tags[int(m.group(1))].source,
            "".join(node.text or "" for node in paragraph.iter(f"{W}t")),
        )
        if not static.strip():
            return
        digest = hashlib.sha256(f"{self.part.template}\n{static}".encode()).hexdigest()[:6]
        self.seen[digest] += 1
        name = digest if self.seen[digest] == 1 else f"{digest}_{self.seen[digest]}"
        start = f"{NAME_OPEN}{' '.join([name, *self.loops])}{NAME_CLOSE}"
        end = f"{NAME_OPEN}{NAME_CLOSE}"
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            properties.tail = start + (properties.tail or "")
        else:
            paragraph.text = start + (paragraph.text or "")
        last = paragraph[-1]
        last.tail = (last.tail or "") + end


# --- where paragraphs and tags stand: in the words of one who looks for them in Word, and next to each other ----------


def place_of(paragraph: _Element, number: int, text: str) -> str:
    """A paragraph's place: "đoạn 12 “…”", or of one in a table "bảng 2, dòng 3, ô 1 “…”"; `number` counts all."""
    where = _cell_of(paragraph) or f"đoạn {number}"
    return f"{where} “{excerpt(text)}”" if text.strip() else where


def _cell_of(paragraph: _Element) -> str:
    """The outermost cell round a paragraph."""
    cells = list(paragraph.iterancestors(f"{W}tc"))
    if not cells:
        return ""
    cell = cells[-1]
    row = next(cell.iterancestors(f"{W}tr"), None)
    table = next(cell.iterancestors(f"{W}tbl"), None)
    if row is None or table is None:
        return ""
    outer = [one for one in table.getroottree().iter(f"{W}tbl") if next(one.iterancestors(f"{W}tbl"), None) is None]
    rows, cells_of_row = list(table.iter(f"{W}tr")), list(row.iterchildren(f"{W}tc"))
    column = cells_of_row.index(cell) + 1 if cell in cells_of_row else 1
    return f"bảng {outer.index(table) + 1}, dòng {rows.index(row) + 1}, ô {column}"


def holders(root: _Element) -> Iterator[_Element]:
    """The element that each tag's mark stands in, in reading order."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            for value in element.attrib.values():
                yield from (element for _ in MARK.findall(str(value)))
            yield from (element for _ in MARK.findall(element.text or ""))
        else:
            parent = element.getparent()
            if parent is not None:
                yield from (parent for _ in MARK.findall(element.tail or ""))


def apart_from(one: _Element, other: _Element) -> str:
    """ "ô bảng", "dòng bảng" or "cấp" if two places are not within one cell, row or kind of paragraph; else ""."""
    path, end = ([*reversed(list(leaf.iterancestors())), leaf] for leaf in (one, other))
    shared = sum(1 for a, b in zip(path, end, strict=False) if a is b)
    below, beside = path[shared:], end[shared:]
    for step in (*below, *beside):
        if step.tag in (f"{W}tc", f"{W}tr", f"{W}tbl"):
            return {f"{W}tc": "ô bảng", f"{W}tr": "dòng bảng", f"{W}tbl": "bảng"}[str(step.tag)]
    return "" if [step.tag for step in below] == [step.tag for step in beside] else "cấp (đoạn hay cụm chữ)"


# --- tags inside runs: a tag may be spread over several runs, or share one with others --------------------------------

_RUN_TAG = re.compile(r"(\{%r\s.*?%\})", re.DOTALL)


def isolate_run_tags(paragraph: _Element) -> None:
    """Gives every {%r …%} a run of its own: Word merges neighbouring runs that look alike."""
    from copy import deepcopy

    texts = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
    for found in reversed(list(_RUN_TAG.finditer("".join(node.text or "" for node in texts)))):
        replace(texts, found.start(), found.end(), found.group())
    for node in texts:
        run, pieces = node.getparent(), [piece for piece in _RUN_TAG.split(node.text or "") if piece]
        if run is None or run.tag != f"{W}r" or len(pieces) < 2 or not _RUN_TAG.search(node.text or ""):
            continue
        for piece in pieces:
            twin = deepcopy(run)
            for child in list(twin):
                if child.tag not in (f"{W}t", f"{W}rPr"):
                    twin.remove(child)
            twin.findall(f"{W}t")[0].text = piece
            run.addprevious(twin)
        node.text = ""
        run.remove(node)
        if all(child.tag == f"{W}rPr" for child in run):
            paragraph_or_parent = run.getparent()
            assert paragraph_or_parent is not None
            paragraph_or_parent.remove(run)


def replace(texts: list[_Element], start: int, end: int, new: str) -> _Element:
    """Replaces characters [start, end) of the joined texts by `new`, put where they began; returns that node."""
    position, first = 0, None
    for node in texts:
        text = node.text or ""
        low, high = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if low >= high:
            continue
        node.text = text[:low] + (new if first is None else "") + text[high:]
        node.set(XML_SPACE, "preserve")
        first = node if first is None else first
    assert first is not None
    return first


def drop_emptied_runs(paragraph: _Element, texts: list[_Element]) -> None:
    """Removes runs that held nothing but pieces of a tag now gathered elsewhere (not a paragraph's only run)."""
    for node in texts:
        run = node.getparent()
        if node.text or run is None or len(paragraph.findall(f".//{W}r")) == 1:
            continue
        if all(child.tag in (f"{W}t", f"{W}rPr") and not child.text for child in run):
            parent = run.getparent()
            if parent is not None and any(text.text for text in parent.iter(f"{W}t")):
                parent.remove(run)


def put_beside(element: _Element, before: str, after: str) -> None:
    """Puts bare text before and behind an element."""
    previous, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + before
    else:
        parent.text = (parent.text or "") + before
    element.tail = after + (element.tail or "")


def replace_by_text(element: _Element, text: str) -> None:
    """Puts bare text where an element stood."""
    previous, parent = element.getprevious(), element.getparent()
    assert parent is not None
    text += element.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)
_UNCLOSED = re.compile(r"\{\{|\{%|\}\}|%\}")
_SCOPED = re.compile(r"(rule|chart|p|tr|tc|r)\s+(.*)", re.DOTALL)
_RULE = re.compile(r"(?P<text>.+?),\s*size=(?P<size>[\d.]+),\s*share=(?P<share>[\d.]+)", re.DOTALL)
_STRAIGHT_QUOTES = str.maketrans("“”‘’\n\r", "\"\"''  ")
_SCOPE_NAMES = {"p": "đoạn", "tr": "dòng bảng", "tc": "ô bảng", "r": "cụm chữ", "rule": "đoạn kẻ ngang"}
_SCOPE_NAMES["chart"] = _SCOPE_NAMES["p"]


@dataclass(slots=True)
class PartCompiler:
    """Turns one XML part of a template into Jinja source. Use once."""

    root: _Element
    template: str = ""
    name_blocks: bool = True
    tags: list[Tag] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)

    def compile(self) -> CompiledPart:
        """The part's Jinja source; what is wrong with it is in `faults`."""
        from lxml import etree

        for number, paragraph in enumerate(list(self.root.iter(f"{W}p")), start=1):
            self._mark_tags(paragraph, number)
        if self.name_blocks:
            BlockNamer(self).run()
        xml = etree.tostring(self.root, encoding="unicode")
        return CompiledPart('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + self._jinja(xml), self.tags)

    def add_tag(self, source: str, where: str, block: bool = False) -> str:
        """Registers a tag and returns the mark that stands for it in the tree."""
        self.tags.append(Tag(source, where, block))
        return f"{MARK_OPEN}{len(self.tags) - 1}{MARK_CLOSE}"

    def _jinja(self, xml: str) -> str:
        pieces = MARK.split(xml.replace("\n", " "))
        for index in range(1, len(pieces), 2):
            tag = self.tags[int(pieces[index])]
            start, end = (BLOCK_OPEN, BLOCK_CLOSE) if tag.block else (VALUE_OPEN, VALUE_CLOSE)
            pieces[index] = f"{start}\n{tag.source} {end}"
        # Tags are renumbered in reading order, so that a line number leads back to its tag.
        self.tags[:] = [self.tags[int(number)] for number in MARK.findall(xml)]
        return "".join(pieces)

    def _mark_tags(self, paragraph: _Element, number: int) -> None:
        """Replaces every tag of a paragraph by its mark, also a tag that Word split over several runs."""
        isolate_run_tags(paragraph)
        texts = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
        whole = "".join(node.text or "" for node in texts)
        where = place_of(paragraph, number, whole)
        if _UNCLOSED.search(_TAG.sub("", whole)):
            self.faults.append(TemplateFault(where, "có dấu “{{”, “{%” mở mà không đóng, hoặc đóng mà không mở."))
            return
        scoped: list[tuple[str, str, _Element]] = []
        for match in reversed(list(_TAG.finditer(whole))):
            source = match.group()[2:-2].removeprefix("-").removesuffix("-").strip().translate(_STRAIGHT_QUOTES)
            block = match.group().startswith("{%")
            if match.group().startswith("{#"):
                replace(texts, match.start(), match.end(), "")
            elif block and (scope := _SCOPED.fullmatch(source)):
                scoped.append((scope[1], scope[2].strip(), replace(texts, match.start(), match.end(), "")))
            else:
                replace(texts, match.start(), match.end(), self.add_tag(source, where, block))
        holders = [node for _, _, node in scoped]
        drop_emptied_runs(paragraph, [node for node in texts if node not in holders])
        for scope_name, source, node in scoped:
            self._place(scope_name, source, node, paragraph, where)

    def _place(self, scope: str, source: str, node: _Element, paragraph: _Element, where: str) -> None:
        """Puts a tag in the place of the paragraph, row, cell or run it stands for."""
        if scope == "rule":
            self._make_rule(source, paragraph, where)
            return
        if scope == "chart":
            self._make_chart(source, node, paragraph, where)
            return
        target = paragraph if scope == "p" else next(iter(node.iterancestors(f"{W}{scope}")), None)
        if fault := self._misplaced(scope, target):
            self.faults.append(TemplateFault(where, fault))
            # Kept where it stands, so that its end is not blamed as well.
            node.text = f"{self.add_tag(source, where, block=True)}{node.text or ''}"
        elif target is not None:
            replace_by_text(target, self.add_tag(source, where, block=True))

    def _misplaced(self, scope: str, target: _Element | None) -> str:
        """Why a tag cannot stand for `target`; "" if it can."""
        kind = _SCOPE_NAMES[scope]
        if target is None:
            return f"thẻ {{%{scope} …%}} không nằm trong {kind} nào."
        if target.getparent() is None:
            return f"{kind} này có hai thẻ {{%{scope} …%}}; tách thành hai {kind}."
        lost = self._text_of(target)
        return f"“{excerpt(lost)}” đứng cùng {kind} với thẻ {{%{scope} …%}} sẽ bị mất." if lost else ""

    def _text_of(self, element: _Element) -> str:
        """What an element would print, tags as they were written."""
        text = "".join(node.text or "" for node in element.iter(f"{W}t"))
        unmarked = MARK.sub(lambda mark: f"{{{{ {self.tags[int(mark[1])].source} }}}}", text)
        return _NOTE.sub("", unmarked).strip()

    def _make_rule(self, source: str, paragraph: _Element, where: str) -> None:
        found = _RULE.fullmatch(source)
        if not found:
            self.faults.append(TemplateFault(where, "thẻ rule phải có dạng {%rule tên, size=13, share=0.4 %}."))
            return
        call = f"_rule_indent({found['text']}, {found['size']}, {available_width(paragraph)}, {found['share']})"
        indent_both_sides(paragraph, self.add_tag(call, where))

    def _make_chart(self, source: str, node: _Element, paragraph: _Element, where: str) -> None:
        """Puts a chart into a paragraph, which is printed only if there is something to draw (a cell's always is)."""
        try:
            if fault := self._misplaced("chart", paragraph) or not_in_body(paragraph):
                raise WrongChart(fault)
            tag = read_chart_tag(source)
        except WrongChart as wrong:
            self.faults.append(TemplateFault(where, str(wrong)))
            return
        make_room(paragraph)
        node.text = self.add_tag(tag.call(room_for(paragraph)), where)
        if (parent := paragraph.getparent()) is not None and parent.tag != f"{W}tc":
            marks = (self.add_tag(text, where, block=True) for text in (tag.condition(), "endif"))
            put_beside(paragraph, *marks)
