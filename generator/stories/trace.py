"""`trace`: where every figure of a report comes from, in the report as generated or as people have changed it since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.figures import cell_list
from generator.core.folders import BASE
from generator.core.period_names import parse_period
from generator.core.problems import Place, ProblemList, WrongUsage
from generator.office.refusal import Unreadable
from generator.origins.figure_words import Search
from generator.origins.figures_in import figures_in, turned_words, typed_numbers
from generator.origins.open_document import document_units, read_document
from generator.read.cell_texts import cell_texts
from generator.render.report import REPORT_STEM
from generator.stories.carried_facts import carried_by_pdf, is_pdf
from generator.write.check_sheet import BELOW, CheckRow, check_sheet
from generator.write.files import write_new
from generator.write.manifest import carried_manifest, read_manifest, sha256

if TYPE_CHECKING:
    from generator.core.figures import PrintedFigure
    from generator.origins.figures_in import FoundFigure, TurnedWords, TypedNumbers
    from generator.origins.units import Unit
    from generator.write.manifest import Manifest

CHECK_SHEET = "kiem-chung.xlsx"


@dataclass(frozen=True, slots=True)
class TracedFile:
    """One Word file: its figures as they stand in it now, the numbers and verdicts that people wrote into it."""

    name: str
    units: tuple[Unit, ...]
    figures: tuple[FoundFigure, ...]
    typed: tuple[TypedNumbers, ...]
    turned: tuple[TurnedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """What `trace` found. `contents` maps cells ("Số liệu!C5") to what stands in them.

    `workbook` is the workbook read for that, None if it was not found; `same_workbook` says that it is still the one
    the report was made from.
    """

    manifest: Manifest
    files: tuple[TracedFile, ...]
    workbook: Path | None
    same_workbook: bool
    contents: Mapping[str, str]


def trace(path: Path, folder: Path | None = None, workbook: Path | None = None) -> Trace:
    """The figures of one Word file, or of all in an output folder.

    `folder` is the output folder where the file has been moved away from it. Raises WrongUsage where there is no
    manifest or the file is none of that folder's, Unreadable for one that cannot be read.
    """
    home = (folder or (path if path.is_dir() else path.parent)).resolve()
    manifest = _manifest(home, path)
    paths = _word_files(home, manifest) if path.is_dir() else [path]
    files = tuple(_traced(one, home, manifest) for one in paths)
    found = _workbook(home, manifest, workbook)
    same = found is not None and _fingerprint(found) == manifest.input_sha256
    return Trace(manifest, files, found, same, cell_texts(found) if found else {})


def write_check_sheet(found: Trace, path: Path, target: Path | None) -> Path:
    """Writes the check sheet of a trace; without a `target`, beside the file under a name that is still free."""
    content = check_sheet(_heading(found), _check_rows(found), _typed_rows(found), _unproven_rows(found))
    if target is None:
        target = _free_name((path if path.is_dir() else path.parent) / CHECK_SHEET, content)
    write_new(target, content)
    return target


def _heading(found: Trace) -> tuple[str, ...]:
    manifest = found.manifest
    period = parse_period(manifest.period)
    book = f"Hồ sơ: {Path(manifest.input_name).name}"
    if found.workbook is None:
        book += " (không tìm thấy tệp hồ sơ, nên không có nội dung các ô)"
    elif not found.same_workbook:
        book += " (đã thay đổi sau lần lập báo cáo này; nội dung các ô là nội dung hiện nay)"
    return (f"Báo cáo {period.label if period else manifest.period}", book)


def _check_rows(found: Trace) -> Iterator[CheckRow]:
    for file in found.files:
        for one in file.figures:
            unit, origin = one.unit, one.origin
            column = unit.columns[one.cell] if unit and one.cell < len(unit.columns) else ""
            yield CheckRow(
                file=file.name,
                section=BELOW.join(unit.heading) if unit else "",
                excerpt=(unit.label or unit.text) if unit else "",
                column=column,
                now=one.now,
                generated=origin.text,
                mark=one.state.value,
                cells=cell_list(origin.cells),
                formula=origin.formula,
                contents=tuple((cell, found.contents.get(cell, "")) for cell in origin.cells if found.contents),
            )


def _typed_rows(found: Trace) -> Iterator[tuple[str, str, str, str]]:
    for file in found.files:
        for one in file.typed:
            yield file.name, BELOW.join(one.unit.heading), one.unit.text, ", ".join(one.numbers)


def _unproven_rows(found: Trace) -> Iterator[tuple[str, str, str, str]]:
    listed = found.manifest.facts.get("without_evidence")
    for one in listed if isinstance(listed, list) else ():
        place = Place(None, one.get("sheet"), one.get("cell"))
        yield str(one.get("code")), str(one.get("name")), str(one.get("period")), str(place)


def _free_name(wanted: Path, content: bytes) -> Path:
    """`wanted`, or a numbered name beside it: a sheet that somebody may have ticked is not written over."""
    target, number = wanted, 2
    while target.exists() and target.read_bytes() != content:
        target, number = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}"), number + 1
    return target


# --- what was asked for ----------------------------------------------------------------------------


def find(found: Trace, text: str) -> tuple[tuple[TracedFile, FoundFigure], ...]:
    """The figures that `text` is, is a part of, or stands beside: the first of the three that gives any."""
    everything = [(file, one) for file in found.files for one in file.figures]
    for wanted in (Search(text, whole=True), Search(text)):
        if hits := tuple(pair for pair in everything if wanted(pair[1].now) or wanted(pair[1].origin.text)):
            return hits
    within = Search(text)
    return tuple(pair for pair in everything if pair[1].unit is not None and within(pair[1].unit.text))


def typed_by_hand(found: Trace, text: str) -> tuple[tuple[TracedFile, TypedNumbers], ...]:
    """Where `text` is among the numbers that people wrote."""
    wanted = Search(text, whole=True)
    return tuple(
        (file, one) for file in found.files for one in file.typed if any(wanted(number) for number in one.numbers)
    )


def paragraphs_with(found: Trace, text: str) -> tuple[tuple[TracedFile, Unit], ...]:
    """Every paragraph or row in which `text` stands."""
    wanted = Search(text)
    return tuple((file, unit) for file in found.files for unit in file.units if wanted(unit.text))


# --- reading ---------------------------------------------------------------------------------------


def _manifest(home: Path, path: Path) -> Manifest:
    """The manifest of the folder, else what the file itself carries: an issued report tells its figures anywhere.

    A PDF is told by what it carries alone.
    """
    if is_pdf(path):
        return carried_by_pdf(path)[0]
    problems = ProblemList()
    manifest = read_manifest(home, problems)
    if manifest is None and path.is_file():
        manifest = carried_manifest(path.read_bytes())
    if manifest is None:
        if not path.exists():
            raise WrongUsage(f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn và tên tệp.")
        why = problems.items[0].message if problems.items else f"“{home}” không phải là thư mục kết quả."
        raise WrongUsage(why, "Chạy trên tệp Word trong thư mục kết quả của một kỳ, hoặc chỉ thư mục đó bằng --folder.")
    return manifest


def _word_files(home: Path, manifest: Manifest) -> list[Path]:
    return [home / name for name in sorted(manifest.outputs) if name.endswith(".docx") and (home / name).is_file()]


def _traced(path: Path, home: Path, manifest: Manifest) -> TracedFile:
    if is_pdf(path):
        units = carried_by_pdf(path)[1]
        name = f"{REPORT_STEM}.docx"
        return TracedFile(path.name, units, figures_in(units, figures_of(manifest, name), None), ())
    units = document_units(read_document(path), path.name)
    name = _generated_name(path, units, manifest)
    origins = figures_of(manifest, name)
    base = _base(home, name)
    figures = figures_in(units, origins, base)
    typed = typed_numbers(units, base, figures) if base is not None else ()
    turned = turned_words(units, base) if base is not None else ()
    return TracedFile(path.name, units, figures, typed, turned)


def figures_of(manifest: Manifest, name: str) -> tuple[PrintedFigure, ...]:
    """The figures of one output file; those of appendices that have no file of their own are in the report's."""
    return tuple(
        one for one in manifest.figures if one.file == name or (one.file not in manifest.outputs and _is_report(name))
    )


def _is_report(name: str) -> bool:
    return name == f"{REPORT_STEM}.docx"


def _generated_name(path: Path, units: Sequence[Unit], manifest: Manifest) -> str:
    """The output file that `path` is or was; a renamed one is known by its blocks."""
    if path.name in manifest.outputs:
        return path.name
    marks = {name for unit in units for name in unit.marks}
    names = [name for name in sorted(manifest.outputs) if name.endswith(".docx")]
    shared = {name: len(marks & {one.block for one in figures_of(manifest, name)}) for name in names}
    best = max(names, key=lambda name: shared[name], default="")
    if not best or not shared[best]:
        raise WrongUsage(
            f"“{path.name}” không phải là tệp được tạo trong thư mục này.",
            f"Các tệp của thư mục: {', '.join(names)}. Nếu tệp đã đổi tên, đặt lại đúng tên cũ.",
        )
    return best


def _base(home: Path, name: str) -> tuple[Unit, ...] | None:
    """The file as generated; None if `.base/` lost it or cannot be read: bookmarks then do the work alone."""
    try:
        return document_units((home / BASE / name).read_bytes(), name)
    except (OSError, Unreadable):
        return None


def _workbook(home: Path, manifest: Manifest, given: Path | None) -> Path | None:
    """The workbook: the one given, else the first near the folder that has its name, best the unchanged one."""
    if given is not None:
        if not given.is_file():
            raise WrongUsage(f"Không tìm thấy hồ sơ “{given}”.", "Kiểm tra lại đường dẫn sau --workbook.")
        return given
    name = Path(manifest.input_name).name
    places = [*home.parents[:4], Path.cwd(), *(place / "inputs" for place in (*home.parents[:4], Path.cwd()))]
    present = [place / name for place in places if (place / name).is_file()]
    same = [path for path in present if _fingerprint(path) == manifest.input_sha256]
    return next(iter([*same, *present]), None)


def _fingerprint(path: Path) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""
