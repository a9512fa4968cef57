"""Compiling a Word file with docxtpl's tags into Jinja text, once, with every fault named by its paragraph.

The language is docxtpl's: `{{ value }}`, `{% statement %}`, and `{%p … %}`, `{%tr … %}`, `{%tc … %}`, `{%r … %}`,
which stand for the paragraph, table row, cell or run they are in. Three tags are our own: `{%rule text, size=13,
share=0.4 %}` makes its paragraph a rule of that share of the text's printed length (see text_width.py),
`{%chart task_status %}` makes it a chart (see charts_tag.py), and `{%column if … %}` makes a table's column one that
may be left out (see table_columns.py). What only docxtpl can do (`{% vm %}`, `{{r … }}` …) is
known here for its places and names; such a template is rendered by docxtpl itself (see docxtpl_engine.py).

Every paragraph gets a hidden bookmark that names it (`_bc_…`), so that a later merge and `trace` find it again
after Word or LibreOffice has rewritten the file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from generator.office.names import W, make
from generator.render.charts_tag import WrongChart, make_room, not_in_body, read_chart_tag, room_for
from generator.render.rule_lines import available_width, indent_both_sides
from generator.render.table_columns import column_choices
from generator.render.tag_places import (
    drop_emptied_runs,
    isolate_run_tags,
    node_holding,
    own_texts,
    place_of,
    put_beside,
    replace_by_text,
    replace_letters,
    typed,
)
from generator.render.tags import (
    BLOCK_CLOSE,
    BLOCK_OPEN,
    END_OF_FOOTNOTE,
    FOOTNOTE,
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


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)
_UNCLOSED = re.compile(r"\{\{|\{%|\}\}|%\}")
_SCOPED = re.compile(r"(rule|chart|p|tr|tc|r)\s+(.*)", re.DOTALL)
_RULE = re.compile(r"(?P<text>.+?),\s*size=(?P<size>[\d.]+),\s*share=(?P<share>[\d.]+)", re.DOTALL)
_STRAIGHT_QUOTES = str.maketrans("“”‘’\n\r", "\"\"''  ")
_SCOPE_NAMES = {"p": "đoạn", "tr": "dòng bảng", "tc": "ô bảng", "r": "cụm chữ", "rule": "đoạn kẻ ngang"}
_SCOPE_NAMES["chart"] = _SCOPE_NAMES["p"]
_VALUE_SCOPE = re.compile(r"(p|tr|tc|r)\s+(\S.*)", re.DOTALL)
_CELL_TAG = re.compile(r"(vm|hm|cellbg|colspan)(?:\s+(.*))?", re.DOTALL)
_ONLY_JINJA = re.compile(r"(?:end)?(?:raw|block|autoescape)\b")
_NOTE_SCOPE = re.compile(r"\{#(?:p|tr|tc)\s", re.DOTALL)
_TRIMMED = re.compile(r"\{%-|-%\}")
_BRACES = re.compile(r"%7[BbDd]")
_NOTE_ENDS = {"footnote": FOOTNOTE, "endfootnote": END_OF_FOOTNOTE}
_IN_A_NOTE = frozenset(f"{W}{name}" for name in ("r", "proofErr", "bookmarkStart", "bookmarkEnd"))
_NOT_IN_A_NOTE = tuple(
    f"{W}{name}" for name in ("drawing", "pict", "object", "fldChar", "instrText", "footnoteReference", "sym", "br")
)
LEFT_OVER = re.compile(r"\{\{.+?\}\}|\{%.+?%\}", re.DOTALL)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = FALLBACK.replace("Fallback", "Choice")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_BARE_TEXTS = {f"{W}instrText": "_field_code", _MATH_TEXT: "_plain", _DRAWN_TEXT: "_plain"}
"""Text that can hold no line break → what prints a value there."""
_OWN_BOOKMARKS_FROM = 1_000_000


def left_over(root: _Element) -> Iterator[str]:
    """Tags that stand in a part as text or in an attribute, where nothing fills them."""
    yield from LEFT_OVER.findall("".join(str(piece) for piece in root.itertext()))
    for element in root.iter():
        for value in element.attrib.values():
            yield from LEFT_OVER.findall(unquote(str(value)) if "%7" in value else str(value))


def _foreign(text: str, source: str, block: bool) -> bool:
    """Whether docxtpl alone knows a tag."""
    if text.startswith("{#"):
        return bool(_NOTE_SCOPE.match(text))
    if _TRIMMED.search(text):
        return True
    if block:
        return bool(_CELL_TAG.fullmatch(source) or _ONLY_JINJA.match(source))
    return bool(_VALUE_SCOPE.fullmatch(source)) and not source.partition(" ")[2].lstrip().startswith(_OPERATORS)


_OPERATORS = ("if ", "is ", "in ", "and ", "or ", "not ", "|", "~", "+", "-", "*", "/", "%", "=", "!", "<", ">", ".")
"""What may follow a value called p, tr, tc or r."""


def _cell_properties() -> _Element:
    """A cell's properties that say nothing: docxtpl writes into those that are there."""
    made = make(f"{W}tcPr")
    made.append(make(f"{W}tcW", w="0", type="auto"))
    return made


def _drop_filled_twin(twin: _Element) -> None:
    """Word keeps a text box twice, for itself and for Word 2007; with tags in it, it would be filled twice."""
    parent = twin.getparent()
    if parent is not None and parent.find(_CHOICE) is not None and next(left_over(twin), None):
        parent.remove(twin)


def _number_own_bookmarks(root: _Element) -> None:
    """The template's own bookmarks get numbers that those of blocks never reach."""
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if (number := mark.get(f"{W}id", "")).isdecimal() and int(number) < _OWN_BOOKMARKS_FROM:
            mark.set(f"{W}id", str(int(number) + _OWN_BOOKMARKS_FROM))


@dataclass(slots=True)
class PartCompiler:
    """Turns one XML part of a template into Jinja source. Use once."""

    root: _Element
    template: str = ""
    name_blocks: bool = True
    tags: list[Tag] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)
    for_docxtpl: bool = False
    """Tags that docxtpl alone knows are left as they were typed; else they are read for their names and places."""
    foreign: list[Tag] = field(default_factory=list)
    """The tags that docxtpl alone knows."""

    def compile(self) -> CompiledPart:
        """The part's Jinja source; what is wrong with it is in `faults`."""
        self.mark()
        xml = etree.tostring(self.root, encoding="unicode")
        return CompiledPart('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + self._jinja(xml), self.tags)

    def mark(self) -> None:
        """Puts a mark in the place of every tag, and its name on every block."""
        column_choices(self.root)
        for twin in list(self.root.iter(FALLBACK)):
            _drop_filled_twin(twin)
        for number, paragraph in enumerate(list(self.root.iter(f"{W}p")), start=1):
            self._mark_tags(paragraph, number)
            for tag, printed in _BARE_TEXTS.items():
                self._mark_bare(own_texts(paragraph, tag), printed, place_of(paragraph, number, typed(paragraph)))
        if self.root.tag.startswith((f"{{{_PROPERTIES}", f"{{{_CORE}")):
            for node in self.root.iter(etree.Element):
                self._mark_bare([node], "_plain", "thuộc tính của tệp")
        self._mark_attributes()
        self.faults += [
            TemplateFault(self.template_place, f"thẻ “{excerpt(tag)}” ở chỗ không điền được.")
            for tag in dict.fromkeys(left_over(self.root))
            if not self.faults and not self.for_docxtpl
        ]
        if self.name_blocks:
            BlockNamer(self).run()
            _number_own_bookmarks(self.root)

    @property
    def template_place(self) -> str:
        return "liên kết" if self.root.tag.endswith("}Relationships") else "thân văn bản"

    def _mark_bare(self, nodes: Sequence[_Element], printed: str, where: str) -> None:
        """Tags in text that can hold no line break: field codes, equations, properties of the file."""
        whole = "".join(node.text or "" for node in nodes)
        if "{" not in whole:
            return
        for match in reversed(list(_TAG.finditer(whole))):
            replace_letters(list(nodes), match.start(), match.end(), self._bare(match.group(), printed, where))

    def _bare(self, text: str, printed: str, where: str) -> str:
        """The mark of a tag that stands where only plain text may stand; nothing for a note."""
        if text.startswith("{#"):
            return ""
        source = text[2:-2].removeprefix("-").removesuffix("-").strip().translate(_STRAIGHT_QUOTES)
        block = text.startswith("{%")
        if block and _SCOPED.fullmatch(source):
            self.faults.append(TemplateFault(where, f"thẻ “{excerpt(text)}” không dùng được ở chỗ này."))
            return ""
        return self.add_tag(source if block else f"{printed}({source})", where, block)

    def _mark_attributes(self) -> None:
        """Tags in links, alternative text, watermarks and the names of controls."""
        printed = "_link" if self.root.tag.endswith("}Relationships") else "_plain"
        for element in self.root.iter():
            for name, value in element.attrib.items():
                text = _BRACES.sub(lambda brace: unquote(brace.group()), str(value)) if "%7" in value else str(value)
                if not _TAG.search(text):
                    continue
                holder = next(element.iterancestors(f"{W}p"), None)
                where = place_of(holder, self._number(holder), typed(holder)) if holder is not None else ""
                where = where or f"{self.template_place} “{excerpt(unquote(text))}”"
                element.set(name, "".join(self._bare_pieces(text, printed, where)))

    def _bare_pieces(self, text: str, printed: str, where: str) -> Iterator[str]:
        last = 0
        for tag in _TAG.finditer(text):
            yield text[last : tag.start()]
            yield self._bare(unquote(tag[0]), printed, where)
            last = tag.end()
        yield text[last:]

    def _number(self, paragraph: _Element) -> int:
        return next(n for n, one in enumerate(self.root.iter(f"{W}p"), start=1) if one is paragraph)

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
            if block and source in _NOTE_ENDS:
                scoped.append(("note", source, replace_letters(texts, match.start(), match.end(), "")))
            elif _foreign(match.group(), source, block):
                self._mark_foreign(match, source, block, texts, where)
            elif match.group().startswith("{#"):
                replace_letters(texts, match.start(), match.end(), "")
            elif block and (scope := _SCOPED.fullmatch(source)):
                scoped.append((scope[1], scope[2].strip(), replace_letters(texts, match.start(), match.end(), "")))
            else:
                replace_letters(texts, match.start(), match.end(), self.add_tag(source, where, block))
        holders = [node for _, _, node in scoped]
        drop_emptied_runs(paragraph, [node for node in texts if node not in holders])
        notes = [node for scope_name, _, node in reversed(scoped) if scope_name == "note"]
        if notes and (fault := self._note_misplaced(paragraph, notes, scoped)):
            self.faults.append(TemplateFault(where, fault))
            scoped = [one for one in scoped if one[0] != "note"]
        for scope_name, source, node in scoped:
            self._place(scope_name, source, node, paragraph, where)

    def _mark_foreign(self, match: re.Match[str], source: str, block: bool, texts: list[_Element], where: str) -> None:
        """A tag that docxtpl alone knows: left for it, or read as what it names."""
        self.foreign.append(Tag(" ".join(match.group().split()), where, block))
        scoped = _VALUE_SCOPE.fullmatch(source) if not block else None
        lone = _CELL_TAG.fullmatch(source) if block else None
        cell = next(node_holding(texts, match.start()).iterancestors(f"{W}tc"), None)
        if self.for_docxtpl:
            if cell is not None and cell.find(f"{W}tcPr") is None:
                cell.insert(0, _cell_properties())
            quoted = match.group().translate(_STRAIGHT_QUOTES)
            replace_letters(texts, match.start(), match.end(), quoted)
            return
        if lone and cell is None:
            self.faults.append(TemplateFault(where, f"thẻ {{% {lone[1]} %}} không nằm trong ô bảng nào."))
        if scoped and (fault := self._foreign_misplaced(scoped[1], texts, match)):
            self.faults.append(TemplateFault(where, fault))
        if (lone and not lone[2]) or match.group().startswith("{#"):
            replace_letters(texts, match.start(), match.end(), "")
        elif scoped or lone:
            replace_letters(texts, match.start(), match.end(), self.add_tag((scoped or lone)[2], where))  # type: ignore[index]
        else:
            replace_letters(texts, match.start(), match.end(), self.add_tag(source, where, block))

    def _foreign_misplaced(self, scope: str, texts: list[_Element], match: re.Match[str]) -> str:
        """Why a value cannot stand for its paragraph, row, cell or run; "" if it can."""
        node = node_holding(texts, match.start())
        target = next(iter(node.iterancestors(f"{W}{scope}")), None)
        if target is None:
            return f"thẻ {{{{{scope} …}}}} không nằm trong {_SCOPE_NAMES[scope]} nào."
        if scope == "r":
            return ""
        lost = self._text_of(target).replace(match.group(), "", 1).strip()
        if not lost:
            return ""
        return f"“{excerpt(lost)}” đứng cùng {_SCOPE_NAMES[scope]} với thẻ {{{{{scope} …}}}} sẽ bị mất."

    def _note_misplaced(
        self, paragraph: _Element, nodes: Sequence[_Element], scoped: Sequence[tuple[str, str, _Element]]
    ) -> str:
        """Why the text between the ends of footnotes cannot be one; "" if it can."""
        ends = [source for scope, source, _ in reversed(scoped) if scope == "note"]
        if ends != [*_NOTE_ENDS] * (len(ends) // 2):
            return "thẻ {% footnote %} và {% endfootnote %} phải thành cặp, trong cùng một đoạn, không lồng nhau."
        if self.root.tag != f"{W}document" or next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None:
            return "chú thích cuối trang chỉ đặt được trong thân văn bản, không ở đầu trang, chân trang, khung chữ."
        for opens, closes in zip(nodes[::2], nodes[1::2], strict=True):
            first, last = opens.getparent(), closes.getparent()
            if first is None or last is None or first.getparent() is not last.getparent():
                return "thẻ {% footnote %} và {% endfootnote %} phải đứng như nhau, không ở trong liên kết."
            between = list(first.itersiblings())[: len(list(first.itersiblings())) - len(list(last.itersiblings())) - 1]
            if any(one.tag not in _IN_A_NOTE or next(one.iter(*_NOT_IN_A_NOTE), None) is not None for one in between):
                return "trong chú thích cuối trang chỉ có chữ và giá trị, không có ảnh, liên kết, trường hay công thức."
        return ""

    def _place(self, scope: str, source: str, node: _Element, paragraph: _Element, where: str) -> None:
        """Puts a tag in the place of the paragraph, row, cell or run it stands for."""
        if scope == "rule":
            self._make_rule(source, paragraph, where)
            return
        if scope == "chart":
            self._make_chart(source, node, paragraph, where)
            return
        if scope == "note":
            run = next(node.iterancestors(f"{W}r"))
            replace_by_text(run, self.add_tag(_NOTE_ENDS[source], where, block=True))
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
                if self.part.for_docxtpl:  # it sets the key itself
                    continue
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
