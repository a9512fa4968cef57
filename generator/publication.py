"""The second half of a build: revise → lint → write, from the rendered report to a folder changed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.jobs import Job, OnStep, Outcome, Step
from generator.problems import BadDossier, Problem
from generator.remarks import gap_problems, unfinished, unmerged_problems

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.render.report import RenderedReport
    from generator.revise.folder import FolderMerge
    from generator.templates import TemplateShelf
    from generator.write.files import Published
    from generator.write.manifest import Manifest
    from generator.write.pdf import PdfFile


def write(
    job: Job,
    facts: Facts,
    report: RenderedReport,
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> Outcome:
    """The files of a report into its folder, all or nothing."""
    from generator.render.report import REPORT_STEM, gaps_in
    from generator.write.output import output_files

    generated, labels = output_files(report, facts.settings.illustrative, job.combined)
    own = output_folder(job, facts)
    on_step(Step.REVISE)
    revised = revise(own, generated)
    report = replace(report, gaps=gaps_in(revised.files[f"{REPORT_STEM}.docx"]))  # a person may have filled some
    problems = (*problems, *unmerged_problems(own, revised), *gap_problems(report))
    if job.final and report.gaps:
        raise unfinished(report, problems)
    problems = (*problems, *form_of(job, facts, revised.files, shelf, problems, on_step))
    pdfs, made, found = printed(revised.files, on_step) if job.pdf else ({}, (), ())
    problems = (*problems, *found)
    on_step(Step.WRITE)
    if job.track_changes:
        revised, found = tracked(own, revised, facts.as_of)
        problems = (*problems, *found)
    manifest = manifest_for(job, facts, report, shelf, problems)
    published = publish_all(own, generated, revised, pdfs, manifest, own.parent if facts.agency else None)
    problems = (*problems, *published.problems)
    return Outcome(facts, published, labels, report.gaps, problems, made, revised.merged)


def printed(
    files: Mapping[str, bytes], on_step: OnStep
) -> tuple[dict[str, bytes], tuple[PdfFile, ...], tuple[Problem, ...]]:
    """The PDF of every Word file: name → bytes, what each is like, and fonts that had to be replaced."""
    from generator.write.output import pdf_files

    on_step(Step.PDF)
    return pdf_files(files)


def manifest_for(
    job: Job, facts: Facts, report: RenderedReport, shelf: TemplateShelf, problems: tuple[Problem, ...]
) -> Manifest:
    """The memory of the run."""
    from generator.compute.facts_json import facts_as_json
    from generator.write.output import manifest_of

    kept = tuple(problem.without_folder() for problem in problems)
    return manifest_of(job.workbook, facts, facts_as_json(facts, kept), report, shelf.hashes, kept)


def publish_all(
    folder: Path,
    generated: Mapping[str, bytes],
    revised: FolderMerge,
    pdfs: Mapping[str, bytes],
    manifest: Manifest,
    within: Path | None,
) -> Published:
    """Puts everything into its folder at once; the edited files taken in are kept in its history."""
    from generator.write.files import publish
    from generator.write.manifest import sha256

    taken_in = {one.edited_name: sha256(one.edited) for one in revised.merged}
    return publish(folder, {**revised.files, **pdfs}, generated, manifest, taken_in=taken_in, within=within)


def revise(folder: Path, generated: Mapping[str, bytes]) -> FolderMerge:
    """The newly generated files, those that a person edited in `folder` merged with their edits."""
    from generator.revise.folder import merge_files
    from generator.write.hand_edits import hand_edits

    return merge_files(generated, hand_edits(folder))


def tracked(folder: Path, revised: FolderMerge, day: date) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The files to write, with what changed against those that stand in `folder` as tracked changes."""
    from generator.revise.redline_folder import track_files

    there = [name for name in revised.files if name.endswith(".docx") and (folder / name).is_file()]
    return track_files(revised, {name: (folder / name).read_bytes() for name in there}, day)


def form_of(
    job: Job,
    facts: Facts,
    files: Mapping[str, bytes],
    shelf: TemplateShelf,
    problems: tuple[Problem, ...],
    on_step: OnStep,
) -> tuple[Problem, ...]:
    """Errors of form in the files made. Raises BadDossier for a final version that has one."""
    from generator.lint.generated import form_problems, lint_generated
    from generator.standard import load_standard

    on_step(Step.LINT)
    found = form_problems(lint_generated(files, load_standard(shelf.standard), facts.settings.waived_rules))
    if job.final and found:
        message = f"Chưa xuất được bản chính thức: còn {len(found)} lỗi thể thức."
        raise BadDossier(message, "Sửa mẫu Word hoặc miễn quy tắc ở trang Thông tin chung.", (*problems, *found))
    return found


def output_folder(job: Job, facts: Facts) -> Path:
    """Where the report goes. Raises WrongUsage if what stands there is issued and no new version is asked for."""
    from generator.write.issued import version_folder

    folder = job.out / job.workbook.stem / facts.period.code
    return version_folder(folder / facts.agency if facts.agency else folder, job.new_version)
