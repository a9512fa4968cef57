"""The Word files of many reports → PDF files: as many as possible in one run of LibreOffice, each on its own feet.

LibreOffice takes the files of a run in order and writes each PDF as soon as it is done. So when a run crashes or
hangs, the first file without a PDF is the likely cause: it is tried alone, the others go on together. A file that
kills LibreOffice costs two runs and nothing else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.limits import CONVERSION
from generator.core.problems import OutsideProgram, Problem
from generator.lint.identity import Identity
from generator.write.libreoffice import LIBREOFFICE, Run, run
from generator.write.lone_headings import lone_heading_problems, print_kept_together
from generator.write.pdf import (
    PLAIN,
    PdfFile,
    PdfForm,
    arguments,
    failure,
    font_families,
    font_problems,
    is_whole,
    page_count,
)
from generator.write.pdf import without_clock as unclocked
from generator.write.pdf_title import entitled, signable

_FRUITLESS_RUNS, _FRUITLESS_HANGS = 6, 3
"""So many runs one after the other without a single PDF: LibreOffice itself is at fault, not a file. Fewer where it
does not answer, for each costs as much as a person is ready to wait: all of the files, the first alone, the others."""
_MOST_HANGS = 6
"""And so many hangs in all, for as many files that stop it."""


PdfFiles = tuple[dict[str, bytes], tuple[PdfFile, ...], tuple[Problem, ...]]
"""Of one report: name → bytes of its PDFs, what each is like, and fonts that had to be replaced."""


def print_reports(
    reports: Sequence[Mapping[str, bytes]],
    while_waiting: Callable[[], None] = lambda: None,
    seconds: float | None = None,
    form: PdfForm = PLAIN,
) -> list[PdfFiles | OutsideProgram]:
    """The PDFs of each report (name → bytes of its files), in order; of one that cannot be printed, why.

    LibreOffice may take `seconds` (by default the limit CONVERSION) without another PDF; then it hangs. `while_waiting`
    is called several times a second; what it raises ends LibreOffice. Raises OutsideProgram if there
    is no LibreOffice at all, or nothing to make signature fields with.
    """
    program = LIBREOFFICE.require()
    documents = [entitled({n: one for n, one in files.items() if n.endswith(".docx")}) for files in reports]
    with tempfile.TemporaryDirectory(prefix="baocao-pdf-", ignore_cleanup_errors=True) as name:
        printing = _Printing(program, Path(name), while_waiting, seconds or CONVERSION.value(), form)
        copies = [_copies(Path(name), number, titled) for number, (titled, _) in enumerate(documents)]
        printing.print_all([copy for report in copies for copy in report.values()])
        return [printing.report(*one) for one in zip(copies, (known for _, known in documents), strict=True)]


def _copies(work: Path, number: int, files: Mapping[str, bytes]) -> dict[str, Path]:
    """File name → its copy under a plain name of its own."""
    copies = {name: work / f"{number:04}-{place:03}.docx" for place, name in enumerate(sorted(files))}
    for name, copy in copies.items():
        copy.write_bytes(files[name])
    return copies


@dataclass(slots=True)
class _Printing:
    program: Path
    work: Path
    while_waiting: Callable[[], None]
    seconds: float
    form: PdfForm
    fruitless: int = 0
    hung: int = 0
    """Runs one after the other without a PDF that did not answer; `hangs` counts all that did not."""
    hangs: int = 0
    failures: dict[Path, Run] = field(default_factory=dict)
    """Of each file without a PDF: how its last run ended."""

    def print_all(self, copies: Sequence[Path]) -> None:
        """Every PDF that can be had; no file is tried more than twice but for another's sake."""
        missing = self._run(copies)
        while missing and not self._is_vain():
            self._run(missing[:1])
            missing = self._run(missing[1:])
        print_kept_together(copies, self._run)

    def _is_vain(self) -> bool:
        return self.fruitless >= _FRUITLESS_RUNS or self.hung >= _FRUITLESS_HANGS or self.hangs >= _MOST_HANGS

    def _run(self, copies: Sequence[Path]) -> list[Path]:
        """One run; gives the files that still have no PDF."""
        if not copies or self._is_vain():
            return list(copies)
        told = [self.work / f"{copy.stem}.pdf" for copy in copies]

        def made() -> int:
            self.while_waiting()
            return sum(pdf.exists() for pdf in told)

        ended = run(self.program, arguments(copies, self.work, self.form), self.seconds, made)
        missing = [copy for copy in copies if not is_whole(copy.with_suffix(".pdf"))]
        self.failures.update((copy, ended) for copy in missing)
        none = len(missing) == len(copies)
        self.fruitless = self.fruitless + 1 if none else 0
        self.hung = self.hung + 1 if none and ended.code is None else 0
        self.hangs += ended.code is None
        return missing

    def report(self, copies: Mapping[str, Path], identities: Mapping[str, Identity]) -> PdfFiles | OutsideProgram:
        contents: dict[str, bytes] = {}
        for name, copy in copies.items():
            pdf = copy.with_suffix(".pdf")
            if not is_whole(pdf):
                return failure(Path(name), self.failures[copy], self.seconds)
            contents[f"{Path(name).stem}.pdf"] = unclocked(pdf.read_bytes())
        made = tuple(PdfFile(Path(name), page_count(pdf), font_families(pdf)) for name, pdf in contents.items())
        problems = {one.code + one.message: one for pdf in made for one in font_problems(pdf)}
        alone = lone_heading_problems({name: copy.read_bytes() for name, copy in copies.items()}, contents)
        contents, unplaced = signable(contents, identities, self.form)
        return contents, made, (*problems.values(), *alone, *unplaced)
