"""Everything wrong with a template, found in one go and told with its paragraph or cell.

A build stops at what it meets first; this looks at each tag by itself, so that one broken tag hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from generator.core.problems import Place, Problem
from generator.office.names import W
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.render.document import Template, is_filled, usual_names
from generator.render.expressions import Reader
from generator.render.fields import FieldType, template_roots
from generator.render.language import syntax_fault
from generator.render.sample import Sample, sample_names
from generator.render.tag_places import apart_from, holders, place_of
from generator.render.tags import END_OF_FOOTNOTE, FOOTNOTE, BadTemplate, CompiledPart, Tag, TemplateFault
from generator.render.template import PartCompiler, left_over
from generator.render.word_values import WORD_FUNCTIONS, BesideFiles

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLOSING = {
    "if": "endif", "for": "endfor", "set": "endset", "with": "endwith", "filter": "endfilter", "macro": "endmacro",
    "call": "endcall", "raw": "endraw", "footnote": "endfootnote",
}  # fmt: skip
_MIDDLE = {"elif": ("if",), "else": ("if", "for")}
_FROM_OUTSIDE = {"include", "import", "from", "extends", "block", "do", "autoescape"}
_PARTS = {"header": "đầu trang", "footer": "chân trang", "footnotes": "chú thích", "endnotes": "chú thích cuối"}
_CHANGES = re.compile(r"ins|del|moveFrom|moveTo|\w+PrChange|cellIns|cellDel|cellMerge|numberingChange")
UNKNOWN_NAME = "Không có tên “"
"""How a message on a name that no context has begins."""
_ONLY = "Chỉ dùng if, elif, else, for, set, with, macro, footnote, vm, hm, cellbg, colspan."
_CHANGE_FIX = "Trong Word: Review → Accept All Changes, rồi lưu lại."


def check_template(file: str, stem: str, content: bytes, folder: Path | None = None) -> tuple[Problem, ...]:
    """Every fault of a template's bytes; `stem` is its name without ending, which says what it is for.

    `folder` is where pictures and documents that the template puts in are looked for; others may come with the
    workbook.
    """
    found = template_faults(file, stem, content)
    return found or _trials(file, stem, content, BesideFiles((folder,) if folder else (), on_trial=True))


def template_faults(file: str, stem: str, content: bytes) -> tuple[Problem, ...]:
    """What is wrong with a template before anything is printed: a build refuses the same, in the same words."""
    try:
        package = usual_names(Package.open(content, file=file))
        roots = {name: package.tree(name) for name in package.parts if name.casefold().endswith((".xml", ".rels"))}
    except Unreadable as refusal:
        return (Problem("MAU001", Place(file), f"Không mở được: {refusal.cause}.", refusal.problem.fix),)
    found: list[Problem] = []
    for name, root in roots.items():
        if is_filled(name):
            check = _PartCheck(file, _part_words(name), template_roots(stem))
            found += [*_tracked_changes(check, root), *check.run(root, stem)]
        else:
            found += _tags_elsewhere(file, name, root)
    return tuple(dict.fromkeys(found))


def _part_words(name: str) -> str:
    return next((f"{words}, " for part, words in _PARTS.items() if name.startswith(f"word/{part}")), "")


def _tags_elsewhere(file: str, name: str, root: _Element) -> Iterator[Problem]:
    """Tags in parts that are never filled: comments, text of charts."""
    for tag in dict.fromkeys(left_over(root)):
        message = f"Thẻ “{tag}” ở phần không được điền của tệp ({name})."
        yield Problem("MAU007", Place(file), message, "Chuyển thẻ vào thân văn bản, đầu trang hoặc chân trang.")


def _tracked_changes(check: _PartCheck, root: _Element) -> Iterator[Problem]:
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        holders = [paragraph, *(one for one in paragraph.iterancestors() if one.tag in (f"{W}ins", f"{W}del"))]
        if any(_is_change(one) for holder in holders for one in holder.iter()):
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t", f"{W}delText"))
            where = place_of(paragraph, number, text)
            yield check.problem("MAU006", where, "Còn sửa đổi theo dõi chưa chấp nhận.", _CHANGE_FIX)


def _is_change(element: _Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.startswith(W) and bool(_CHANGES.fullmatch(tag.removeprefix(W)))


def _trials(file: str, stem: str, content: bytes, beside: BesideFiles) -> tuple[Problem, ...]:
    """What only filling the template shows: it is filled from a full dossier, from one row, from next to nothing.

    A report is filled in full and in short.
    """
    try:
        template = replace(Template.from_bytes(stem, content), beside=beside)
    except BadTemplate as error:
        return tuple(_untried(file, fault) for fault in error.faults)
    notes = tuple(engine_notes(file, template))
    for sample in Sample:
        names = {name: value for name, value in sample_names(sample).items() if name in template_roots(stem)}
        if sample is not Sample.FULL and not sample.prints(stem):
            continue
        faults = _trial(template, names)
        if not faults and "is_short" in names:
            faults = _trial(template, {**names, "is_short": True})
        if faults:
            if sample is Sample.FULL:
                return (*(_untried(file, fault) for fault in faults), *notes)
            return (*(_untried_with_little(file, fault, sample.value) for fault in faults), *notes)
    return notes


def _trial(template: Template, names: Mapping[str, object]) -> tuple[TemplateFault, ...]:
    try:
        template.render(names)
    except BadTemplate as error:
        return error.faults
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        return (TemplateFault("", f"in thử không được: {error}."),)
    return ()


def _untried(file: str, fault: TemplateFault) -> Problem:
    return Problem("MAU008", Place(file, cell=fault.where or None), fault.message, "Sửa thẻ ở chỗ này.")


def _untried_with_little(file: str, fault: TemplateFault, dossier: str) -> Problem:
    fix = "Đặt thẻ vào trong lệnh {% if … %} hỏi xem có số liệu hay không."
    return Problem("MAU010", Place(file, cell=fault.where or None), f"Với {dossier}: {fault.message}", fix)


def engine_notes(file: str, template: Template) -> Iterator[Problem]:
    """A note if docxtpl renders a template, with the first tag that asks for it."""
    for tag in template.foreign()[:1]:
        message = f"Mẫu “{template.name}” có thẻ {tag.source} nên được in bằng docxtpl, chậm hơn cách in thường."
        yield Problem("MAU011", Place(file, cell=tag.where), message, "Không cần làm gì.")


@dataclass(slots=True)
class _Open:
    """A statement that waits for its end."""

    word: str
    tag: Tag
    holder: _Element


@dataclass(slots=True)
class _PartCheck:
    """One part of the file, tag by tag."""

    file: str
    part: str
    roots: Mapping[str, FieldType]
    found: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    misplaced: set[str] = field(default_factory=set)

    def problem(self, code: str, where: str, message: str, fix: str) -> Problem:
        return Problem(code, Place(self.file, cell=f"{self.part}{where}"), message, fix)

    def add(self, code: str, tag: Tag, message: str, fix: str) -> None:
        self.found.append(self.problem(code, tag.where, message, fix))

    def run(self, root: _Element, stem: str) -> list[Problem]:
        """Every fault of the part's tags, in reading order within each kind."""
        compiler = PartCompiler(root, stem, name_blocks=False)
        compiled = compiler.compile()
        self.found += [
            self.problem("MAU002", fault.where, fault.message, "Sửa thẻ này trong Word.") for fault in compiler.faults
        ]
        reader = Reader(self.roots, [dict.fromkeys(WORD_FUNCTIONS)])
        self.misplaced = {fault.where for fault in compiler.faults}
        for tag, holder in zip(compiled.tags, holders(root), strict=True):
            if tag.block:
                self._statement(tag, holder, reader)
            elif not (self.open and self.open[-1].word == "raw"):
                self._read(tag, reader, tag.source)
        for one in self.open:
            self.add("MAU005", one.tag, f"Lệnh “{one.word}” mở ở đây mà không đóng.", f"Thêm {_end_of(one.word)}.")
        return self.found

    def _statement(self, tag: Tag, holder: _Element, reader: Reader) -> None:
        word = tag.source.partition(" ")[0].partition("(")[0]
        if tag.source == FOOTNOTE:
            self.open.append(_Open("footnote", tag, holder))
            return
        if tag.source == END_OF_FOOTNOTE and any(one.word == "footnote" for one in self.open):
            word = "endfootnote"
        if self.open and self.open[-1].word == "raw" and word != "endraw":
            return
        if word in _FROM_OUTSIDE:
            self.add("MAU003", tag, f"Lệnh “{word}” không dùng được trong mẫu.", _ONLY)
        elif word in _MIDDLE:
            self._middle(word, tag, holder)
            if word == "elif":
                self._read(tag, reader, tag.source.removeprefix("el"), "endif")
        elif word.startswith("end"):
            self._close(word, tag, holder, reader)
        elif word == "set" and "=" in tag.source:
            self._read(tag, reader, tag.source, "")
        elif word in _CLOSING:
            scopes = len(reader.scopes)
            if word != "raw":
                self._read(tag, reader, tag.source, _CLOSING[word])
            if word == "for" and len(reader.scopes) == scopes:
                reader.scopes.append(_unknown_targets(tag.source))
            self.open.append(_Open(word, tag, holder))
        else:
            self.add("MAU003", tag, f"Không có lệnh “{word}”.", _ONLY)

    def _middle(self, word: str, tag: Tag, holder: _Element) -> None:
        if not self.open or self.open[-1].word not in _MIDDLE[word]:
            self.add("MAU005", tag, f"“{word}” không nằm trong lệnh if nào.", "Thêm lệnh if ở trước, hoặc xoá thẻ này.")
        else:
            self._same_place(self.open[-1], tag, holder)

    def _close(self, word: str, tag: Tag, holder: _Element, reader: Reader) -> None:
        opened = word.removeprefix("end")
        if not any(one.word == opened for one in self.open):
            self.add("MAU005", tag, f"“{word}” không có lệnh “{opened}” mở trước.", "Thêm lệnh mở, hoặc xoá thẻ này.")
            return
        while self.open:
            one = self.open.pop()
            if one.word == "for":
                reader.leave()
            if one.word == opened:
                self._same_place(one, tag, holder)
                return
            self.add("MAU005", one.tag, f"Lệnh “{one.word}” mở ở đây mà không đóng.", f"Thêm {_end_of(one.word)}.")

    def _same_place(self, opened: _Open, tag: Tag, holder: _Element) -> None:
        """A statement and its end must stand alike, or the table between them falls apart."""
        told = {opened.tag.where, tag.where} & self.misplaced
        if not told and (apart := apart_from(opened.holder, holder)):
            message = f"“{tag.source}” ở {apart} khác với lệnh “{opened.word}” mở nó ({opened.tag.where})."
            self.add("MAU002", tag, message, "Dùng {%tr …%} cho cả dòng bảng, {%p …%} cho cả đoạn, ở cả hai đầu.")

    def _read(self, tag: Tag, reader: Reader, source: str, closing: str | None = None) -> None:
        try:
            tree = reader.parse_value(source) if closing is None else reader.parse_statement(source, closing)
        except TemplateSyntaxError as error:
            self.add("MAU003", tag, _complaint(error), "Sửa thẻ này trong Word.")
            return
        for wrong in reader.read(tree):
            self.add(
                "MAU004", tag, f"{str(wrong)[:1].upper()}{str(wrong)[1:]}", "Xem tên: baocao template list --fields"
            )


def _complaint(error: object) -> str:
    assert isinstance(error, TemplateSyntaxError)
    said = syntax_fault(error, CompiledPart("", [])).message
    return f"{said[:1].upper()}{said[1:]}"


def _unknown_targets(source: str) -> dict[str, FieldType | None]:
    """The names of a `for` that could not be read: known from here on, though not what they are."""
    return dict.fromkeys([*re.findall(r"\w+", source.partition(" in ")[0].removeprefix("for")), "loop"])


def _end_of(word: str) -> str:
    return f"{{% {_CLOSING[word]} %}}"
