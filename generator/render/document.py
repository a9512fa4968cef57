"""Templates as Word files: compile once, render many times, straight into the zip entry.

Untouched parts of the template are copied; a part with tags is streamed as text, so memory does not grow with
the number of rows (architecture, decision 3).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.render.template import (
    BLOCK_CLOSE,
    BLOCK_OPEN,
    NOTE_CLOSE,
    NOTE_OPEN,
    VALUE_CLOSE,
    VALUE_OPEN,
    BadTemplate,
    CompiledPart,
    PartCompiler,
    TemplateFault,
    W,
)
from generator.render.values import PrintedFigure, Printer, phrase
from generator.vietnamese import join_and, lower_first, nearest, upper_first

if TYPE_CHECKING:
    import jinja2

TAGGED_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
BODY_PART = "word/document.xml"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A finished .docx, and every figure printed in it with the block it stands in."""

    content: bytes
    figures: tuple[PrintedFigure, ...]

    def text(self) -> str:
        """The body's text, a line a paragraph."""
        from lxml import etree

        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            root = etree.fromstring(package.read(BODY_PART))
        return "\n".join(
            "".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")
        )


@dataclass(slots=True)
class Template:
    """A compiled template. Rendering it does not change it."""

    name: str
    parts: tuple[tuple[str, bytes], ...]
    compiled: Mapping[str, tuple[CompiledPart, jinja2.Template]]

    @classmethod
    def load(cls, path: Path, name_blocks: bool = True) -> Template:
        """Reads and compiles the template at `path`. Raises BadTemplate with every fault."""
        return cls.from_bytes(path.stem, path.read_bytes(), name_blocks)

    @classmethod
    def from_bytes(cls, name: str, content: bytes, name_blocks: bool = True) -> Template:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = tuple((info.filename, package.read(info)) for info in package.infolist() if not info.is_dir())
        compiled: dict[str, tuple[CompiledPart, jinja2.Template]] = {}
        faults: list[TemplateFault] = []
        environment = _environment()
        for part_name, data in parts:
            if TAGGED_PARTS.fullmatch(part_name) and (b"{{" in data or b"{%" in data or _is_body(part_name)):
                part, found = _compile(name, data, name_blocks and _is_body(part_name))
                faults.extend(found)
                template = _jinja_template(environment, part, faults)
                if template is not None:
                    compiled[part_name] = (part, template)
        if faults:
            raise BadTemplate(name, tuple(faults))
        return cls(name, parts, compiled)

    def sources(self) -> tuple[str, ...]:
        """The Jinja source of every part: what the template names and says."""
        return tuple(part.source for part, _ in self.compiled.values())

    def render(self, context: Mapping[str, object]) -> RenderedDocument:
        """The template filled from `context`. Raises BadTemplate where a name is unknown; never prints a blank."""
        sink = io.BytesIO()
        printer = Printer()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for part_name, data in self.parts:
                info = zip_entry(part_name)
                if part_name in self.compiled:
                    with package.open(info, "w") as entry:
                        for chunk in _chunks(self._stream(part_name, context, printer)):
                            entry.write(chunk)
                else:
                    package.writestr(info, data)
        return RenderedDocument(sink.getvalue(), tuple(printer.figures))

    def _stream(self, part_name: str, context: Mapping[str, object], printer: Printer) -> Iterator[str]:
        import jinja2

        part, template = self.compiled[part_name]
        try:
            yield from template.generate({**context, **printer.functions(), "_printer": printer})
        except jinja2.TemplateError as error:
            where = _where(error, part)
            raise BadTemplate(self.name, (TemplateFault(where, str(error.message)),)) from error


def zip_entry(name: str) -> zipfile.ZipInfo:
    """A zip entry whose bytes depend on its content alone (architecture, decision 7)."""
    info = zipfile.ZipInfo(name, FIXED_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def _is_body(part_name: str) -> bool:
    return part_name == BODY_PART


def _compile(template: str, data: bytes, name_blocks: bool) -> tuple[CompiledPart, list[TemplateFault]]:
    from lxml import etree

    compiler = PartCompiler(etree.fromstring(data), template, name_blocks)
    part = compiler.compile()
    return part, compiler.faults


def _jinja_template(
    environment: jinja2.Environment, part: CompiledPart, faults: list[TemplateFault]
) -> jinja2.Template | None:
    import jinja2

    try:
        return environment.from_string(part.source)
    except jinja2.TemplateSyntaxError as error:
        where = part.tags[error.lineno - 2].where if 2 <= error.lineno < len(part.tags) + 2 else "mẫu"
        faults.append(TemplateFault(where, f"thẻ sai cú pháp ({error.message})."))
        return None


def _where(error: BaseException, part: CompiledPart) -> str:
    """The paragraph of the tag that failed: its line in the Jinja source leads back to it."""
    traceback, line = error.__traceback__, 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return part.tags[line - 2].where if 2 <= line < len(part.tags) + 2 and part.tags[line - 2].where else "mẫu"


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


def _environment() -> jinja2.Environment:
    """Jinja sandboxed, strict about names, escaping everything, with delimiters no document can hold."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Unknown(jinja2.StrictUndefined):
        """An unknown name stops the rendering and says what was probably meant."""

        @property
        def _undefined_message(self) -> str:
            name, owner = str(self._undefined_name), self._undefined_obj
            message = f"không có trường “{name}”"
            known = (
                [field for field in dir(owner) if not field.startswith("_")]
                if owner is not jinja2.utils.missing
                else []
            )
            guess = nearest(name, known)
            return f"{message}; có phải là “{guess}”?" if guess else f"{message}."

    @jinja2.pass_context
    def finalize(context: jinja2.runtime.Context, value: Any) -> Any:
        if isinstance(value, jinja2.Undefined):
            return str(value)
        printer: Printer = context["_printer"]
        return printer.text(value)

    environment = ImmutableSandboxedEnvironment(
        variable_start_string=VALUE_OPEN,
        variable_end_string=VALUE_CLOSE,
        block_start_string=BLOCK_OPEN,
        block_end_string=BLOCK_CLOSE,
        comment_start_string=NOTE_OPEN,
        comment_end_string=NOTE_CLOSE,
        undefined=Unknown,
        autoescape=True,
        finalize=finalize,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        phrase=phrase,
        joined=lambda names: join_and([str(name) for name in names]),
        trim_end=lambda text: str(text).rstrip(" .;"),
        lower_first=lambda text: lower_first(str(text)),
        upper_first=lambda text: upper_first(str(text)),
    )
    return environment
