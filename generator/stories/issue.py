"""`issue`: a report gets its number and date, in every file, and its folder is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.core.folders import BASE, ISSUE_MARK, REPORT, WRITTEN
from generator.core.problems import BadDossier, Place, Problem, Severity, WrongUsage, any_error
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import view_of
from generator.office.carried_data import with_data
from generator.office.package import Package
from generator.office.refusal import Kind, Unreadable
from generator.origins.number_and_date import Stamp, Stamped, frame_of, stamp_document, stamp_workbook
from generator.origins.readiness import settled, unready
from generator.stories.before_issue import bare_number, decisions, ready_manifest, stale, used_numbers, wrong_day
from generator.write.backups import Action, Event, states
from generator.write.files import changed_since_written, generated_file, publish
from generator.write.manifest import (
    Issued,
    Manifest,
    issue_mark,
    issued_of,
    read_manifest,
    sha256,
)
from generator.write.output import pdf_files
from generator.write.pdf import PdfForm, is_archival
from generator.write.signature_fields import has_signature_fields

_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class IssuedFolder:
    """What `issue` did: the folder, the number and day, the files written, what it noticed on the way."""

    folder: Path
    issued: Issued
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def issue(folder: Path, number: str, day: date, waived: Iterable[str] = ()) -> IssuedFolder:
    """Puts number and date into report and appendices and freezes the folder: all of it, or nothing.

    Raises BadDossier with everything that is not ready (a gap, an open conflict, a fault of form …), and WrongUsage
    for a folder that is issued already or holds no report. `waived` are codes of the form check to pass over.
    """
    manifest = ready_manifest(folder)
    before = _outputs(folder, manifest)
    stamp, files, problems = _looked_through(folder, manifest, before, number, day, tuple(waived))
    issued = Issued(stamp.digits, _symbol(files[REPORT], stamp), day)
    content = {name: stamped.content for name, stamped in files.items()}
    content[REPORT] = with_data(content[REPORT], replace(manifest, issued=issued).carried())
    pdfs, bare = _pdfs(before, content)
    published = publish(
        folder,
        {**content, **pdfs},
        {**_stamped_base(folder, content, stamp), ISSUE_MARK: issue_mark(issued)},
        replace(manifest, issued=issued),
        taken_in={name: sha256(data) for name, data in before.items()},
        event=Event(Action.ISSUE),
    )
    return IssuedFolder(folder, issued, published.written, (*problems, *bare, *published.problems))


def noticed(folder: Path, number: str, day: date, waived: Iterable[str] = ()) -> tuple[Problem, ...]:
    """What `issue` would notice. Raises what it would raise; changes nothing."""
    manifest = ready_manifest(folder)
    return _looked_through(folder, manifest, _outputs(folder, manifest), number, day, tuple(waived))[2]


def _looked_through(
    folder: Path, manifest: Manifest, before: Mapping[str, bytes], number: str, day: date, waived: Sequence[str]
) -> tuple[Stamp, dict[str, Stamped], tuple[Problem, ...]]:
    """Number and day, the files with both in them, and what was noticed. Raises BadDossier if that forbids it."""
    plain = bare_number(number)
    stamp = Stamp(plain, day, frame_of(_readable(before, REPORT)))
    files, problems = _stamped_files(folder, before, stamp, waived)
    problems = (*problems, *stale(folder), *wrong_day(folder, manifest, day), *used_numbers(folder, plain, day))
    if any_error(problems):
        message = f"Chưa ban hành được báo cáo trong “{folder}”: còn việc phải xử lý."
        raise BadDossier(message, "Xử lý các chỗ nêu trên rồi chạy lại.", problems)
    return stamp, files, problems


def obstacles(folder: Path, waived: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Everything that keeps a report from being issued, before its number and day are known. Changes nothing.

    A number or day that stands in a file already is no obstacle here: it may be the one to be given. Raises as `issue`.
    """
    before = _outputs(folder, ready_manifest(folder))
    stamp = Stamp("1", _ANY_DAY, frame_of(_readable(before, REPORT)))
    _, problems = _stamped_files(folder, before, stamp, tuple(waived))
    return (*(one for one in problems if one.code != "BH006"), *stale(folder), *decisions(folder))


# --- taking it back ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What `withdraw` took back; the issued state is kept as `kept_as`, with its number."""

    folder: Path
    issued: Issued
    kept_as: int
    problems: tuple[Problem, ...]
    edited: tuple[str, ...] = ()
    """The files that somebody changed after they were issued: what was changed stays in the kept state."""


def refuse_unissued(folder: Path) -> Issued:
    """The issue of the folder's report. Raises WrongUsage where there is none to take back."""
    issued = issued_of(folder)
    if issued is not None:
        return issued
    ready_manifest(folder)  # says what is wrong where the folder holds no report
    raise WrongUsage(f"Báo cáo trong “{folder}” chưa ban hành.", "Xem các lần lập bằng: baocao history THƯ_MỤC.")


def withdraw(folder: Path) -> Withdrawn:
    """Takes the issuing of a report back: its files are as before, its number stays on record in the history.

    Raises WrongUsage for a report that is not issued, or whose state before it was issued is gone.
    """
    issued = refuse_unissued(folder)
    known = states(folder)
    before = next((one for one in reversed(known) if one.next is Action.ISSUE), None)
    manifest = read_manifest(before.folder) if before is not None else None
    if before is None or manifest is None:
        raise WrongUsage(
            "Không còn trạng thái trước khi ban hành, nên không rút lại được.", "Lập bản mới: --new-version."
        )
    files = {name: (before.folder / name).read_bytes() for name in before.files if name in manifest.outputs}
    base = {path.name: path.read_bytes() for path in sorted((before.folder / BASE).glob("*")) if path.is_file()}
    base |= {f"{WRITTEN}{name}": content for name, content in files.items() if content != base.get(name)}
    edited = tuple(changed_since_written(folder))
    present = read_manifest(folder)
    names = {*files, *(present.outputs if present else ())}
    seen = {name: sha256((folder / name).read_bytes()) for name in names if (folder / name).is_file()}
    published = publish(folder, files, base, manifest, taken_in=seen, event=Event(Action.WITHDRAW, before.number))
    return Withdrawn(folder, issued, states(folder)[-1].number, published.problems, edited)


def _outputs(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """The files of the report as they stand now. Raises BadDossier where one is gone or renamed."""
    made = [name for name in sorted(manifest.outputs) if name.endswith((".docx", ".xlsx", ".pdf"))]
    missing = [name for name in made if not (folder / name).is_file() and not name.endswith(".pdf")]
    if missing or REPORT not in manifest.outputs:
        names = missing or [REPORT]
        problems = [
            Problem("BH007", Place(str(folder / name)), "Tệp không còn trong thư mục.", "Đặt lại đúng tên cũ.")
            for name in names
        ]
        raise BadDossier(f"Chưa ban hành được: “{folder}” thiếu {len(names)} tệp.", _RESTORE, problems)
    present = [name for name in made if (folder / name).is_file()]
    return {name: (folder / name).read_bytes() for name in present}


_RESTORE = "Nếu tệp đã bị xoá, khôi phục bằng: baocao history THƯ_MỤC --restore SỐ, hoặc chạy lại baocao build."


def _readable(files: Mapping[str, bytes], name: str) -> bytes:
    Package.open(files[name], Kind.of(name), name)
    return files[name]


# --- number and date -----------------------------------------------------------------------------


def _stamped_files(
    folder: Path, before: Mapping[str, bytes], stamp: Stamp, waived: Sequence[str]
) -> tuple[dict[str, Stamped], tuple[Problem, ...]]:
    """Every Word file and spreadsheet with number and date in it, and everything that is not ready."""
    files: dict[str, Stamped] = {}
    problems: list[Problem] = []
    for name in (name for name in before if not name.endswith(".pdf")):
        data = _readable(before, name)
        if name.endswith(".docx"):
            stamped = stamp_document(settled(data), stamp, generated_file(folder, name))
            problems += [*unready(stamped.content, folder / name), *_faults(stamped.content, folder / name, waived)]
        else:
            stamped = stamp_workbook(data, stamp)
        problems += _lines(folder / name, stamped)
        files[name] = stamped
    return files, tuple(problems)


def _lines(path: Path, stamped: Stamped) -> Iterator[Problem]:
    """What is wrong with the lines that hold number and date."""
    for other in stamped.others:
        fix = "Kiểm tra lại số và ngày ban hành; nếu tệp ghi nhầm thì sửa dòng này trong Word."
        yield Problem("BH006", Place(str(path)), f"Tệp đã ghi số hoặc ngày khác: “{other}”.", fix)
    if path.name == REPORT and not stamped.others:
        for count, words, example in (
            (stamped.numbers, "số, ký hiệu", "Số:      /BC-UBND"),
            (stamped.dates, "địa danh và ngày", "Lai Châu, ngày      tháng      năm 2026"),
        ):
            if not count:
                fix = f"Ghi lại dòng đó trong Word, chẳng hạn “{example}”."
                yield Problem("BH005", Place(str(path)), f"Không tìm thấy dòng {words}.", fix)
    elif path.suffix == ".docx" and not stamped.attached and not stamped.others:
        message = "Không tìm thấy dòng “(Kèm theo Báo cáo số …)” để ghi số và ngày."
        yield Problem("BH009", Place(str(path)), message, "Ghi số và ngày vào phụ lục bằng tay, nếu cần.")


def _faults(content: bytes, path: Path, waived: Sequence[str]) -> Iterator[Problem]:
    """The errors of form that `lint` finds."""
    view = view_of(Package.open(content, file=str(path)), path.name)
    for finding in lint(view, standard_for(view), waived).findings:
        if finding.severity is Severity.ERROR:
            said = " ".join(
                one for one in (finding.message, finding.mark.observed and f"({finding.mark.observed})") if one
            )
            fix = f"Sửa theo {finding.article}; nếu cố ý, bỏ qua bằng --waive {finding.code}."
            yield Problem("BH004", Place(str(path), None, finding.where or None), f"{finding.code}: {said}", fix)


def _symbol(report: Stamped, stamp: Stamp) -> str:
    return report.symbols[0] if report.symbols else stamp.digits


def _stamped_base(folder: Path, names: Iterable[str], stamp: Stamp) -> dict[str, bytes]:
    """The files as generated, with number and date too, so that later comparison does not take these for edits."""
    stamped: dict[str, bytes] = {}
    for name in names:
        data = generated_file(folder, name)
        if data is None:
            continue
        try:
            stamped[name] = (stamp_document if name.endswith(".docx") else stamp_workbook)(data, stamp).content
        except Unreadable:
            stamped[name] = data
    return stamped


def _pdfs(before: Mapping[str, bytes], content: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """New PDF files, if there were some, and which of them could not be given the report's figures to carry."""
    if not any(name.endswith(".pdf") for name in before):
        return {}, ()
    # As they were: PDF/A or not, with places to sign or not.
    pdfs = [data for name, data in before.items() if name.endswith(".pdf")]
    form = PdfForm(any(map(is_archival, pdfs)), any(map(has_signature_fields, pdfs)))
    made, _, problems = pdf_files(content, form)
    return made, tuple(one for one in problems if one.code == "XB021")
