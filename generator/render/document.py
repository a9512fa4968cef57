"""Templates as Word files: compile once, render many times, straight into the zip entry.

Untouched parts of the template are copied; a part with tags is streamed as text, so memory does not grow with
the number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.environment import TemplateExpression
from lxml import etree

from generator.core.limits import CONTENT, MEBIBYTE
from generator.office.names import P
from generator.office.note_folding import READ_AS, unfold
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.soundness import Watch
from generator.office.streamed_zip import PackedPart, StreamedZip
from generator.office.word_text import paragraph_text
from generator.render.both_engines import CANNOT, MISUSE, TAGGED_PARTS, mended
from generator.render.charts_package import with_charts
from generator.render.footnotes_package import with_footnotes
from generator.render.language import environment, free_names, syntax_fault, unknown_name
from generator.render.printer import PlacedFigure, Printer
from generator.render.table_columns import COLUMN_TAG, ColumnChoice, column_choices, narrow
from generator.render.tags import BLOCK_OPEN, BadTemplate, CompiledPart, Tag, TemplateFault
from generator.render.template import PartCompiler, left_over
from generator.render.template_code import TOO_MUCH
from generator.render.word_values import NO_FILES, WORD_FUNCTIONS, BesideFiles

if TYPE_CHECKING:
    import jinja2
    from lxml.etree import _Element

_OTHER_TAGGED = re.compile(
    r"word/_rels/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml\.rels|docProps/\w+\.xml"
)
"""Links, and the properties of the file."""
BODY_PART = "word/document.xml"
_OPENS = (b"{{", b"{%", b"%7B%7B", b"%7b%7b", b"%7B%", b"%7b%")
_REPEATED = re.compile(rf"{BLOCK_OPEN}\s*(for|endfor)\b|<w:bookmarkStart|<wp:docPr|<w:footnoteReference")
_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A finished .docx, and every figure printed in it with the block it stands in."""

    content: bytes
    figures: tuple[PlacedFigure, ...]

    def text(self) -> str:
        """The body's text, a line a paragraph."""
        return document_text(self.content)


def document_text(content: bytes) -> str:
    """The body's text of a .docx, a line a paragraph, footnotes in brackets where they hang."""
    package = Package.made(content)
    unfold(package, READ_AS)
    return "\n".join(map(paragraph_text, package.tree(package.main).iter(P)))


@dataclass(frozen=True)
class TaggedPart:
    """A part with tags and its Jinja source, which is compiled when it is first needed.

    `only_docxtpl` are the tags that docxtpl alone knows; `content` is then the part with its other tags marked, which
    docxtpl fills.
    """

    name: str
    part: CompiledPart
    language: jinja2.Environment
    only_docxtpl: tuple[Tag, ...]
    content: bytes

    @cached_property
    def _read(self) -> tuple[jinja2.Template, tuple[tuple[str, str], ...]]:
        own = (*self.language.globals, "_printer", *(one for one in Printer().functions() if one.startswith("_")))
        tree = self.language.parse(self.part.source)
        return self.language.from_string(tree), free_names(tree, self.part, own)

    @property
    def template(self) -> jinja2.Template:
        """The source compiled. Raises TemplateSyntaxError."""
        return self._read[0]

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What the part names, each name with its paragraph. Raises TemplateSyntaxError."""
        return self._read[1]

    @cached_property
    def mended(self) -> bool:
        """Whether a mark or drawing may be printed more than once: a loop goes round one of the template's own."""
        return _repeats(self.part.source)

    def foreign(self) -> tuple[Tag, ...]:
        """The tags that docxtpl alone knows, and calls of what it alone gives."""
        return (*self.only_docxtpl, *(Tag(f"{one}()", where) for where, one in self.names if one in WORD_FUNCTIONS))

    def fault(self) -> TemplateFault | None:
        """Why Jinja cannot read the part; None where it can."""
        try:
            _ = self._read
        except jinja2.TemplateSyntaxError as error:
            return syntax_fault(error, self.part)
        return None


@dataclass(slots=True)
class Template:
    """A compiled template. Rendering it does not change it."""

    name: str
    parts: tuple[PackedPart | TaggedPart, ...]
    """In the file's order: what all documents have in common, and what is made anew for each."""
    name_blocks: bool = True
    sound: bool = False
    """It is one of the program's own: what of it a report does not need is not compiled to be checked."""
    beside: BesideFiles = NO_FILES
    """The folders in which pictures and documents that the template names are looked for."""
    choices: tuple[ColumnChoice, ...] = ()
    """Columns of its tables that are not always there."""
    content: bytes = b""
    narrowed: dict[tuple[ColumnChoice, ...], Template] = field(default_factory=dict)
    """The template without some of them, made when it is first needed."""
    part: str = ""
    """What tells the names of its blocks from those of another appendix that it makes."""

    @classmethod
    def load(cls, path: Path, name_blocks: bool = True) -> Template:
        """Reads and compiles the template at `path`. Raises BadTemplate with every fault."""
        return cls.from_bytes(path.stem, path.read_bytes(), name_blocks)

    @classmethod
    def from_bytes(
        cls,
        name: str,
        content: bytes,
        name_blocks: bool = True,
        without: tuple[ColumnChoice, ...] = (),
        part: str = "",
        sound: bool = False,
    ) -> Template:
        """Compiles a template's bytes, `without` some columns. Raises BadTemplate with every fault of every part.

        `part` tells the names of its blocks from those of another appendix made by the same template. Of a template
        that is `sound` what Jinja reads is compiled when it is first needed.
        """
        blocks = f"{name} {part}".strip()
        choices: tuple[ColumnChoice, ...] = ()
        parts: list[PackedPart | TaggedPart] = []
        faults: list[TemplateFault] = []
        env = environment()
        for part_name, data in _parts(name, content):
            tagged = any(sign in data for sign in _OPENS)
            if _is_body(part_name) or (
                tagged and (TAGGED_PARTS.fullmatch(part_name) or _OTHER_TAGGED.match(part_name))
            ):
                root = _parsed(name, data)
                if _is_body(part_name) and COLUMN_TAG in data:
                    choices = column_choices(root)
                    narrow(root, without)
                    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                compiler = PartCompiler(root, blocks, name_blocks and _is_body(part_name))
                compiled = compiler.compile()
                faults.extend(compiler.faults)
                tagged_part = TaggedPart(part_name, compiled, env, tuple(compiler.foreign), data)
                parts.append(tagged_part)
                if not sound and (fault := tagged_part.fault()):
                    faults.append(fault)
            else:
                faults.extend(_unfilled(name, part_name, data))
                parts.append(PackedPart.of(part_name, data))
        if faults:
            raise BadTemplate(name, tuple(faults))
        return cls(name, tuple(parts), name_blocks, sound, choices=choices, content=content, part=part)

    def tagged(self) -> Iterator[TaggedPart]:
        """The parts that tags stand in, the body among them."""
        return (part for part in self.parts if isinstance(part, TaggedPart))

    def sources(self) -> tuple[str, ...]:
        """The Jinja source of every part: what the template names and says."""
        return tuple(tagged.part.source for tagged in self.tagged())

    def foreign(self) -> tuple[Tag, ...]:
        """The tags that docxtpl alone knows; none: the template is rendered by the fast compiler."""
        return tuple(tag for tagged in self.tagged() for tag in tagged.foreign())

    def unknown_names(self, known: Iterable[str]) -> tuple[TemplateFault, ...]:
        """Every place that names what is neither in `known` (the names of a context) nor the template's own."""
        names = sorted({*known, *(name for name in Printer().functions() if not name.startswith("_")), *WORD_FUNCTIONS})
        return tuple(
            TemplateFault(where, unknown_name(name, names))
            for tagged in self.tagged()
            for where, name in tagged.names
            if name not in names
        )

    def render(self, context: Mapping[str, object]) -> RenderedDocument:
        """The template filled from `context`. Raises BadTemplate where a name is unknown; never prints a blank."""
        if not self.sound:
            self._check(context)
        if without := self._empty_columns(context):
            return self._without(without).render(context)
        if self.sound:
            self._check(context)
        printer = Printer()
        package = StreamedZip()
        for tagged in self.tagged():
            tagged.language.steps = 0  # type: ignore[attr-defined]
        for_docxtpl = bool(self.foreign())
        sound = True
        for part in self.parts:
            if isinstance(part, PackedPart):
                package.add(part)
            elif for_docxtpl and TAGGED_PARTS.fullmatch(part.name):
                package.add(PackedPart.of(part.name, part.content))
            else:
                watch = Watch()
                seen = printer if TAGGED_PARTS.fullmatch(part.name) else Printer()  # no figure of the text stands there
                package.stream(part.name, map(watch.see, _chunks(self._stream(part, context, seen))))
                sound = sound and watch.sound and not part.mended
        content = package.finished()
        if for_docxtpl:
            from generator.render.docxtpl_engine import filled_by_docxtpl  # late: docxtpl, for templates that need it

            blocks = f"{self.name} {self.part}".strip()
            content = filled_by_docxtpl(blocks, content, context, printer, self.beside, self.name_blocks)
        elif not sound:
            content = mended(content)
        return RenderedDocument(_completed(content, printer), tuple(printer.figures))

    def for_part(self, part: str) -> Template:
        """The template for one of several appendices of a report that it makes."""
        made = Template.from_bytes(self.name, self.content, self.name_blocks, (), part, self.sound)
        return replace(made, beside=self.beside)

    def _check(self, context: Mapping[str, object]) -> None:
        """Raises BadTemplate where a part cannot be read or names what `context` does not have."""
        unread = tuple(fault for tagged in self.tagged() if (fault := tagged.fault()))
        if faults := unread or self.unknown_names(context):
            raise BadTemplate(self.name, faults)

    def _empty_columns(self, context: Mapping[str, object]) -> tuple[ColumnChoice, ...]:
        """The columns that have nothing to say in this context."""
        try:
            return tuple(choice for choice in self.choices if not _condition(choice.condition)(**context))
        except jinja2.TemplateError:
            self._check(context)
            raise

    def _without(self, columns: tuple[ColumnChoice, ...]) -> Template:
        """The template without some columns; what is left of it has none to choose."""
        if columns not in self.narrowed:
            made = Template.from_bytes(self.name, self.content, self.name_blocks, columns, self.part, self.sound)
            self.narrowed[columns] = replace(made, choices=())
        return replace(self.narrowed[columns], beside=self.beside)

    def _stream(self, tagged: TaggedPart, context: Mapping[str, object], printer: Printer) -> Iterator[str]:
        try:
            length, most = 0, CONTENT.value() * MEBIBYTE
            for piece in tagged.template.generate({**context, **printer.functions(), "_printer": printer}):
                length += len(piece)
                if length > most:
                    raise jinja2.TemplateRuntimeError(TOO_MUCH)
                yield piece
        except jinja2.TemplateError as error:
            raise BadTemplate(self.name, (TemplateFault(_where(error, tagged.part), str(error.message)),)) from error
        except MISUSE as error:
            raise BadTemplate(self.name, (TemplateFault(_where(error, tagged.part), CANNOT),)) from error


def _completed(content: bytes, printer: Printer) -> bytes:
    """The file with the charts and footnotes that were printed into it."""
    if printer.charts:
        content = with_charts(content, printer.charts)
    return with_footnotes(content, printer.notes) if printer.notes else content


@lru_cache(maxsize=256)
def _condition(source: str) -> TemplateExpression:
    return environment().compile_expression(source, undefined_to_none=False)


def usual_names(package: Package) -> Package:
    """The template with its text in parts of the usual names ("word/document.xml"), as its relationships tell them."""
    kinds = {package.main: "document"} | {
        part: word for word in ("header", "footer", "footnotes", "endnotes") for part in package.related_parts(word)
    }
    for part, word in kinds.items():
        if not TAGGED_PARTS.fullmatch(part):
            package.rename(part, f"word/{word}.xml")
    return package


def _parts(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
    """Name and bytes of every part of a .docx. Raises BadTemplate if it is none."""
    try:
        package = usual_names(Package.open(content, file=name))
    except Unreadable as refusal:
        raise BadTemplate(name, (TemplateFault("tệp", f"{refusal.cause}."),)) from refusal
    package.write_changed()
    return package.parts.items()


def _is_body(part_name: str) -> bool:
    return part_name == BODY_PART


def is_filled(part_name: str) -> bool:
    """Whether tags in a part are filled: text, links, properties of the file."""
    return bool(TAGGED_PARTS.fullmatch(part_name) or _OTHER_TAGGED.fullmatch(part_name))


def _parsed(template: str, data: bytes) -> _Element:
    try:
        return etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        raise BadTemplate(template, (TemplateFault("tệp", "nội dung tệp Word bị hỏng."),)) from error


def _unfilled(template: str, part_name: str, data: bytes) -> Iterator[TemplateFault]:
    """Tags in a part that nothing fills: comments, charts, settings."""
    if (part_name.endswith((".xml", ".rels")) and b"{" in data) or b"%7" in data:
        for tag in dict.fromkeys(left_over(_parsed(template, data))):
            yield TemplateFault(f"phần {part_name}", f"thẻ “{tag}” ở phần không được điền của tệp.")


def _repeats(source: str) -> bool:
    """Whether a loop goes round a bookmark, a drawing or a footnote of the template's own."""
    depth = 0
    for found in _REPEATED.finditer(source):
        if found[1]:
            depth += 1 if found[1] == "for" else -1
        elif depth > 0:
            return True
    return False


def _where(error: BaseException, part: CompiledPart) -> str:
    """The paragraph of the tag that failed: its line in the Jinja source leads back to it."""
    traceback, line = error.__traceback__, 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return part.where(line)


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Small pieces of text gathered into encoded chunks of a useful size."""
    gathered: list[str] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _BUFFER:
            yield "".join(gathered).encode()
            gathered.clear()
            size = 0
    yield "".join(gathered).encode()
