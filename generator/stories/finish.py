"""How every build ends, of a report as of letters: printed, packed, put into its folder, remembered."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from generator.compute.facts import Facts
from generator.compute.facts_json import facts_as_json, remembered
from generator.core.extras import SIGNING
from generator.core.folders import BASE, RECORD, TO_READ
from generator.core.problems import BaocaoError, Problem
from generator.core.summary import Summary
from generator.render.report import RenderedReport
from generator.revise.folder import FolderMerge
from generator.revise.proof import sentence_of
from generator.stories.jobs import Job, OnStep, Outcome, Step
from generator.stories.report_folders import file_label
from generator.stories.unchanged import Inputs, record_of
from generator.write.files import Published, publish, write_file
from generator.write.manifest import Manifest, PrintedFigure, sha256
from generator.write.output import manifest_of, pdf_files
from generator.write.pdf import PdfFile, PdfForm


@dataclass(frozen=True, slots=True)
class Standing:
    """Files of an earlier run that go into the folder again as they stand, with what the manifest knows of them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    base: Mapping[str, bytes] = field(default_factory=dict)
    figures: tuple[PrintedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A report with a person's edits in it and its form checked; its PDFs and its folder are still to be made."""

    job: Job
    facts: Facts
    folder: Path
    report: RenderedReport
    generated: Mapping[str, bytes]
    revised: FolderMerge
    labels: Mapping[str, str]
    templates: Mapping[str, str]
    problems: tuple[Problem, ...]
    within: Path | None = None
    """The report folder around this one (an agency's own report, letters)."""
    standing: Standing = Standing()

    @property
    def documents(self) -> Mapping[str, bytes]:
        """Name → bytes of the files to print."""
        return self.revised.files


@dataclass(frozen=True, slots=True)
class Prints:
    """The PDFs of a draft: name → bytes, what each is like, and fonts that had to be replaced."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    files: tuple[PdfFile, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderContents:
    """All that goes into one folder, complete. `within` is the report folder around it."""

    folder: Path
    files: Mapping[str, bytes]
    base: Mapping[str, bytes]
    manifest: Manifest
    taken_in: Mapping[str, str]
    within: Path | None


def printed(draft: Draft, on_step: OnStep) -> Prints:
    """The PDF of every Word file of a draft, if PDFs are asked for."""
    if not draft.job.pdf:
        return Prints()
    on_step(Step.PDF)
    return Prints(*pdf_files(draft.documents, pdf_form(draft)))


def pdf_form(draft: Draft) -> PdfForm:
    """How the PDFs of a draft are asked for. Raises OutsideProgram, before any is made, if fields cannot be."""
    if draft.job.signature_fields:
        SIGNING.require()
    return PdfForm(draft.job.pdf_a, draft.job.signature_fields)


def pack(draft: Draft, prints: Prints) -> tuple[FolderContents, Outcome]:
    """What goes into the folder, and the outcome as it is once that stands there (but for what publishing finds)."""
    own, revised = draft.folder, draft.revised
    problems = (*draft.problems, *prints.problems)
    if draft.job.track_changes:
        revised, found = tracked(own, revised, draft.facts.as_of)
        problems = (*problems, *found)
    labels, to_read = draft.labels, sentences_to_read(problems)
    if to_read:
        labels = {**labels, TO_READ: "Các câu cần đọc lại"}
    contents = FolderContents(
        own,
        {**draft.standing.files, **revised.files, **prints.contents, **to_read},
        {**draft.standing.base, **draft.generated},
        manifest_for(draft, problems),
        {one.edited_name: sha256(one.edited) for one in revised.merged if one.edited_name not in revised.left},
        draft.within,
    )
    within = tuple(one.stem for one in draft.report.files if f"{one.stem}.docx" not in draft.generated)
    outcome = Outcome(
        draft.facts, Published(own, ()), labels, draft.report.gaps, problems, prints.files, revised.merged, within
    )
    return contents, outcome


def sentences_to_read(problems: Sequence[Problem]) -> dict[str, bytes]:
    """The list of the sentences that hold both a person's words and new data, file by file; empty if there are none."""
    found: dict[str, list[str]] = {}
    for one in problems:
        if sentence := sentence_of(one.message):
            found.setdefault(one.place.file or "", []).append(sentence)
    if not found:
        return {}
    lines = ["Các câu có cả chỗ sửa tay và số liệu mới: đọc lại cả câu trước khi trình ký."]
    for name, sentences in sorted(found.items()):
        lines += ["", file_label(Path(name)), *(f"{number}. {one}" for number, one in enumerate(sentences, 1))]
    return {TO_READ: ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()}


def tracked(folder: Path, revised: FolderMerge, day: date) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The files to write, with what changed against those that stand in `folder` as tracked changes."""
    from generator.redline.folder import track_files  # late: only --track-changes compares

    there = [name for name in revised.files if name.endswith(".docx") and (folder / name).is_file()]
    return track_files(revised, {name: (folder / name).read_bytes() for name in there}, day)


def manifest_for(draft: Draft, problems: tuple[Problem, ...]) -> Manifest:
    """The memory of the run."""
    kept = tuple(problem.without_folder() for problem in problems)
    facts_json = facts_as_json(draft.facts, kept) | remembered(draft.facts)
    manifest = manifest_of(draft.job.workbook, draft.facts, facts_json, draft.report, draft.templates, kept)
    return replace(manifest, figures=(*manifest.figures, *draft.standing.figures))


Told = TypeVar("Told", Outcome, Summary)


def finish(contents: FolderContents, told: Told, job: Job, before: Inputs | None = None) -> Told:
    """The folder changed at once, the edited files taken in kept in its history; gives what the run has to tell.

    With `before` (see `inputs_of`) the record is kept that spares a repeated build its work.
    """
    published = publish(
        contents.folder,
        contents.files,
        contents.base,
        contents.manifest,
        taken_in=contents.taken_in,
        within=contents.within,
    )
    told = told.once_in(published)
    summary = told if isinstance(told, Summary) else told.summary()
    record = record_of(job, before, summary, published.hashes) if before is not None else None
    if record is not None:
        with contextlib.suppress(BaocaoError, OSError):  # without it the next run is a full build, nothing worse
            write_file(contents.folder / BASE / RECORD, record)
    return told
