"""Word files → PDF files: many in one run of LibreOffice, checked, with the same bytes for the same document.

LibreOffice 7.4 does not heed SOURCE_DATE_EPOCH in a PDF: two runs differ in the dates, /ID and /DocChecksum, and in
nothing else. `without_clock` blanks the date and derives the other two from the content.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.core.limits import CONVERSION
from generator.core.problems import OutsideProgram, Place, Problem, WrongUsage
from generator.core.vietnamese import number_text
from generator.write.files import write_file
from generator.write.libreoffice import LIBREOFFICE, Run, run
from generator.write.lone_headings import print_kept_together
from generator.write.refusals import plain_refusals

# --- the colour profile in a PDF/A: LibreOffice writes into it the moment it was made, compressed ---------------------

_PROFILE = re.compile(rb"/N 3\s*/Length (\d+) 0 R\s*/Filter\s*/FlateDecode\s*>>\s*stream\r?\n", re.DOTALL)
_TABLE = re.compile(rb"\nxref\r?\n0 \d+\r?\n((?:\d{10} \d{5} [nf][ \r][\r\n])+)trailer")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n)")
_START = re.compile(rb"startxref\r?\n(\d+)")
_SIGNATURE = slice(36, 40)
_MOMENT = slice(24, 36)
"""Year, month, day, hour, minute, second of two bytes each (ISO 15076-1, 7.2.8)."""
_DAY = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
_CHECKSUM = slice(84, 100)
"""A profile's own checksum; all zero where there is none (7.2.18)."""


def without_moment(pdf: bytes) -> bytes:
    """The PDF with a fixed day in its colour profile; itself if it has none, or none that can be replaced."""
    found, table, start = _PROFILE.search(pdf), _TABLE.search(pdf), _START.search(pdf)
    if found is None or table is None or start is None or pdf.count(b"startxref") != 1:
        return pdf
    length = re.compile(rb"\n%s 0 obj\r?\n(\d+)" % found[1]).search(pdf, found.end())
    if length is None:
        return pdf
    begin, end = found.end(), found.end() + int(length[1])  # its last byte may be one that ends a line
    try:
        profile = bytearray(zlib.decompress(pdf[begin:end]))
    except zlib.error:
        return pdf
    if profile[_SIGNATURE] != b"acsp":
        return pdf
    profile[_MOMENT], profile[_CHECKSUM] = _DAY, bytes(16)
    stream = zlib.compress(bytes(profile), 9)
    moved = len(stream) - (end - begin)
    return b"".join(
        (
            pdf[:begin],
            stream,
            pdf[end : length.start(1)],
            b"%0*d" % (len(length[1]), len(stream)),
            pdf[length.end(1) : table.start(1)],
            _ENTRY.sub(lambda entry: _shifted(entry, begin, moved), table[1]),
            pdf[table.end(1) : start.start(1)],
            b"%d" % (int(start[1]) + moved),
            pdf[start.end(1) :],
        )
    )


def _shifted(entry: re.Match[bytes], behind: int, moved: int) -> bytes:
    place = int(entry[1])
    return b"%010d%s" % (place + moved if place > behind else place, entry[2])


_TRIES = 2
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_FONT = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]()]+)")
_DATE = re.compile(
    rb"/(?:CreationDate|ModDate)\s*\(D(?::|\\072)[^)]*\)"
    rb'|<xmp:(CreateDate|ModifyDate)>[^<]*</xmp:\1>|\sxmp:(?:CreateDate|ModifyDate)="[^"]*"'
)
_ID = re.compile(rb"(/ID\s*\[\s*)<([0-9A-Fa-f]{32})>(\s*)<[0-9A-Fa-f]{32}>|(/DocChecksum\s*/)[0-9A-Fa-f]{32}")
_TIMES, _TWIN = "Times New Roman", "Liberation Serif"


@dataclass(frozen=True, slots=True)
class PdfForm:
    """How PDF files are made: `archival` as PDF/A, `signing` with empty signature fields."""

    archival: bool = False
    signing: bool = False


PLAIN = PdfForm()
_ARCHIVAL = ':{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""PDF/A-2b, with the structure of the text in it."""
_IS_ARCHIVAL = re.compile(rb"<pdfaid:part>|pdfaid:part=")


def is_archival(pdf: bytes) -> bool:
    """Whether a PDF says of itself that it is PDF/A."""
    return bool(_IS_ARCHIVAL.search(pdf))


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF that is there: its path, its number of pages, the font families in it (sorted)."""

    path: Path
    pages: int
    fonts: tuple[str, ...]


def to_pdf(documents: Sequence[Path], out: Path, timeout: float | None = None, form: PdfForm = PLAIN) -> list[PdfFile]:
    """The PDF of each Word file, in the same order, written to `out` under the file's own stem.

    One run of LibreOffice does them all; after a crash, or after `timeout` seconds (by default the limit CONVERSION),
    what is missing is tried once more. Of `form` only `archival` counts here. Raises OutsideProgram (exit code 3), and
    then nothing was written.
    """
    if len({path.stem for path in documents}) < len(documents):
        raise ValueError("two documents would give one PDF name")
    for path in documents:
        if not path.is_file():
            raise WrongUsage(f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại tên và thư mục của tệp.")
    if not documents:
        return []
    program = LIBREOFFICE.require()
    with tempfile.TemporaryDirectory(prefix="baocao-pdf-", ignore_cleanup_errors=True) as name:
        contents = _convert(program, documents, Path(name), timeout or CONVERSION.value(), form)
    with plain_refusals(out):
        out.mkdir(parents=True, exist_ok=True)
    return [_write(out / f"{path.stem}.pdf", content) for path, content in zip(documents, contents, strict=True)]


def _convert(program: Path, documents: Sequence[Path], work: Path, timeout: float, form: PdfForm) -> list[bytes]:
    # Plain names: LibreOffice must neither meet a lock file nor a name that its locale cannot spell.
    copies = [work / f"{number:04}{path.suffix}" for number, path in enumerate(documents)]
    for path, copy in zip(documents, copies, strict=True):
        with plain_refusals(copy):
            shutil.copyfile(path, copy)
    last = Run(0, "")
    for _ in range(_TRIES):
        missing = [copy for copy in copies if not is_whole(copy.with_suffix(".pdf"))]
        if missing:
            last = run(program, arguments(missing, work, form), timeout)
    for path, copy in zip(documents, copies, strict=True):
        if not is_whole(copy.with_suffix(".pdf")):
            raise failure(path, last, timeout)
    print_kept_together(copies, lambda again: run(program, arguments(again, work, form), timeout))
    return [without_clock(copy.with_suffix(".pdf").read_bytes()) for copy in copies]


def arguments(documents: Sequence[Path], out: Path, form: PdfForm = PLAIN) -> list[str]:
    """What LibreOffice is told to write the PDF of every document into `out`."""
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    # Without a stated filter a damaged Word file would be set as plain text, and pass for a report.
    source = ["--infilter=MS Word 2007 XML"] if all(path.suffix.lower() == ".docx" for path in documents) else []
    target = ["--convert-to", f"pdf:writer_pdf_Export{_ARCHIVAL if form.archival else ''}", "--outdir", str(out)]
    return [*options, *source, *target, *map(str, documents)]


def is_whole(path: Path) -> bool:
    """True if a PDF stands there, to its end, with pages."""
    if not path.is_file():
        return False
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] and page_count(content) > 0


def failure(document: Path, last: Run, timeout: float) -> OutsideProgram:
    """Why a document has no PDF, after its `last` run of at most `timeout` seconds."""
    if last.code is None:
        what = f"LibreOffice không trả lời sau {number_text(Decimal(str(timeout)))} giây, đã thử {_TRIES} lần"
    elif last.code:
        what = f"LibreOffice dừng với mã lỗi {last.code}, đã thử {_TRIES} lần"
    else:
        what = "LibreOffice không mở được tệp này"
    return OutsideProgram(
        f"Không tạo được bản PDF của “{document.name}”: {what}.",
        "Mở thử tệp bằng Word hoặc LibreOffice; nếu mở được, đóng các cửa sổ LibreOffice khác rồi chạy lại.",
    )


def _write(path: Path, content: bytes) -> PdfFile:
    write_file(path, content)
    return PdfFile(path, page_count(content), font_families(content))


# --- reading a PDF -------------------------------------------------------------------------------


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return len(_PAGE.findall(_objects(pdf)))


def font_families(pdf: bytes) -> tuple[str, ...]:
    """The families of the fonts in the PDF, sorted: "Liberation Serif", "Times New Roman"; others as the PDF spells."""
    return tuple(sorted({_family(name.decode("latin-1")) for name in _FONT.findall(_objects(pdf))}))


def _objects(pdf: bytes) -> bytes:
    """The PDF's dictionaries without the content of its streams; those packed in object streams are unpacked."""
    parts: list[bytes] = []
    position = 0
    for stream in _STREAM.finditer(pdf):
        head = pdf[position : stream.start()]
        parts.append(head)
        if b"/ObjStm" in head:
            parts.append(zlib.decompressobj().decompress(stream[1]))
        position = stream.end()
    return b"\n".join((*parts, pdf[position:]))


def _family(name: str) -> str:
    """ "ABCDEF+LiberationSerif-BoldItalic" → "Liberation Serif"."""
    spelled = re.sub(r"#([0-9A-Fa-f]{2})", lambda code: chr(int(code[1], 16)), name)
    bare = re.split(r"[-,]", re.sub(r"^[A-Z]{6}\+", "", spelled))[0]
    plain = re.sub(r"PS(MT)?$|MT$", "", bare.replace(" ", ""))
    known = {family.replace(" ", ""): family for family in (_TIMES, _TWIN)}
    return known.get(plain, bare)


def without_clock(pdf: bytes) -> bytes:
    """The PDF without the moment it was made."""
    blank = _DATE.sub(lambda found: b" " * len(found[0]), without_moment(pdf))
    blank = _ID.sub(lambda found: _mark(found, b"0" * 32), blank)
    mark = hashlib.sha256(blank).hexdigest()[:32].upper().encode()
    return _ID.sub(lambda found: _mark(found, mark), blank)


def _mark(found: re.Match[bytes], mark: bytes) -> bytes:
    if found[4] is not None:
        return found[4] + mark
    return found[1] + b"<" + mark + b">" + found[3] + b"<" + mark + b">"


# --- fonts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Substitution:
    """Fonts that are not Times New Roman: its twin of the same measures, and others, which change the page."""

    twin: tuple[str, ...]
    foreign: tuple[str, ...]


def substituted_fonts(fonts: Iterable[str]) -> Substitution:
    """Which of the font families stand in for Times New Roman (NĐ 30/2020, Phụ lục I, phần I, mục 3)."""
    others = sorted(set(fonts) - {_TIMES})
    twin = tuple(font for font in others if font == _TWIN)
    return Substitution(twin, tuple(font for font in others if font != _TWIN))


def font_problems(pdf: PdfFile) -> tuple[Problem, ...]:
    """XB003 if letters came from a foreign font, XB007 (a note) if Liberation Serif stands in for Times New Roman."""
    found, place, problems = substituted_fonts(pdf.fonts), Place(file=pdf.path.name), []
    if found.foreign:
        message = f"Bản PDF có chữ không phải phông {_TIMES}: {', '.join(found.foreign)}."
        fix = f"Cài phông {_TIMES} (hoặc {_TWIN}) rồi tạo lại; kiểm tra tệp Word có chữ đặt phông khác không."
        problems.append(Problem("XB003", place, message, fix))
    if found.twin:
        message = f"Máy này không có phông {_TIMES}; bản PDF dùng {_TWIN}, cùng kích thước chữ nên trang không đổi."
        fix = f"Nếu cần đúng phông, cài {_TIMES} rồi tạo lại bản PDF."
        problems.append(Problem("XB007", place, message, fix))
    return tuple(problems)
