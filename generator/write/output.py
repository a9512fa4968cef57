"""What stands in an output folder: Word files, the spreadsheet, PDFs and the manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.compute.facts import Facts
from generator.core.folders import SPREADSHEET
from generator.core.problems import Problem
from generator.office.package import Package
from generator.office.state_mark import marked
from generator.render.combine import combine
from generator.render.report import RenderedReport
from generator.write.lone_headings import lone_heading_problems
from generator.write.manifest import Manifest, PrintedFigure, sha256
from generator.write.pdf import PLAIN, PdfFile, PdfForm, font_problems, to_pdf
from generator.write.pdf_title import entitled, signable, with_carried
from generator.write.spreadsheet import appendix_workbook


def output_files(report: RenderedReport, illustrative: bool, combined: bool) -> tuple[dict[str, bytes], dict[str, str]]:
    """Name → bytes of every Word file and the spreadsheet, and name → what people call it.

    With `combined` the appendices are sections of the report instead of files.
    """
    first, *appendices = report.files
    files = {f"{first.stem}.docx": marked(first.document.content)}
    labels = {f"{first.stem}.docx": first.label}
    if combined and appendices:
        whole = combine(first.document.content, [one.document.content for one in appendices])
        files = {f"{first.stem}.docx": marked(whole)}
        labels = {f"{first.stem}.docx": f"{first.label} và {len(appendices)} phụ lục"}
    else:
        files |= {f"{one.stem}.docx": marked(one.document.content) for one in appendices}
        labels |= {f"{one.stem}.docx": one.label for one in appendices}
    if appendices:
        said, tables = Package.made(first.document.content), [(one.label, one.document.content) for one in appendices]
        files[SPREADSHEET] = appendix_workbook(tables, illustrative, f"Phụ lục {said.title}".strip(), said.creator)
        labels[SPREADSHEET] = "Các phụ lục dạng Excel"
    return files, labels


def pdf_files(
    files: Mapping[str, bytes], form: PdfForm = PLAIN
) -> tuple[dict[str, bytes], tuple[PdfFile, ...], tuple[Problem, ...]]:
    """Name → bytes of the PDF of every Word file, what each is like, and what is not as it should be in them."""
    documents = {name: content for name, content in files.items() if name.endswith(".docx")}
    titled, identities = entitled(documents)
    with tempfile.TemporaryDirectory(prefix="baocao-") as name:
        work = Path(name)
        for file_name, content in titled.items():
            (work / file_name).write_bytes(content)
        made = tuple(to_pdf(sorted(work.glob("*.docx")), work, form=form))
        contents = {pdf.path.name: pdf.path.read_bytes() for pdf in made}
    problems = {problem.code + problem.message: problem for pdf in made for problem in font_problems(pdf)}
    alone = lone_heading_problems(documents, contents)
    contents, bare = with_carried(contents, documents)
    contents, unplaced = signable(contents, identities, form)
    return contents, made, (*problems.values(), *alone, *bare, *unplaced)


def manifest_of(
    workbook: Path,
    facts: Facts,
    facts_json: Mapping[str, Any],
    report: RenderedReport,
    templates: Mapping[str, str],
    problems: Sequence[Problem],
) -> Manifest:
    """The memory of the run; `publish` adds the hashes of what it writes."""
    return Manifest(
        period=facts.period.code,
        as_of=facts.as_of,
        input_name=workbook.name,
        input_sha256=sha256(workbook.read_bytes()),
        templates=dict(sorted(templates.items())),
        facts=facts_json,
        problems=tuple(problem.as_json() for problem in problems),
        gaps=report.gaps,
        figures=tuple(
            PrintedFigure(
                file=f"{one.stem}.docx",
                block=printed.block,
                text=printed.figure.text,
                cells=tuple([f"{place.sheet}!{place.cell}" for place in printed.figure.cells]),
                formula=printed.figure.formula,
            )
            for one in report.files
            for printed in one.document.figures
            if printed.figure.text and (printed.figure.cells or printed.figure.formula)
        ),
    )
