"""Templates as Word files: compile once, render many times, straight into the zip entry.

Untouched parts of the template are copied; a part with tags is streamed as text, so memory does not grow with
the number of rows (architecture, decision 3).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.office.names import P
from generator.office.streamed_zip import PackedPart, WordPackage
from generator.office.word_text import paragraph_text
from generator.render.language import environment, free_names, syntax_fault, unknown_name
from generator.render.tags import BadTemplate, CompiledPart, TemplateFault
from generator.render.template import PartCompiler
from generator.render.values import PlacedFigure, Printer

if TYPE_CHECKING:
    import jinja2

TAGGED_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
BODY_PART = "word/document.xml"
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
    """The body's text of a .docx, a line a paragraph."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read(BODY_PART))
    return "\n".join(map(paragraph_text, root.iter(P)))


@dataclass(frozen=True, slots=True)
class TaggedPart:
    """A part with tags: its Jinja source, that source compiled, and what it names, each name with its paragraph."""

    name: str
    part: CompiledPart
    template: jinja2.Template
    names: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Template:
    """A compiled template. Rendering it does not change it."""

    name: str
    parts: tuple[PackedPart | TaggedPart, ...]
    """In the file's order: what all documents have in common, and what is made anew for each."""

    @classmethod
    def load(cls, path: Path, name_blocks: bool = True) -> Template:
        """Reads and compiles the template at `path`. Raises BadTemplate with every fault."""
        return cls.from_bytes(path.stem, path.read_bytes(), name_blocks)

    @classmethod
    def from_bytes(cls, name: str, content: bytes, name_blocks: bool = True) -> Template:
        """Compiles a template's bytes. Raises BadTemplate with every fault of every part."""
        parts: list[PackedPart | TaggedPart] = []
        faults: list[TemplateFault] = []
        env = environment()
        for part_name, data in _parts(name, content):
            if TAGGED_PARTS.fullmatch(part_name) and (b"{{" in data or b"{%" in data or _is_body(part_name)):
                part, found = _compile(name, data, name_blocks and _is_body(part_name))
                faults.extend(found)
                parts.extend(_tagged(env, part_name, part, faults))
            else:
                parts.append(PackedPart.of(part_name, data))
        if faults:
            raise BadTemplate(name, tuple(faults))
        return cls(name, tuple(parts))

    def tagged(self) -> Iterator[TaggedPart]:
        """The parts that tags stand in, the body among them."""
        return (part for part in self.parts if isinstance(part, TaggedPart))

    def sources(self) -> tuple[str, ...]:
        """The Jinja source of every part: what the template names and says."""
        return tuple(tagged.part.source for tagged in self.tagged())

    def unknown_names(self, known: Iterable[str]) -> tuple[TemplateFault, ...]:
        """Every place that names what is neither in `known` (the names of a context) nor the template's own."""
        names = sorted({*known, *(name for name in Printer().functions() if not name.startswith("_"))})
        return tuple(
            TemplateFault(where, unknown_name(name, names))
            for tagged in self.tagged()
            for where, name in tagged.names
            if name not in names
        )

    def render(self, context: Mapping[str, object]) -> RenderedDocument:
        """The template filled from `context`. Raises BadTemplate where a name is unknown; never prints a blank."""
        if faults := self.unknown_names(context):
            raise BadTemplate(self.name, faults)
        printer = Printer()
        package = WordPackage()
        for part in self.parts:
            if isinstance(part, TaggedPart):
                package.stream(part.name, _chunks(self._stream(part, context, printer)))
            else:
                package.add(part)
        return RenderedDocument(_completed(package.finished(), printer), tuple(printer.figures))

    def _stream(self, tagged: TaggedPart, context: Mapping[str, object], printer: Printer) -> Iterator[str]:
        import jinja2

        try:
            yield from tagged.template.generate({**context, **printer.functions(), "_printer": printer})
        except jinja2.TemplateError as error:
            raise BadTemplate(self.name, (TemplateFault(_where(error, tagged.part), str(error.message)),)) from error
        except _MISUSE as error:
            message = "thẻ không tính được với giá trị hiện có."
            raise BadTemplate(self.name, (TemplateFault(_where(error, tagged.part), message),)) from error


def _completed(content: bytes, printer: Printer) -> bytes:
    """The file with the parts of the charts that were printed into it."""
    if not printer.charts:
        return content
    from generator.render.charts_package import with_charts

    return with_charts(content, printer.charts)


# What a template's own arithmetic or calls may raise: 1/0, a list plus a number, a missing argument.
_MISUSE = (ArithmeticError, TypeError, ValueError, LookupError, AttributeError)


def _parts(name: str, content: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of every part of a .docx. Raises BadTemplate if it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = tuple((info.filename, package.read(info)) for info in package.infolist() if not info.is_dir())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise BadTemplate(name, (TemplateFault("tệp", "không phải là tệp Word .docx."),)) from error
    if not any(part_name == BODY_PART for part_name, _ in parts):
        raise BadTemplate(name, (TemplateFault("tệp", "không phải là tệp Word .docx."),))
    return parts


def _is_body(part_name: str) -> bool:
    return part_name == BODY_PART


def _compile(template: str, data: bytes, name_blocks: bool) -> tuple[CompiledPart, list[TemplateFault]]:
    from lxml import etree

    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        raise BadTemplate(template, (TemplateFault("tệp", "nội dung tệp Word bị hỏng."),)) from error
    compiler = PartCompiler(root, template, name_blocks)
    part = compiler.compile()
    return part, compiler.faults


def _tagged(
    env: jinja2.Environment, name: str, part: CompiledPart, faults: list[TemplateFault]
) -> tuple[TaggedPart, ...]:
    """The part ready to be rendered; none, and a fault, if Jinja cannot read it."""
    import jinja2

    own = (*env.globals, "_printer", *(name for name in Printer().functions() if name.startswith("_")))
    try:
        tree = env.parse(part.source)
        names = free_names(tree, part, own)
        return (TaggedPart(name, part, env.from_string(tree), names),)
    except jinja2.TemplateSyntaxError as error:
        faults.append(syntax_fault(error, part))
        return ()


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
