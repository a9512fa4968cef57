"""`build`: the whole story, read → validate → compute → render → revise → lint → write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.compute.comparison_choice import CompareWith, compared_with
from generator.compute.facts import Facts, compute
from generator.compute.plan_scope import homeless, only_plans
from generator.core.folders import REPORT
from generator.core.model import Dossier, Recipient
from generator.core.periods import KIND_NAMES, Period
from generator.core.problems import BadDossier, Place, Problem, ProblemList, WrongUsage
from generator.core.sections import find_section
from generator.core.standard import load_standard, standard_of
from generator.core.vietnamese import shortened
from generator.lint.generated import form_problems, lint_generated
from generator.render.report import RenderedReport, gaps_in, render_report
from generator.render.shelf import TemplateShelf
from generator.render.told_parts import MOST_TOLD, is_gathered
from generator.revise.folder import FolderMerge, merge_files, merge_report, proven
from generator.revise.proof import still_mixed, still_unproven
from generator.stories.dossier import (
    as_told_to,
    check,
    find_agency,
    find_period,
    find_plan,
    find_recipient,
    period_problems,
    refuse_errors,
    unconfirmed,
)
from generator.stories.finish import Draft, finish, pack, printed
from generator.stories.jobs import Checked, Job, OnStep, Outcome, Step, silent
from generator.stories.last_texts import last_texts
from generator.stories.unchanged import inputs_of
from generator.validate.plausible import UNCONFIRMED
from generator.write.files import changed_since_written, hand_edits
from generator.write.manifest import issued_before, issued_reports, read_manifest, version_folder
from generator.write.output import output_files

_WRITE_THE_REST = "Viết các phần còn thiếu vào trang Nội dung rồi chạy lại."


def build(job: Job, on_step: OnStep = silent) -> Outcome:
    """Writes the report and appendices of one period. Raises BadDossier, and writes nothing, if there are errors."""
    before = inputs_of(job)
    draft = draft_of(job, on_step)
    if draft.job.templates != job.templates:  # a recipient's own: the next run cannot tell whether they are the same
        before = None
    prints = printed(draft, on_step)
    on_step(Step.WRITE)
    package, outcome = pack(draft, prints)
    return finish(package, outcome, job, before)


def draft_of(job: Job, on_step: OnStep = silent, checked: Checked | None = None) -> Draft:
    """A report, all but its PDFs and its folder. `checked` is the workbook where it is read and validated already.

    Raises BadDossier for a dossier with errors, and for a final version that is unfinished or has a fault of form.
    """
    checked = checked or check(job.workbook, on_step)  # read → validate
    dossier = refuse_errors(checked, job.workbook)

    on_step(Step.COMPUTE)
    period = find_period(job.period, dossier)
    recipient, plan = find_recipient(job.to, dossier), find_plan(job.plan, dossier)
    refuse_two_parts(job)
    plans = recipient.plans if recipient else (plan,) if plan else ()
    unplanned = homeless(dossier) if plans else ()
    if plans:
        dossier = only_plans(dossier, plans)
        job = replace(job, plan=plan)
    if recipient is not None:
        job = told_to(job, recipient)
        dossier = as_told_to(dossier, recipient)
    facts = compute(dossier, period, job.as_of, find_agency(job.agency, dossier), plans)
    facts = replace(facts, recipient=recipient.name if recipient else None)
    folder = output_folder(job, facts)
    facts = replace(facts, last_texts=last_texts(facts, job.reports, facts.agency or job.part))
    issued = issued_reports(job.reports, facts.agency or job.part)
    facts, restated = compared_with(facts, issued, CompareWith(job.compare) if job.compare else None)

    of_period = (*unplanned, *period_problems(facts.dossier, period), *unasked(recipient, period))
    if refusal := unconfirmed(job, (*checked.problems, *of_period)):
        raise refusal

    on_step(Step.RENDER)
    shelf = templates_for(dossier, job.templates, facts.agency, job.workbook.parent)
    report = render_report(facts, shelf)
    generated, labels = output_files(report, facts.settings.illustrative, job.combined)
    problems = (*checked.problems, *restated, *of_period, *homeless_sections(report, facts), *shelf.notes())
    problems = (*problems, *length_problems(report, facts), *gathered_results(facts))

    on_step(Step.REVISE)
    pieces = {f"{one.stem}.docx": one.document.content for one in report.files}
    if pieces.keys() <= generated.keys():
        pieces = {name: generated[name] for name in pieces}
    revised, old_copies = revise(folder, generated, pieces)
    report = replace(report, gaps=gaps_in(revised.files[REPORT]))  # a person may have filled some
    problems = (*problems, *old_copies, *unmerged_problems(folder, revised), *proof_of(folder, revised, generated))
    problems = (*problems, *gap_problems(report.gaps))
    if job.final and report.gaps:
        raise unfinished(f"báo cáo còn {len(report.gaps)}", problems)
    if job.final and (doubted := [one for one in problems if one.code in UNCONFIRMED]):
        message = f"Chưa xuất được bản chính thức: còn {len(doubted)} số liệu khó tin chưa được xác nhận."
        fix = "Sửa số, hoặc ghi “đã kiểm tra” ở cột Ghi chú của dòng đó (hay ở ghi chú của ô)."
        raise BadDossier(message, fix, problems)

    on_step(Step.LINT)
    problems = (*problems, *faults_of_form(job, facts, revised.files, shelf, problems))
    within = folder.parent if folder.parent != job.reports else None
    return Draft(job, facts, folder, report, generated, revised, labels, shelf.hashes, problems, within)


def output_folder(job: Job, facts: Facts) -> Path:
    """Where the report goes. Raises WrongUsage if what stands there is issued and no new version is asked for."""
    folder = job.reports / facts.period.code
    part = facts.agency or job.part
    return version_folder(folder / part if part else folder, job.new_version)


def refuse_two_parts(job: Job) -> None:
    """Raises WrongUsage where more than one part of the report is asked for at once."""
    asked = [name for name, value in (("--agency", job.agency), ("--to", job.to), ("--plan", job.plan)) if value]
    if len(asked) > 1:
        raise WrongUsage(f"{' và '.join(asked)} không dùng cùng nhau.", "Bỏ bớt, chỉ giữ một lựa chọn.")


def told_to(job: Job, recipient: Recipient) -> Job:
    """The job by the recipient's name as it is written, with its own templates where the command names none.

    Raises WrongUsage or BadDossier.
    """
    job = replace(job, to=recipient.name)
    if not recipient.templates or job.templates is not None:
        return job
    folder = job.workbook.parent / recipient.templates
    if not folder.is_dir():
        message = f"Không tìm thấy thư mục mẫu “{recipient.templates}” của nơi gửi “{recipient.name}”."
        fix = "Đặt thư mục đó cạnh sổ tính, hoặc để trống cột Mẫu."
        found = Problem("NG005", recipient.row.place("Mẫu"), message, fix)
        raise BadDossier(f"Chưa lập được báo cáo gửi {recipient.name}.", fix, (found,))
    return replace(job, templates=folder)


def unasked(recipient: Recipient | None, period: Period) -> tuple[Problem, ...]:
    """NG004: the recipient gets no reports of this kind."""
    if recipient is None or recipient.gets(period):
        return ()
    names = ", ".join(name for name, kind in KIND_NAMES.items() if kind in recipient.kinds)
    message = f"“{recipient.name}” nhận báo cáo loại: {names}; {period.label} không thuộc các loại đó."
    return (Problem("NG004", recipient.row.place("Kỳ"), message, "Kiểm tra --period hoặc cột Kỳ của trang Nơi gửi."),)


def templates_for(
    dossier: Dossier, own: Path | None, agency: str | None = None, beside: Path | None = None
) -> TemplateShelf:
    """The templates of the form the report takes (see `standard_of`), those in `own` first.

    Pictures and documents that they put in are looked for in the folder `beside`, then beside the template.
    """
    if own is not None and not own.is_dir():
        raise WrongUsage(f"Không tìm thấy thư mục mẫu “{own}”.", "Kiểm tra lại đường dẫn sau --templates.")
    return TemplateShelf(standard_of(dossier.settings.bloc.value, agency).name, own, beside)


def gathered_results(facts: Facts) -> tuple[Problem, ...]:
    """XB022: tasks of which so much was told that the report prints the newest of each part only."""
    long = [fact.task for fact in facts.tasks.items if is_gathered([row for row in fact.in_period if row.result])]
    if not long:
        return ()
    part = "năm" if facts.period.spans_years else "tháng"
    codes = ", ".join(task.code for task in long[:_MOST_CODES]) + (" …" if len(long) > _MOST_CODES else "")
    message = (
        f"{len(long)} nhiệm vụ có hơn {MOST_TOLD} kết quả trong kỳ ({codes}): báo cáo in kết quả mới nhất của mỗi "
        f"{part}."
    )
    place = Place(facts.dossier.file, "Tiến độ")
    return (
        Problem("XB022", place, message, "Các kết quả khác vẫn ở trang Tiến độ; cần nêu thêm thì viết vào báo cáo."),
    )


_MOST_CODES = 8


def homeless_sections(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What the report could not print: written sections that this kind of report has no place for."""
    problems = ProblemList()
    for narrative in facts.narratives if facts.agency is None and not facts.plans else ():
        section = find_section(narrative.section)
        if section is not None and section.key not in report.written_sections:
            message = f"Báo cáo {facts.period.label} không có mục “{narrative.section}”, lời văn này không được in."
            problems.add("ND002", narrative.row.place("Mục"), message, "Chuyển lời văn sang mục khác.")
    return tuple(problems.items)


_NAMED = 5
"""So many of the things that a short report would lose are told one by one."""


def length_problems(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What a short report leaves to its appendices, what it would lose; a template that has no short form."""
    problems = ProblemList()
    setting = facts.settings.places.get("Độ dài", Place(REPORT))
    if facts.settings.short is not None and not report.has_lengths:
        message = f"Mẫu của báo cáo {facts.period.label} không có hai độ dài, mục “Độ dài” không có tác dụng."
        fix = "Dùng mẫu có sẵn, hoặc thêm trường is_short vào mẫu."
        problems.add("MAU012", setting, message, fix)
    if facts.dossier.layout and not report.has_sections:
        message = f"Mẫu của báo cáo {facts.period.label} không in các phần (sections), trang Bố cục không có tác dụng."
        fix = "Dùng mẫu có sẵn, hoặc cho mẫu đi qua sections thay cho tasks.groups."
        problems.add("MAU012", facts.dossier.layout[0].row.place(), message, fix)
    if report.gathered is None:
        return tuple(problems.items)
    full = "Cần kê đủ trong thân báo cáo thì ghi “đầy đủ” ở mục Độ dài của trang Thông tin chung."
    if left := ", ".join(f"{number} {kind}" for kind, number in report.gathered.kinds):
        problems.add("XB031", Place(REPORT), f"Báo cáo lập gọn: {left} chỉ nêu ở phụ lục.", full)
    for one in report.gathered.lost[:_NAMED]:
        message = f"Báo cáo gọn không nêu {one.kind} “{shortened(one.in_body, 60)}”, phụ lục cũng không in."
        problems.add("XB032", one.place, message, full)
    if more := len(report.gathered.lost[_NAMED:]):
        problems.add("XB032", Place(REPORT), f"Còn {more} nội dung khác không nêu, phụ lục cũng không in.", full)
    return tuple(problems.items)


def revise(
    folder: Path, generated: Mapping[str, bytes], pieces: Mapping[str, bytes] | None = None
) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The newly generated files, those that a person edited in `folder` merged with their edits; old copies among them.

    `pieces` are the documents of a report, whether they are written as files of their own or as one. Without them an
    edited file goes into the new file of its name only: letters made from one template are too much alike to be told
    apart by what they hold.
    """
    if pieces is not None:
        issued = issued_before(folder)
        of = folder if folder.exists() or issued is None else issued  # a new version starts from the issued text
        if not of.exists():
            return merge_report(generated, pieces, {}), ()
        from generator.stories.old_copies import brought_up_to_date  # late: a first build has no copies

        current = brought_up_to_date(of, hand_edits(of))
        kept = current.edits
        if kept:
            from generator.redline.folder import without_own_marks  # late: only what a person edited has marks

            kept = without_own_marks(kept, generated)
        return merge_report(generated, pieces, kept), current.problems
    edits = hand_edits(folder)
    return merge_files(generated, {name: edits[name] for name in edits if name in generated}), ()


def proof_of(folder: Path, revised: FolderMerge, generated: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The merged files held against what they were made of, before any is written; what waits from earlier runs."""
    found = proven(revised, generated)
    manifest = read_manifest(folder) if revised.merged else None
    touched = changed_since_written(folder) if manifest is not None else ()
    same = [one.name for one in revised.merged if not one.changes and one.name not in touched]
    if manifest is None:
        return tuple(dict.fromkeys(found))
    waiting = still_unproven(manifest.problems, same)
    return tuple(dict.fromkeys((*found, *waiting, *still_mixed(manifest.problems, revised.files, generated))))


def unmerged_problems(folder: Path, revised: FolderMerge) -> tuple[Problem, ...]:
    """Why an edited file could not be merged; `publish` keeps it beside the new one."""
    problems = ProblemList()
    for name, reason in revised.unreadable.items():
        message = f"Không hợp nhất được bản sửa tay: {reason}."
        problems.add("XB011", Place(str(folder / name)), message, "Bản sửa tay được giữ riêng; đối chiếu hai tệp.")
    return tuple(problems.items)


def gap_problems(gaps: Sequence[str]) -> tuple[Problem, ...]:
    """The places that only a person can fill and nobody has."""
    problems = ProblemList()
    for gap in gaps:
        problems.add("XB001", Place(REPORT), f"{gap}.", "Viết vào trang Nội dung, hoặc viết thẳng vào tệp Word.")
    return tuple(problems.items)


def unfinished(what: str, problems: Sequence[Problem], remedy: str = _WRITE_THE_REST) -> BadDossier:
    """Why a final version is refused."""
    return BadDossier(f"Chưa xuất được bản chính thức: {what} chỗ chưa có nội dung.", remedy, problems)


def faults_of_form(
    job: Job, facts: Facts, files: Mapping[str, bytes], shelf: TemplateShelf, problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Errors of form in the files made. Raises BadDossier for a final version that has one."""
    found = form_problems(
        lint_generated(files, load_standard(shelf.standard, facts.as_of), facts.settings.waived_rules)
    )
    if job.final and found:
        message = f"Chưa xuất được bản chính thức: còn {len(found)} lỗi thể thức."
        raise BadDossier(message, "Sửa mẫu Word hoặc miễn quy tắc ở trang Thông tin chung.", (*problems, *found))
    return found
