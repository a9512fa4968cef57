"""Templates that need docxtpl's whole language, rendered by docxtpl itself, as strictly as by the fast compiler.

The template comes with its tags marked and its blocks named; what docxtpl alone knows stands as it was typed. The
marks become tags again, docxtpl does with them what it does with all, and Jinja runs in the sandbox of language.py:
unknown names stop it, values are text, figures are noted with their block. What comes out is looked through: markup in
the place of text is a fault, containers are filled, properties stand in their order. Same input, same bytes.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage, RichText, RichTextParagraph
from docxtpl.subdoc import Subdoc
from jinja2 import nodes
from lxml import etree

from generator.core.figures import Figure
from generator.office.names import serialize
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.soundness import texts_with_markup
from generator.office.streamed_zip import PackedPart, StreamedZip
from generator.render.both_engines import CANNOT, MISUSE, mended
from generator.render.language import add_language, syntax_fault
from generator.render.printer import Printer
from generator.render.tag_places import typed
from generator.render.tags import MARK, MARK_CLOSE, MARK_OPEN, BadTemplate, CompiledPart, Tag, TemplateFault, excerpt
from generator.render.template import LEFT_OVER, PartCompiler
from generator.render.template_code import TemplateEnvironment
from generator.render.word_values import BesideFiles, NoSuchFile

_RAW = re.compile(r"(\{%-?\s*raw\b.*?endraw\s*-?%\})", re.DOTALL)
_OPENING = re.compile(r"(\{\{|\{%)(-?)")
_TAG_OF_LINE = re.compile(r"(?:\{\{|\{%)-?\n(.*?)(?:-?\}\}|-?%\})", re.DOTALL)
_BRACES = {brace: f"{MARK_OPEN}{number}x{MARK_CLOSE}" for number, brace in enumerate(("{_{", "}_}", "{_%", "%_}"))}
"""docxtpl's way to write braces that are no tag, and what stands for them while the values are printed."""
_BARE = re.compile(r"^(?:\{\{|\{%)-?(?:r|p|tr|tc)?\s+|\s*-?(?:\}\}|%\})$")
_PLAIN_PROPERTY = re.compile(r"[\w #:.,-]{0,64}")
_FILLED = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes)\.xml")
_EMPTY_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
"""A picture of one point, in the place of one that comes with the workbook."""


def filled_by_docxtpl(
    name: str,
    content: bytes,
    context: Mapping[str, object],
    printer: Printer,
    beside: BesideFiles,
    name_blocks: bool,
) -> bytes:
    """The template filled. Raises BadTemplate."""
    tags: list[Tag] = []
    foreign: list[Tag] = []
    template = _Filling(_marked(name, content, (tags, foreign), name_blocks), name, tags)
    template.foreign_tags = foreign
    mixed = _Mixed.of(printer)
    functions = {**mixed.functions(), **_WordValues(template, beside).functions(), "_printer": mixed}
    sink = io.BytesIO()
    state = random.getstate()
    random.seed(hashlib.sha256(content).digest())  # docxcompose draws numbers of lists; same input, same bytes
    try:
        template.render({**context, **functions}, _environment())
        template.save(sink)
    except (KeyError, ValueError, TypeError, AttributeError, etree.LxmlError, OSError) as error:
        raise BadTemplate(
            name,
            (
                TemplateFault(
                    "mẫu",
                    f"docxtpl không in được mẫu này ({error}).",
                ),
            ),
        ) from error
    finally:
        random.setstate(state)
    return mended(sink.getvalue())


def _marked(name: str, content: bytes, found: tuple[list[Tag], list[Tag]], name_blocks: bool) -> bytes:
    """The file with marks in the place of the tags that both engines know; `found` gets those, and docxtpl's own."""
    tags, foreign = found
    package, source = StreamedZip(), Package.made(content)
    for part, data in source.parts.items():
        if _FILLED.fullmatch(part):
            body = part == source.main
            compiler = PartCompiler(source.take(part), name, name_blocks and body, tags, for_docxtpl=True)
            compiler.mark()
            foreign += compiler.foreign
            data = serialize(compiler.root)
        package.add(PackedPart.of(part, data))
    return package.finished()


def _environment() -> jinja2.Environment:
    return add_language(_Environment(autoescape=True, optimized=False, keep_trailing_newline=True))


class _Environment(TemplateEnvironment):
    """The sandbox of language.py with docxtpl's delimiters; every loop's item names the blocks in it."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _name_loops(tree, 0)
        return tree


def _name_loops(node: nodes.Node, level: int) -> None:
    for child in node.iter_child_nodes():
        _name_loops(child, level + isinstance(node, nodes.For))
    if isinstance(node, nodes.For):
        item: nodes.Expr = nodes.Const(None)
        if isinstance(node.target, nodes.Name):
            item = nodes.Name(node.target.name, "load")
        index = nodes.Getattr(nodes.Name("loop", "load"), "index", "load")
        key = nodes.Assign(nodes.Name(f"_key{level}", "store"), nodes.Tuple([item, index], "load"))
        key.set_lineno(node.lineno)
        node.body.insert(0, key)


class _Mixed(Printer):
    """A printer that lets through what docxtpl makes."""

    @classmethod
    def of(cls, printer: Printer) -> _Mixed:
        """A printer that notes figures and charts where the other does."""
        made = cls()
        made.figures, made.charts, made.notes, made.names, made.numbers = (
            printer.figures,
            printer.charts,
            printer.notes,
            printer.names,
            printer.numbers,
        )
        return made

    def text(self, value: object) -> str:
        if isinstance(value, InlineImage | RichText | RichTextParagraph | Subdoc):
            return str(value)
        return super().text(value)


class _Filling(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl with our marks, our sandbox and our words for what is wrong."""

    def __init__(self, content: bytes, name: str, tags: list[Tag]) -> None:
        super().__init__(io.BytesIO(content))
        self.name_of_template, self.marked_tags = name, tags
        self.foreign_tags: list[Tag] = []

    def patch_xml(self, src_xml: str) -> str:
        return str(super().patch_xml(MARK.sub(self._as_typed, src_xml.replace("\n", " "))))

    def _as_typed(self, mark: re.Match[str]) -> str:
        tag = self.marked_tags[int(mark[1])]
        return f"{{% {tag.source} %}}" if tag.block else f"{{{{ {tag.source} }}}}"

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        pieces = _RAW.split(src_xml)
        pieces[::2] = [_OPENING.sub(r"\1\2" + "\n", piece) for piece in pieces[::2]]
        source = "".join(pieces)
        for brace, kept in _BRACES.items():
            source = source.replace(brace, kept)
        try:
            made = jinja_env.from_string(source)
            text = "".join(made.generate(context))
        except jinja2.TemplateSyntaxError as error:
            said = syntax_fault(error, CompiledPart("", [])).message
            raise self._bad(self._where(source, error.lineno), said) from error
        except jinja2.TemplateError as error:
            raise self._bad(self._where(source, _line(error)), str(error.message)) from error
        except NoSuchFile as error:
            raise self._bad(self._where(source, _line(error)), str(error)) from error
        except MISUSE as error:
            raise self._bad(self._where(source, _line(error)), CANNOT) from error
        for brace, kept in _BRACES.items():
            text = text.replace(kept, brace.replace("_", ""))
        self._look_through(text)
        return str(self.resolve_listing(text))

    def _look_through(self, text: str) -> None:
        """docxtpl reads what it printed leniently and drops what it cannot; here that is a fault."""
        try:
            root = etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True))
        except etree.XMLSyntaxError as error:
            raise self._bad("mẫu", "các thẻ lồng nhau sai chỗ, văn bản in ra bị hỏng.") from error
        if (wrong := next(texts_with_markup(root), None)) is not None:
            inside = "".join(str(piece) for piece in wrong.itertext())
            message = "chữ có định dạng phải đặt bằng thẻ {{r …}}, tệp ghép bằng thẻ {{p …}}."
            raise self._bad(f"“{excerpt(inside)}”", message)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The properties of the file are filled already."""

    def _bad(self, where: str, message: str) -> BadTemplate:
        return BadTemplate(self.name_of_template, (TemplateFault(where, message),))

    def _where(self, source: str, line: int) -> str:
        """The paragraph of the tag that a line of the source begins in."""
        lines = source.split("\n")
        tail = "\n".join(lines[line - 2 : line + 1]) if line >= 2 else source[:200]
        found = _TAG_OF_LINE.search(tail[max(0, len(lines[line - 2]) - 3) :]) if line >= 2 else None
        wanted = " ".join(found[1].split()) if found else ""
        typed = [*self.marked_tags, *(Tag(_BARE.sub("", one.source), one.where) for one in self.foreign_tags)]
        places = (tag.where for tag in typed if wanted and " ".join(tag.source.split()) == wanted)
        return next(places, f"thẻ “{wanted}”" if wanted else "mẫu")


def _line(error: BaseException) -> int:
    traceback, line = error.__traceback__, 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


class _WordValues:
    """The functions that give a template pictures, documents and text with looks."""

    def __init__(self, template: _Filling, beside: BesideFiles) -> None:
        self.template, self.beside = template, beside

    def functions(self) -> dict[str, Callable[..., object]]:
        return {
            "picture": self.picture,
            "subdocument": self.subdocument,
            "rich_text": self.rich_text,
            "rich_paragraph": self.rich_paragraph,
        }

    def picture(self, file: str, width: float | None = None, height: float | None = None) -> InlineImage:
        """A picture; width and height in cm."""
        data = self.beside.read(file) or _EMPTY_PICTURE
        size = [Cm(float(one)) if one is not None else None for one in (width, height)]
        image = InlineImage(self.template, io.BytesIO(data), *size)
        try:
            self.template.docx.part.package.get_or_add_image_part(io.BytesIO(data))
        except (UnrecognizedImageError, ValueError, KeyError, IndexError, EOFError) as error:
            raise NoSuchFile(f"“{file}” không phải là ảnh PNG, JPEG, GIF, BMP hoặc TIFF.") from error
        return image

    def subdocument(self, file: str) -> Subdoc | str:
        """Another Word file, put in where it is called."""
        data = self.beside.read(file)
        if data is None:
            return ""
        try:
            package = Package.open(data)
        except Unreadable as error:
            raise NoSuchFile(f"“{file}”: {error}.") from error
        if left := LEFT_OVER.search(typed(package.tree(package.main))):
            raise NoSuchFile(f"tệp “{file}” còn thẻ “{excerpt(left[0])}”, tệp ghép không được điền.")
        return self.template.new_subdoc(io.BytesIO(package.save()))

    def rich_text(self, text: object, **looks: object) -> RichText:
        """Text with looks of its own: bold, italic, underline, strike, color, size (points), font, style."""
        return RichText(_shown(text), **_looks(looks))

    def rich_paragraph(self, text: object, style: str = "", **looks: object) -> RichTextParagraph:
        """A paragraph of its own, of a style of the template."""
        inner = text if isinstance(text, RichText) else RichText(_shown(text), **_looks(looks))
        return RichTextParagraph(inner, **({"parastyle": _safe(style)} if style else {}))


_LOOKS = {
    "style", "color", "highlight", "size", "subscript", "superscript", "bold", "italic", "underline", "strike", "font",
}  # fmt: skip


def _looks(looks: Mapping[str, object]) -> dict[str, object]:
    wrong = [name for name in looks if name not in _LOOKS]
    if wrong:
        raise NoSuchFile(f"rich_text không có “{wrong[0]}”; chỉ có {', '.join(sorted(_LOOKS))}.")
    made = {name: _safe(value) if isinstance(value, str) else value for name, value in looks.items()}
    if "size" in made:
        made["size"] = round(float(str(made["size"])) * 2)
    return made


def _safe(value: str) -> str:
    if not _PLAIN_PROPERTY.fullmatch(value):
        raise NoSuchFile(f"“{excerpt(value)}” không dùng được làm định dạng.")
    return value


def _shown(text: object) -> str:
    return text.text if isinstance(text, Figure) else "" if text is None else str(text)
