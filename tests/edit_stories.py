"""Stories of edits and data on a built report, and a reading of Word files that owes nothing to the program's own."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.stories.build import build
from generator.stories.jobs import Job, Outcome
from tests.built_report import DOSSIER, PERIOD

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = (f"{W}del", f"{W}moveFrom")


# --- reading -------------------------------------------------------------------------------------


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def plain(text: str) -> str:
    """A text with the spaces at which no line ends as usual ones."""
    return text.replace("\u00a0", " ")


def words_of(element: etree._Element) -> str:
    """What a reader reads in a paragraph or cell; a paragraph's end is a space."""
    found: list[str] = []
    for node in element.iter():
        if any(above.tag in _GONE for above in node.iterancestors()):
            continue
        if node.tag == f"{W}t":
            found.append(node.text or "")
        elif node.tag in (f"{W}br", f"{W}tab", f"{W}cr", f"{W}p"):
            found.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            found.append("-")
    return re.sub(r"\s+", " ", "".join(found)).strip()


def lines_in(content: bytes) -> list[str]:
    """The body of a Word file, a line a paragraph or row (its cells between bars)."""
    body = part(content).find(f"{W}body")
    assert body is not None
    return [line for line in _lines(body) if line.strip(" |")]


def _lines(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield words_of(child)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                yield " | ".join(words_of(cell) for cell in row.iter(f"{W}tc"))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from _lines(child)


@dataclass(frozen=True)
class Section:
    """A section as it prints: its paper, and the words of its headers and footers."""

    landscape: bool
    width: str
    starts: str
    frame: tuple[tuple[str, str, str], ...]


def sections_in(content: bytes) -> list[Section]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = {
            one.get("Id"): f"word/{one.get('Target')}"
            for one in etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        }
        found = []
        inherited: dict[tuple[str, str], str] = {}
        for section in etree.fromstring(archive.read("word/document.xml")).iter(f"{W}sectPr"):
            size = section.find(f"{W}pgSz")
            for one in section:
                if one.tag in (f"{W}headerReference", f"{W}footerReference"):
                    key = (etree.QName(one).localname[:6], one.get(f"{W}type", ""))
                    inherited[key] = words_of(etree.fromstring(archive.read(str(relations[one.get(f"{R}id")]))))
            numbers = section.find(f"{W}pgNumType")
            found.append(
                Section(
                    size is not None and size.get(f"{W}orient") == "landscape",
                    size.get(f"{W}w", "") if size is not None else "",
                    numbers.get(f"{W}start", "") if numbers is not None else "",
                    tuple(sorted((kind, place, text) for (kind, place), text in inherited.items())),
                )
            )
        return found


def comments_in(content: bytes) -> list[str]:
    """The comments, each in the words it says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "word/comments.xml" not in archive.namelist():
            return []
        return [words_of(one) for one in etree.fromstring(archive.read("word/comments.xml")).iter(f"{W}comment")]


# --- a dossier and its report ----------------------------------------------------------------------


@dataclass
class Story:
    """A workbook, its output folder, and what happens to them."""

    place: Path
    dossier: Path
    out: Path

    @classmethod
    def begin(cls, place: Path, combined: bool = False, built: bool = True) -> Story:
        place.mkdir(parents=True, exist_ok=True)
        dossier = place / "ho-so.xlsx"
        shutil.copy(DOSSIER, dossier)
        story = cls(place, dossier, place / "ra")
        if built:
            story.build(combined=combined)
        return story

    @property
    def folder(self) -> Path:
        return self.out / "ho-so" / PERIOD

    def build(self, **asked: object) -> Outcome:
        return build(Job(self.dossier, PERIOD, out=self.out, **asked))  # type: ignore[arg-type]

    def fresh(self, **asked: object) -> dict[str, bytes]:
        """What the program would write if nobody had edited anything."""
        out = self.place / "moi"
        shutil.rmtree(out, ignore_errors=True)
        folder = build(Job(self.dossier, PERIOD, out=out, **asked)).published.folder  # type: ignore[arg-type]
        return {one.name: one.read_bytes() for one in folder.iterdir() if one.suffix == ".docx"}

    def bytes_of(self, name: str = "bao-cao.docx") -> bytes:
        return (self.folder / name).read_bytes()

    def put(self, content: bytes, name: str = "bao-cao.docx") -> None:
        (self.folder / name).write_bytes(content)

    def edit(self, change: Callable[[etree._Element], object], name: str = "bao-cao.docx") -> None:
        """A person changes the body of a file."""
        self.put(edited(self.bytes_of(name), change), name)

    def data(self, change: Callable[[Workbook], object]) -> None:
        """A person changes the workbook."""
        book = load_workbook(self.dossier)
        change(book)
        book.save(self.dossier)


def edited(content: bytes, change: Callable[[etree._Element], object], name: str = "word/document.xml") -> bytes:
    """A Word file with one part changed, everything else as it was."""
    source = zipfile.ZipFile(io.BytesIO(content))
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == name:
                tree = etree.fromstring(data)
                change(tree)
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(info.filename, data)
    return sink.getvalue()


# --- what people do ----------------------------------------------------------------------------------


def paragraph_with(root: etree._Element, text: str) -> etree._Element:
    return next(one for one in root.iter(f"{W}p") if text in words_of(one))


def row_with(root: etree._Element, text: str) -> etree._Element:
    return next(one for one in root.iter(f"{W}tr") if text in words_of(one))


def append_words(text: str, words: str = " (đã xem)") -> Callable[[etree._Element], None]:
    """A word is typed at the end of the paragraph that has `text`."""

    def change(root: etree._Element) -> None:
        last = list(paragraph_with(root, text).iter(f"{W}t"))[-1]
        last.text = (last.text or "") + words
        last.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return change


def replace_words(old: str, new: str) -> Callable[[etree._Element], None]:
    """Words of one run are typed over."""

    def change(root: etree._Element) -> None:
        node = next(one for one in root.iter(f"{W}t") if old in plain(one.text or ""))
        text = node.text or ""
        at = plain(text).index(old)
        node.text = text[:at] + new + text[at + len(old) :]

    return change


def write_cell(row: str, column: int, text: str) -> Callable[[etree._Element], None]:
    """A table's cell is written by hand."""

    def change(root: etree._Element) -> None:
        cell = list(row_with(root, row).iter(f"{W}tc"))[column]
        nodes = list(cell.iter(f"{W}t"))
        if not nodes:
            run = etree.SubElement(next(cell.iter(f"{W}p")), f"{W}r")
            nodes = [etree.SubElement(run, f"{W}t")]
        nodes[0].text = text
        for other in nodes[1:]:
            other.text = ""

    return change


def split_paragraph(text: str, behind: str) -> Callable[[etree._Element], None]:
    """Enter is pressed behind some words of a paragraph."""

    def change(root: etree._Element) -> None:
        paragraph = paragraph_with(root, text)
        second = etree.fromstring(etree.tostring(paragraph))
        for mark in list(second.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        left = len(words_of(paragraph).split(behind)[0]) + len(behind)
        _keep(paragraph, 0, left)
        _keep(second, left, 10**6)
        first = next(second.iter(f"{W}t"))
        while not (first.text or "").strip():
            first = next(one for one in second.iter(f"{W}t") if (one.text or "").strip())
        first.text = (first.text or "").lstrip()
        paragraph.addnext(second)

    return change


def _keep(paragraph: etree._Element, start: int, end: int) -> None:
    at = 0
    for node in paragraph.iter(f"{W}t"):
        text = node.text or ""
        node.text = text[max(start - at, 0) : max(end - at, 0)]
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(text)


def swap_columns(heading: str, one: int, other: int) -> Callable[[etree._Element], None]:
    """Two columns of the table with `heading` change places, as cutting and pasting a column does."""

    def change(root: etree._Element) -> None:
        table = next(t for t in root.iter(f"{W}tbl") if heading in words_of(t))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            if len(cells) > max(one, other):
                first, second = cells[one], cells[other]
                place = row.index(first), row.index(second)
                row[place[0]] = etree.Element("x")
                row[place[1]] = first
                row[place[0]] = second
        grid = table.find(f"{W}tblGrid")
        if grid is not None:
            widths = list(grid)
            a, b = dict(widths[one].attrib), dict(widths[other].attrib)
            for key, value in b.items():
                widths[one].set(key, value)
            for key, value in a.items():
                widths[other].set(key, value)

    return change


def delete_column(heading: str, place: int) -> Callable[[etree._Element], None]:
    """A column of the table with `heading` is deleted."""

    def change(root: etree._Element) -> None:
        table = next(t for t in root.iter(f"{W}tbl") if heading in words_of(t))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            if len(cells) > place:
                row.remove(cells[place])

    return change
