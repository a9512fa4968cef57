"""Compiling a Word file with docxtpl's tags into Jinja text, once, with every fault named by its paragraph.

The language is docxtpl's: `{{ value }}`, `{% statement %}`, and `{%p … %}`, `{%tr … %}`, `{%tc … %}`, `{%r … %}`,
which stand for the paragraph, table row, cell or run they are in. Two tags are our own: `{%rule text, size=13,
share=0.4 %}` makes its paragraph a rule of that share of the text's printed length (see text_width.py), and
`{%chart task_status %}` makes it a chart (see charts_tag.py).

Every paragraph gets a hidden bookmark that names it (`_bc_…`), so that a later merge and `trace` find it again
after Word or LibreOffice has rewritten the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.render.block_names import BlockNamer
from generator.render.charts_tag import WrongChart, make_room, not_in_body, read_chart_tag, room_for
from generator.render.places import place_of
from generator.render.rule_lines import available_width, indent_both_sides
from generator.render.tagged_runs import drop_emptied_runs, isolate_run_tags, put_beside, replace, replace_by_text
from generator.render.tags import (
    BLOCK_CLOSE,
    BLOCK_OPEN,
    MARK,
    MARK_CLOSE,
    MARK_OPEN,
    VALUE_CLOSE,
    VALUE_OPEN,
    CompiledPart,
    Tag,
    TemplateFault,
    W,
    excerpt,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

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
