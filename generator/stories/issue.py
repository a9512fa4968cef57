"""`issue`: a report gets its number and date, in every file, and its folder is frozen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import BASE, MANIFEST, REPORT
from generator.core.problems import BadDossier, Place, Problem, ProblemList, Severity, WrongUsage, any_error
from generator.lint.engine import lint, standard_for
from generator.lint.package import word_package
from generator.lint.read_document import view_of
from generator.office.package import NotAWordFile, Package
from generator.origins.number_and_date import Stamp, frame_of, stamp_document, stamp_workbook
from generator.origins.open_document import unreadable
from generator.origins.readiness import settled, unready
from generator.write.backups import Action, Event
from generator.write.files import publish
from generator.write.manifest import Issued, issued_words, read_manifest, sha256
from generator.write.output import pdf_files
from generator.write.pdf import PdfForm, is_archival
from generator.write.signature_fields import has_signature_fields

if TYPE_CHECKING:
    from generator.origins.number_and_date import Stamped
    from generator.write.manifest import Manifest

_NUMBER = re.compile(r"0*([1-9]\d{0,4})")
_LETTER = "cong-van-"
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
    manifest = _ready_manifest(folder)
    plain = _plain_number(number)
    before = _outputs(folder, manifest)
    stamp = Stamp(plain, day, frame_of(_readable(before, REPORT)))
    files, problems = _stamped_files(folder, before, stamp, tuple(waived))
    if any_error(problems):
        message = f"Chưa ban hành được báo cáo trong “{folder}”: còn việc phải xử lý."
        raise BadDossier(message, "Xử lý các chỗ nêu trên rồi chạy lại.", problems)
    issued = Issued(stamp.digits, _symbol(files[REPORT], stamp), day)
    content = {name: stamped.content for name, stamped in files.items()}
    published = publish(
        folder,
        {**content, **_pdfs(before, content)},
        _stamped_base(folder, content, stamp),
        replace(manifest, issued=issued),
        taken_in={name: sha256(data) for name, data in before.items()},
        event=Event(Action.ISSUE),
    )
    return IssuedFolder(folder, issued, published.written, (*problems, *published.problems))


def obstacles(folder: Path, waived: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Everything that keeps a report from being issued, before its number and day are known. Changes nothing.

    A number or day that stands in a file already is no obstacle here: it may be the one to be given. Raises as `issue`.
    """
    before = _outputs(folder, _ready_manifest(folder))
    stamp = Stamp("1", _ANY_DAY, frame_of(_readable(before, REPORT)))
    _, problems = _stamped_files(folder, before, stamp, tuple(waived))
    return tuple(one for one in problems if one.code != "BH006")


# --- what there is -------------------------------------------------------------------------------


def _ready_manifest(folder: Path) -> Manifest:

    problems = ProblemList()
    manifest = read_manifest(folder, problems)
    if manifest is None:
        why = problems.items[0].message if problems.items else f"Không có {MANIFEST} trong “{folder}”."
        raise WrongUsage(why, "Chỉ tới thư mục kết quả của một kỳ, chẳng hạn outputs/ho-so/2025-Q3.")
    if REPORT not in manifest.outputs and any(name.startswith(_LETTER) for name in manifest.outputs):
        message = f"“{folder}” là thư mục công văn đôn đốc: mỗi công văn có số riêng, không chốt chung bằng lệnh này."
        raise WrongUsage(message, "Ghi số, ngày vào từng công văn, hoặc vào sổ theo dõi đôn đốc.")
    if manifest.issued is not None:
        message = f"Báo cáo trong “{folder}” đã ban hành {issued_words(manifest.issued)}."
        raise WrongUsage(message, "Muốn lập bản mới cho kỳ này: baocao build … --new-version.")
    return manifest


def _plain_number(text: str) -> str:
    """ "5" of "05" or "05/BC-UBND"."""
    found = _NUMBER.match(text.strip())
    if not found or text.strip()[found.end() : found.end() + 1] not in ("", "/", "-"):
        raise WrongUsage(f"“{text}” không phải là số văn bản.", "Số của văn bản là chữ số Ả Rập; viết như 5 hoặc 05.")
    return found.group(1)


def _outputs(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """The files of the report as they stand now. Raises BadDossier where one is gone or renamed."""
    missing = [name for name in sorted(manifest.outputs) if not (folder / name).is_file() and not name.endswith(".pdf")]
    if missing or REPORT not in manifest.outputs:
        names = missing or [REPORT]
        problems = [
            Problem("BH007", Place(str(folder / name)), "Tệp không còn trong thư mục.", "Đặt lại đúng tên cũ.")
            for name in names
        ]
        raise BadDossier(f"Chưa ban hành được: “{folder}” thiếu {len(names)} tệp.", _RESTORE, problems)
    present = [name for name in sorted(manifest.outputs) if (folder / name).is_file()]
    return {name: (folder / name).read_bytes() for name in present}


_RESTORE = "Nếu tệp đã bị xoá, khôi phục bằng: baocao history THƯ_MỤC --restore SỐ, hoặc chạy lại baocao build."


def _readable(files: Mapping[str, bytes], name: str) -> bytes:

    try:
        Package.open(files[name])
    except NotAWordFile as error:
        raise unreadable(name) from error
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
            stamped = stamp_document(settled(data), stamp, _base(folder, name))
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
    view = view_of(word_package(content, path), path.name)
    for finding in lint(view, standard_for(view), waived).findings:
        if finding.severity is Severity.ERROR:
            said = " ".join(
                one for one in (finding.message, finding.mark.observed and f"({finding.mark.observed})") if one
            )
            fix = f"Sửa theo {finding.article}; nếu cố ý, bỏ qua bằng --waive {finding.code}."
            yield Problem("BH004", Place(str(path), None, finding.where or None), f"{finding.code}: {said}", fix)


def _symbol(report: Stamped, stamp: Stamp) -> str:
    return report.symbols[0] if report.symbols else stamp.digits


def _base(folder: Path, name: str) -> bytes | None:

    try:
        return (folder / BASE / name).read_bytes()
    except OSError:
        return None


def _stamped_base(folder: Path, names: Iterable[str], stamp: Stamp) -> dict[str, bytes]:
    """The files as generated, with number and date too, so that later comparison does not take these for edits."""
    stamped: dict[str, bytes] = {}
    for name in names:
        data = _base(folder, name)
        if data is None:
            continue
        try:
            stamped[name] = (stamp_document if name.endswith(".docx") else stamp_workbook)(data, stamp).content
        except NotAWordFile:
            stamped[name] = data
    return stamped


def _pdfs(before: Mapping[str, bytes], content: Mapping[str, bytes]) -> dict[str, bytes]:
    """New PDF files, if there were some."""
    if not any(name.endswith(".pdf") for name in before):
        return {}
    # As they were: PDF/A or not, with places to sign or not.
    pdfs = [data for name, data in before.items() if name.endswith(".pdf")]
    form = PdfForm(any(map(is_archival, pdfs)), any(map(has_signature_fields, pdfs)))
    return pdf_files(content, form)[0]
