"""Compiling a Word file with docxtpl's tags into Jinja text, once, with every fault named by its paragraph.

The language is docxtpl's: `{{ value }}`, `{% statement %}`, and `{%p … %}`, `{%tr … %}`, `{%tc … %}`, `{%r … %}`,
which stand for the paragraph, table row, cell or run they are in. One tag is our own: `{%rule text, size=13,
share=0.4 %}` makes its paragraph a rule of that share of the text's printed length (see text_width.py).

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

from generator.problems import BaocaoError, ExitCode
from generator.standard import twips

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DEFAULT_CELL_MARGIN = twips(1.9)
USUAL_TEXT_WIDTH = twips(165)  # of a portrait A4 page, where a template states no page

# Private-use letters never occur in a document, so text with braces in it can never be taken for a tag.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
VALUE_OPEN, VALUE_CLOSE, BLOCK_OPEN, BLOCK_CLOSE, NOTE_OPEN, NOTE_CLOSE = (chr(0xE002 + i) for i in range(6))

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_UNCLOSED = re.compile(r"\{\{|\{%|\}\}|%\}")
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")
_SCOPED = re.compile(r"(rule|p|tr|tc|r)\s+(.*)", re.DOTALL)
_RUN_TAG = re.compile(r"(\{%r\s.*?%\})", re.DOTALL)
_FOR = re.compile(r"for\s+(.+?)\s+in\s", re.DOTALL)
_RULE = re.compile(r"(?P<text>.+?),\s*size=(?P<size>[\d.]+),\s*share=(?P<share>[\d.]+)", re.DOTALL)
_STRAIGHT_QUOTES = str.maketrans("“”‘’", "\"\"''")
_SCOPE_NAMES = {"p": "đoạn", "tr": "dòng bảng", "tc": "ô bảng", "r": "cụm chữ", "rule": "đoạn kẻ ngang"}


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template, and where: "đoạn 12 “Tính đến ngày …”"."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class BadTemplate(BaocaoError):
    """A template cannot be used; `faults` lists everything that is wrong with it."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, template: str, faults: tuple[TemplateFault, ...]) -> None:
        listing = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"Mẫu “{template}” có {len(faults)} lỗi:\n{listing}", "Mở mẫu bằng Word, sửa các chỗ trên.")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as Jinja will see it; `block` is true for statements."""

    source: str
    where: str
    block: bool = False


@dataclass(slots=True)
class CompiledPart:
    """One XML part as Jinja source; line N + 1 of it is where tag N stands."""

    source: str
    tags: list[Tag]


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
            _BlockNamer(self).run()
        xml = etree.tostring(self.root, encoding="unicode")
        return CompiledPart('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + self._jinja(xml), self.tags)

    def add_tag(self, source: str, where: str, block: bool = False) -> str:
        """Registers a tag and returns the mark that stands for it in the tree."""
        self.tags.append(Tag(source, where, block))
        return f"{MARK_OPEN}{len(self.tags) - 1}{MARK_CLOSE}"

    def _jinja(self, xml: str) -> str:
        pieces = _MARK.split(xml.replace("\n", " "))
        for index in range(1, len(pieces), 2):
            tag = self.tags[int(pieces[index])]
            start, end = (BLOCK_OPEN, BLOCK_CLOSE) if tag.block else (VALUE_OPEN, VALUE_CLOSE)
            pieces[index] = f"{start}\n{tag.source} {end}"
        # Tags are renumbered in reading order, so that a line number leads back to its tag.
        self.tags[:] = [self.tags[int(number)] for number in _MARK.findall(xml)]
        return "".join(pieces)

    def _mark_tags(self, paragraph: _Element, number: int) -> None:
        """Replaces every tag of a paragraph by its mark, also a tag that Word split over several runs."""
        _isolate_run_tags(paragraph)
        texts = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
        whole = "".join(node.text or "" for node in texts)
        found = list(_TAG.finditer(whole))
        rest = _TAG.sub("", whole)
        where = f"đoạn {number} “{_excerpt(whole)}”"
        if _UNCLOSED.search(rest):
            self.faults.append(TemplateFault(where, "có dấu “{{”, “{%” mở mà không đóng, hoặc đóng mà không mở."))
            return
        scoped: list[tuple[str, str, _Element]] = []
        for match in reversed(found):
            if match.group().startswith("{#"):
                _replace(texts, match.start(), match.end(), "")
                continue
            source = match.group()[2:-2].removeprefix("-").removesuffix("-").strip().translate(_STRAIGHT_QUOTES)
            block = match.group().startswith("{%")
            scope = _SCOPED.fullmatch(source) if block else None
            if scope:
                node = _replace(texts, match.start(), match.end(), "")
                scoped.append((scope.group(1), scope.group(2).strip(), node))
            else:
                node = _replace(texts, match.start(), match.end(), self.add_tag(source, where, block))
                node.set(XML_SPACE, "preserve")
        holders = [node for _, _, node in scoped]
        _drop_emptied_runs(paragraph, [node for node in texts if node not in holders])
        for scope_name, source, node in scoped:
            self._place(scope_name, source, node, paragraph, where, rest)

    def _place(self, scope: str, source: str, node: _Element, paragraph: _Element, where: str, rest: str) -> None:
        if scope == "rule":
            self._make_rule(source, paragraph, where)
            return
        target: _Element | None = paragraph
        if scope != "p":
            target = next(iter(node.iterancestors(f"{W}{scope}")), None)
        if target is None or target.getparent() is None:
            self.faults.append(
                TemplateFault(where, f"thẻ “{{%{scope} …%}}” không nằm trong {_SCOPE_NAMES[scope]} nào.")
            )
            return
        if scope == "p" and rest.strip():
            self.faults.append(
                TemplateFault(where, f"chữ “{_excerpt(rest)}” đứng cùng đoạn với thẻ {{%p …%}} sẽ bị mất.")
            )
            return
        _replace_by_text(target, self.add_tag(source, where, block=True))

    def _make_rule(self, source: str, paragraph: _Element, where: str) -> None:
        from lxml import etree

        found = _RULE.fullmatch(source)
        if not found:
            self.faults.append(TemplateFault(where, "thẻ rule phải có dạng {%rule tên, size=13, share=0.4 %}."))
            return
        call = f"_rule_indent({found['text']}, {found['size']}, {available_width(paragraph)}, {found['share']})"
        mark = self.add_tag(call, where)
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        indent = properties.find(f"{W}ind")
        if indent is None:
            indent = etree.Element(f"{W}ind")
            _insert_indent(properties, indent)
        for attribute in list(indent.attrib):
            del indent.attrib[attribute]
        indent.set(f"{W}left", mark)
        indent.set(f"{W}right", mark)


# What may follow w:ind inside w:pPr (ISO 29500-1, 17.3.1.26): it must stand before all of these.
_AFTER_INDENT = (
    "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
    "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip


def _insert_indent(properties: _Element, indent: _Element) -> None:
    for child in properties:
        if any(child.tag == f"{W}{name}" for name in _AFTER_INDENT):
            child.addprevious(indent)
            return
    properties.append(indent)


def available_width(paragraph: _Element) -> int:
    """Width in twips that a paragraph's text has: of its cell less the cell's margins, or of the page's text."""
    cell = next(iter(paragraph.iterancestors(f"{W}tc")), None)
    if cell is not None:
        width = cell.find(f"{W}tcPr/{W}tcW")
        table = next(iter(cell.iterancestors(f"{W}tbl")))
        sides = (table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}") for side in ("left", "right"))
        margins = sum(int(side.get(f"{W}w", 0)) if side is not None else DEFAULT_CELL_MARGIN for side in sides)
        if width is not None:
            return int(width.get(f"{W}w", 0)) - margins
    section = next((s for s in paragraph.getroottree().iter(f"{W}sectPr")), None)
    if section is None:
        return USUAL_TEXT_WIDTH
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margin is None:
        return USUAL_TEXT_WIDTH
    return int(size.get(f"{W}w", 0)) - int(margin.get(f"{W}left", 0)) - int(margin.get(f"{W}right", 0))


def _isolate_run_tags(paragraph: _Element) -> None:
    """Gives every {%r …%} a run of its own: Word merges neighbouring runs that look alike."""
    from copy import deepcopy

    for node in list(paragraph.iter(f"{W}t")):
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


def _replace(texts: list[_Element], start: int, end: int, new: str) -> _Element:
    """Replaces characters [start, end) of the joined texts by `new`, put where they began; returns that node."""
    position, first = 0, None
    for node in texts:
        text = node.text or ""
        low, high = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if low >= high:
            continue
        node.text = text[:low] + (new if first is None else "") + text[high:]
        first = node if first is None else first
    assert first is not None
    return first


def _drop_emptied_runs(paragraph: _Element, texts: list[_Element]) -> None:
    """Removes runs that held nothing but pieces of a tag now gathered elsewhere (not a paragraph's only run)."""
    for node in texts:
        run = node.getparent()
        if node.text or run is None or len(paragraph.findall(f".//{W}r")) == 1:
            continue
        if all(child.tag in (f"{W}t", f"{W}rPr") and not child.text for child in run):
            parent = run.getparent()
            if parent is not None and any(text.text for text in parent.iter(f"{W}t")):
                parent.remove(run)


def _replace_by_text(element: _Element, text: str) -> None:
    """Puts bare text where an element stood."""
    previous, parent = element.getprevious(), element.getparent()
    assert parent is not None
    text += element.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _excerpt(text: str, length: int = 50) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


class _BlockNamer:
    """Puts a bookmark round every paragraph (in repeated table rows, round the first of the row)."""

    def __init__(self, part: PartCompiler) -> None:
        self.part = part
        self.loops: list[str] = []
        self.seen: Counter[str] = Counter()
        self.depth = 0
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
        for number in _MARK.findall(text):
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
                    f"{tag.source} {BLOCK_CLOSE}{BLOCK_OPEN} set _key{level} = _block_key({item}, loop.index)",
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
        static = _MARK.sub(
            lambda m: self.part.tags[int(m.group(1))].source,
            "".join(node.text or "" for node in paragraph.iter(f"{W}t")),
        )
        if not static.strip():
            return
        digest = hashlib.sha256(f"{self.part.template}\n{static}".encode()).hexdigest()[:6]
        self.seen[digest] += 1
        name = digest if self.seen[digest] == 1 else f"{digest}_{self.seen[digest]}"
        arguments = ", ".join([f'"{name}"', *self.loops])
        start = self.part.add_tag(f"_bookmark({arguments})", "")
        end = self.part.add_tag("_bookmark_end()", "")
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            properties.tail = start + (properties.tail or "")
        else:
            paragraph.text = start + (paragraph.text or "")
        last = paragraph[-1]
        last.tail = (last.tail or "") + end
