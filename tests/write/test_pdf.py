"""Word files become PDF files through a real LibreOffice; what goes wrong with it is said and never hangs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

import docx
import pytest

from generator.core.problems import ExitCode, OutsideProgram, Severity, WrongUsage
from generator.write.libreoffice import LIBREOFFICE
from generator.write.pdf import PdfFile, font_families, font_problems, page_count, substituted_fonts, to_pdf

needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the false soffice is a shell script")


def word_file(path: Path, pages: int = 1, font: str = "Times New Roman") -> Path:
    document = docx.Document()
    document.styles["Normal"].font.name = font
    document.add_paragraph("Báo cáo tình hình thực hiện Nghị quyết số 57-NQ/TW")
    for _ in range(pages - 1):
        document.add_page_break()
        document.add_paragraph("Trang tiếp theo")
    document.save(str(path))
    return path


def false_soffice(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place; it writes a line to `runs` each time it is started."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\necho run >> {folder}/runs\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(program))
    return folder / "runs"


@needs_libreoffice
def test_many_word_files_become_pdf_files_in_one_run_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    documents = [word_file(tmp_path / "báo cáo.docx"), word_file(tmp_path / "phu-luc-I.docx", pages=3)]
    made = to_pdf(documents, tmp_path / "a")
    assert [(pdf.path, pdf.pages) for pdf in made] == [
        (tmp_path / "a/báo cáo.pdf", 1),
        (tmp_path / "a/phu-luc-I.pdf", 3),
    ]
    assert set(made[0].fonts) <= {"Times New Roman", "Liberation Serif"} and made[0].fonts
    time.sleep(1.1)  # the clock in a PDF counts seconds
    again = to_pdf(documents, tmp_path / "b")
    for one, other in zip(made, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "báo cáo.docx", "phu-luc-I.docx"]


@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is the second opinion")
def test_another_reader_finds_the_same_pages_and_fonts_and_no_damage(tmp_path: Path) -> None:
    (made,) = to_pdf([word_file(tmp_path / "x.docx", pages=2)], tmp_path)
    info = subprocess.run(["pdfinfo", made.path], capture_output=True, text=True, check=True)
    fonts = subprocess.run(["pdffonts", made.path], capture_output=True, text=True, check=True)
    assert "Pages:           2" in info.stdout and info.stderr == "" and "CreationDate" not in info.stdout
    assert [line.split()[0].split("+")[1] for line in fonts.stdout.splitlines()[2:]] == [
        font.replace(" ", "") for font in made.fonts
    ]


@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="poppler makes the packed file")
def test_a_pdf_with_packed_objects_is_read_too(tmp_path: Path) -> None:
    (made,) = to_pdf([word_file(tmp_path / "x.docx", pages=3)], tmp_path)
    subprocess.run(["pdftocairo", "-pdf", made.path, tmp_path / "packed.pdf"], check=True)
    packed = (tmp_path / "packed.pdf").read_bytes()
    assert (page_count(packed), font_families(packed)) == (3, made.fonts)


def test_pages_are_counted_in_object_streams_and_not_in_page_content() -> None:
    inside = zlib.compress(b"4 0 5 30 <</Type/Page/Parent 1 0 R>> <</Type /Page>> <</BaseFont/ABCDEF+DejaVuSans-Bold>>")
    pdf = b"%PDF-1.6\n1 0 obj<</Type/Pages/Count 2>>endobj 2 0 obj<</Type/ObjStm/N 2>>stream\n" + inside
    pdf += b"\nendstream endobj 3 0 obj<</Length 20>>stream\n/Type/Page /Type/Page\nendstream endobj\n%%EOF"
    assert page_count(pdf) == 2
    assert font_families(pdf) == ("DejaVuSans",)


@needs_libreoffice
def test_a_damaged_word_file_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "hỏng.docx").write_bytes(b"not a Word file")
    with pytest.raises(OutsideProgram, match=r"“hỏng\.docx”: LibreOffice không mở được"):
        to_pdf([word_file(tmp_path / "tốt.docx"), tmp_path / "hỏng.docx"], tmp_path / "ra")
    assert not (tmp_path / "ra").exists()


@needs_libreoffice
def test_the_version_is_told() -> None:
    version = LIBREOFFICE.version()
    assert version is not None and int(version.split(".")[0]) >= 6


def test_a_machine_without_libreoffice_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BAOCAO_SOFFICE", raising=False)
    if LIBREOFFICE.find() is not None:
        pytest.skip("LibreOffice stands outside PATH here")
    with pytest.raises(OutsideProgram) as refusal:
        to_pdf([word_file(tmp_path / "x.docx")], tmp_path)
    assert refusal.value.exit_code == ExitCode.OUTSIDE_PROGRAM == 3
    assert "apt install libreoffice-writer" in refusal.value.next_step and "Windows" in refusal.value.next_step
    assert LIBREOFFICE.version() is None


def test_a_variable_that_points_nowhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "nowhere"))
    with pytest.raises(OutsideProgram, match="BAOCAO_SOFFICE"):
        LIBREOFFICE.require()


@needs_shell
def test_a_hanging_libreoffice_is_ended_with_all_it_started_and_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = false_soffice(tmp_path, f"sleep 60 & echo $! >> {tmp_path}/children; wait", monkeypatch)
    document = word_file(tmp_path / "x.docx")
    start = time.monotonic()
    with pytest.raises(OutsideProgram, match="không trả lời sau 1,5 giây"):
        to_pdf([document], tmp_path / "ra", timeout=1.5)
    assert time.monotonic() - start < 30
    assert runs.read_text() == "run\nrun\n"
    children = [int(child) for child in (tmp_path / "children").read_text().split()]
    while any(map(_lives, children)) and time.monotonic() - start < 30:
        time.sleep(0.02)  # what was killed is gone in a moment, not at once
    assert children and not any(map(_lives, children))


def _lives(process: int) -> bool:
    """True if the process runs (one that is dead but not yet collected by the system does not)."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().split(") ")[1][0] not in "ZX"


@needs_shell
def test_a_crash_is_tried_once_more_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = false_soffice(tmp_path, "exit 81", monkeypatch)
    with pytest.raises(OutsideProgram, match="mã lỗi 81"):
        to_pdf([word_file(tmp_path / "x.docx")], tmp_path / "ra")
    assert runs.read_text() == "run\nrun\n"


@needs_shell
@needs_libreoffice
def test_a_crash_that_does_not_come_back_is_not_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = LIBREOFFICE.require()
    script = f'[ "$(wc -l < {tmp_path}/runs)" -eq 1 ] && exit 81\nexec {real} "$@"'
    runs = false_soffice(tmp_path, script, monkeypatch)
    (made,) = to_pdf([word_file(tmp_path / "x.docx")], tmp_path / "ra")
    assert made.pages == 1 and runs.read_text() == "run\nrun\n"


@needs_shell
@pytest.mark.parametrize("output", ["", "%PDF-1.6", "not a pdf"], ids=["empty", "cut", "other"])
def test_a_pdf_without_pages_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    script = f'while [ "$1" != --outdir ]; do shift; done; printf "{output}" > "$2/0000.pdf"'
    false_soffice(tmp_path, script, monkeypatch)
    with pytest.raises(OutsideProgram, match="Không tạo được bản PDF"):
        to_pdf([word_file(tmp_path / "x.docx")], tmp_path / "ra")


@needs_shell
def test_a_file_that_is_no_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"\x7fELF garbage")
    program.chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(program))
    with pytest.raises(OutsideProgram, match="Không chạy được"):
        to_pdf([word_file(tmp_path / "x.docx")], tmp_path / "ra")


def test_a_word_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"Không tìm thấy tệp “.*gone\.docx”"):
        to_pdf([tmp_path / "gone.docx"], tmp_path)


def test_no_documents_need_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_SOFFICE", "nowhere")
    assert to_pdf([], tmp_path) == []


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("BAAAAA+LiberationSerif-BoldItalic", "Liberation Serif"),
        ("TimesNewRomanPSMT", "Times New Roman"),
        ("CAAAAA+TimesNewRomanPS-BoldMT", "Times New Roman"),
        ("TimesNewRoman,Bold", "Times New Roman"),
        ("Times#20New#20Roman", "Times New Roman"),
        ("AAAAAA+DejaVuSans", "DejaVuSans"),
        ("OpenSymbol", "OpenSymbol"),
    ],
)
def test_a_font_name_in_a_pdf_tells_its_family(name: str, family: str) -> None:
    assert font_families(b"<</BaseFont/%s>>" % name.encode()) == (family,)


@pytest.mark.parametrize(
    ("fonts", "codes"),
    [
        (("Times New Roman",), []),
        (("Liberation Serif",), ["XB007"]),
        (("DejaVuSans", "Times New Roman"), ["XB003"]),
        (("DejaVuSans", "Liberation Serif"), ["XB003", "XB007"]),
    ],
)
def test_fonts_in_the_place_of_times_new_roman_are_reported(fonts: tuple[str, ...], codes: list[str]) -> None:
    problems = font_problems(PdfFile(Path("work/x.pdf"), 1, fonts))
    assert {problem.place.file for problem in problems} <= {"x.pdf"}, "a work folder's name would change each time"
    assert [problem.code for problem in problems] == codes
    assert all((problem.severity is Severity.NOTE) == (problem.code == "XB007") for problem in problems)
    assert substituted_fonts(fonts).foreign == tuple(font for font in fonts if font == "DejaVuSans")


@needs_libreoffice
def test_letters_from_another_font_are_found_in_a_real_pdf(tmp_path: Path) -> None:
    (made,) = to_pdf([word_file(tmp_path / "x.docx", font="Liberation Mono")], tmp_path)
    if "LiberationMono" not in made.fonts:
        pytest.skip("Liberation Mono is not installed")
    assert "XB003" in [problem.code for problem in font_problems(made)]
