"""The memory of a run: `manifest.json` beside the files, from which trace, merge and history read.

No clock stands in it, its keys are sorted: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from generator import VERSION
from generator.compute.restatements import IssuedReport
from generator.core.figures import PrintedFigure as PrintedFigure
from generator.core.folders import BASE, ISSUE_MARK, MANIFEST, NEW_VERSION, REPORT, without_version
from generator.core.period_names import parse_period
from generator.core.problems import Place, ProblemList, WrongUsage
from generator.core.vietnamese import short_date
from generator.office.carried_data import data_of
from generator.office.refusal import Unreadable

# --- the figures of a run as its manifest keeps them: by file and block, cells that follow each other as one range ----

_CELL = re.compile(r"(.*!)([A-Z]+)([1-9][0-9]{0,6})", re.DOTALL)
_RANGE = re.compile(r"(.*!)([A-Z]+)([1-9][0-9]{0,6})\.\.\2([1-9][0-9]{0,6})", re.DOTALL)
_SHORTEST = 3
_MOST_CELLS = 5_000_000
"""Of all figures: a damaged file must not fill the memory."""


def packed(figures: Iterable[PrintedFigure]) -> list[Any]:
    """The figures as JSON values; `unpacked` gives the same figures in the same order."""
    return [
        [
            file,
            [
                [block, [[one.text, one.formula, *_ranges(one.cells)] for one in inside]]
                for block, inside in groupby(of_file, key=lambda one: one.block)
            ],
        ]
        for file, of_file in groupby(figures, key=lambda one: one.file)
    ]


def _ranges(cells: Sequence[str]) -> Sequence[str]:
    if len(cells) < _SHORTEST:
        return cells
    made: list[str] = []
    run: list[str] = []
    expected = ""
    for cell in cells:
        if cell != expected:
            made += _joined(run)
            run = []
        run.append(cell)
        found = _CELL.fullmatch(cell)
        expected = f"{found[1]}{found[2]}{int(found[3]) + 1}" if found else ""
    return [*made, *_joined(run)]


def _joined(run: Sequence[str]) -> Sequence[str]:
    return run if len(run) < _SHORTEST else (f"{run[0]}..{run[-1].rpartition('!')[2]}",)


def unpacked(found: Sequence[Any]) -> tuple[PrintedFigure, ...]:
    """The figures that a manifest holds, in this form or in that of the first versions, a list of objects.

    Raises KeyError, TypeError or ValueError if it is neither.
    """
    if all(isinstance(one, Mapping) for one in found):
        return tuple(_from_object(one) for one in found)
    room = _MOST_CELLS
    figures: list[PrintedFigure] = []
    for file, blocks in found:
        for block, inside in blocks:
            for text, formula, *places in inside:
                cells = tuple(_cells(places, room))
                room -= len(cells)
                figures.append(PrintedFigure(as_text(file), as_text(block), as_text(text), cells, as_text(formula)))
    return tuple(figures)


def _cells(places: Iterable[Any], room: int) -> Iterator[str]:
    for place in places:
        found = _RANGE.fullmatch(as_text(place)) if ".." in as_text(place) else None
        if found is None:
            yield place
            continue
        sheet, column, first, last = found.groups()
        if int(last) - int(first) > room:
            raise ValueError(place)
        yield from (f"{sheet}{column}{number}" for number in range(int(first), int(last) + 1))


def _from_object(found: Mapping[str, Any]) -> PrintedFigure:
    cells = tuple(as_text(cell) for cell in found["cells"])
    return PrintedFigure(
        as_text(found["file"]), as_text(found["block"]), as_text(found["text"]), cells, as_text(found["formula"])
    )


def as_text(value: Any) -> str:
    """The value, which must be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


SCHEMA = 2
"""2: the figures by file and block, the file without indents. What has 1 is read all the same."""


def sha256(content: bytes) -> str:
    """The fingerprint of a file, as the manifest writes it."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Issued:
    """The number and day a report was issued under; `symbol` is the whole number: "05/BC-UBND"."""

    number: str
    symbol: str
    day: date


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run read and wrote.

    `templates` and `outputs` map file names to sha256; `facts` is what `facts_json` writes; `problems`
    are problems as JSON; `gaps` names the parts that only a person can write and that are still empty.
    `outputs` is filled in by `files.publish`, from the bytes it writes, and so is `merged`: those of them that held a
    person's work when they were written. `issued` is None until the report is issued.
    """

    period: str
    as_of: date
    input_name: str
    input_sha256: str
    templates: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Mapping[str, Any], ...] = ()
    gaps: tuple[str, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    issued: Issued | None = None
    merged: tuple[str, ...] = ()
    program: str = VERSION
    schema: int = SCHEMA

    def as_json(self) -> dict[str, Any]:
        """The manifest as the object that stands in the file."""
        return {
            "schema": self.schema,
            "program": self.program,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "input": {"name": self.input_name, "sha256": self.input_sha256},
            "templates": dict(self.templates),
            "outputs": dict(self.outputs),
            "facts": dict(self.facts),
            "problems": [dict(problem) for problem in self.problems],
            "gaps": list(self.gaps),
            "figures": packed(self.figures),
            **({"merged": list(self.merged)} if self.merged else {}),
        } | _issued_json(self.issued)

    def as_bytes(self) -> bytes:
        """The bytes of `manifest.json`; a lone surrogate (a file name that is no Unicode) becomes a JSON escape.

        One entry a line: with indents Python's encoder takes many times as long, and the file is three times as large.
        """
        lines = (f" {_json(key)}: {_json(value)}" for key, value in sorted(self.as_json().items()))
        return b"{\n%s\n}\n" % b",\n".join(line.encode("utf-8", errors="backslashreplace") for line in lines)

    def carried(self) -> str:
        """What an issued Word file carries with it, as JSON: the facts and where each figure came from.

        Without what is the office's own business: problems, gaps, who prepared and approved the figures.
        """
        facts = {name: value for name, value in self.facts.items() if name not in _OWN_BUSINESS} | {"problems": []}
        return _json(replace(self, facts=facts, problems=(), gaps=(), merged=()).as_json())


_OWN_BUSINESS = ("problems", "signed", "without_evidence")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _issued_json(issued: Issued | None) -> dict[str, Any]:
    if issued is None:
        return {}
    return {"issued": {"number": issued.number, "symbol": issued.symbol, "date": issued.day.isoformat()}}


class _DamagedError(Exception):
    """The bytes are not a manifest that this program can read; the text says why, in Vietnamese."""


def read_manifest(folder: Path, problems: ProblemList | None = None) -> Manifest | None:
    """The manifest of an output folder, or None if it has none.

    A damaged or newer one is None too, and then a problem XB006 is added: its files must be taken as edited.
    """
    path = folder / MANIFEST
    try:
        return _parse(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, _DamagedError) as error:
        reason = str(error) if isinstance(error, _DamagedError) else "không mở được tệp"
        if problems is not None:
            problems.add(
                "XB006",
                Place(file=str(path)),
                f"Không đọc được bản kê của lần tạo trước: {reason}.",
                "Các tệp trong thư mục được coi là đã sửa tay và sẽ được giữ lại.",
            )
        return None


def carried_manifest(document: bytes) -> Manifest | None:
    """What an issued Word file carries of its manifest; None where it carries none, or one not to be read."""
    try:
        data = data_of(document)
        return _parse(data.encode()) if data else None
    except (Unreadable, _DamagedError):
        return None


def manifest_in(data: bytes) -> Manifest | None:
    """The manifest that data taken out of a file hold; None where they hold none that can be read."""
    try:
        return _parse(data)
    except _DamagedError:
        return None


def _parse(content: bytes) -> Manifest:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _DamagedError("nội dung không phải JSON hoàn chỉnh") from error
    if not isinstance(found, dict):
        raise _DamagedError("nội dung không đúng cấu trúc")
    schema = found.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise _DamagedError("do phiên bản mới hơn của chương trình ghi")
    try:
        return _manifest(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _DamagedError("thiếu mục hoặc sai kiểu giá trị") from error


def _manifest(found: Mapping[str, Any]) -> Manifest:
    return Manifest(
        schema=int(found["schema"]),
        program=as_text(found["program"]),
        period=as_text(found["period"]),
        as_of=date.fromisoformat(found["as_of"]),
        input_name=as_text(found["input"]["name"]),
        input_sha256=as_text(found["input"]["sha256"]),
        templates=_hashes(found["templates"]),
        outputs=_hashes(found["outputs"]),
        facts=dict(found["facts"].items()),
        problems=tuple(dict(problem.items()) for problem in found["problems"]),
        gaps=tuple(as_text(gap) for gap in found["gaps"]),
        figures=unpacked(found["figures"]),
        issued=_issued(found["issued"]) if found.get("issued") else None,
        merged=tuple(as_text(name) for name in found.get("merged", ())),
    )


def _issued(found: Mapping[str, Any]) -> Issued:
    return Issued(as_text(found["number"]), as_text(found["symbol"]), date.fromisoformat(found["date"]))


def _hashes(found: Mapping[str, Any]) -> dict[str, str]:
    return {as_text(name): as_text(digest) for name, digest in found.items()}


# --- issued reports: their folders are not written again, and what they printed is read back from their manifests -----

_SIGNS_OF_ISSUE = (b'"issued"', b"\\u", b"\0")
"""The key itself, JSON's escapes of letters, and what UTF-16 and UTF-32 hold."""


def issue_mark(issued: Issued) -> bytes:
    """The bytes of the mark."""
    return (_json(_issued_json(issued)["issued"]) + "\n").encode()


def issued_of(folder: Path) -> Issued | None:
    """Number and day of an issued report: by its manifest, the mark beside it, or what the file carries."""
    manifest = _issued_manifest(folder)
    if manifest is not None:
        return manifest.issued
    try:
        return _issued(json.loads((folder / BASE / ISSUE_MARK).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    try:  # the report itself carries it, where all that lies beside it is gone
        carried = carried_manifest((folder / REPORT).read_bytes()) if not (folder / MANIFEST).exists() else None
    except OSError:
        return None
    return carried.issued if carried is not None else None


def refuse_issued(folder: Path) -> None:
    """Raises WrongUsage if the report in `folder` is issued."""
    issued = issued_of(folder)
    if issued is not None:
        raise WrongUsage(
            f"Báo cáo trong “{folder}” đã ban hành {issued_words(issued)}, không lập lại.",
            "Muốn lập bản mới cho kỳ này, thêm --new-version: bản mới nằm ở thư mục riêng, bản đã ban hành giữ nguyên.",
        )


def issued_words(issued: Issued) -> str:
    """ "số 05/BC-UBND ngày 05/01/2026"."""
    return f"số {issued.symbol} ngày {short_date(issued.day)}"


def version_folder(folder: Path, new_version: bool) -> Path:
    """Where to build: `folder`, or with `new_version` its first version that is not issued ("2025-Q3-ban-2").

    Raises WrongUsage if `folder` is issued and no new version is wanted, or if it is not and one is.
    """
    if not new_version:
        refuse_issued(folder)
        return folder
    if not is_issued(folder):
        raise WrongUsage(
            f"Báo cáo trong “{folder}” chưa ban hành, nên chưa cần bản mới.", "Chạy lại lệnh không có --new-version."
        )
    number, version = 2, folder
    while is_issued(version):
        version, number = folder.with_name(f"{folder.name}{NEW_VERSION}{number}"), number + 1
    return version


def is_issued(folder: Path) -> bool:
    """Whether the report in a folder was issued."""
    return issued_of(folder) is not None


def issued_before(folder: Path) -> Path | None:
    """The issued version that a version's folder follows: "2025-Q3-ban-2" of "2025-Q3-ban-3"; None for the first."""
    name, _, version = folder.name.partition(NEW_VERSION)
    if not version.isdecimal():
        return None
    number = int(version) - 1
    return folder.with_name(f"{name}{NEW_VERSION}{number}" if number > 1 else name)


def _issued_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder whose report is issued, else None.

    Most are not, and a manifest with the figures of ten thousand tasks takes long to make sense of: the name that the
    number stands under must be among its bytes, plain, or as some other program would spell it.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError:
        return None
    manifest = read_manifest(folder) if any(sign in content for sign in _SIGNS_OF_ISSUE) else None
    return manifest if manifest is not None and manifest.issued is not None else None


def issued_manifests(reports: Path, agency: str | None = None) -> tuple[Manifest, ...]:
    """The manifests of all issued reports under `reports` (outputs/<workbook stem>), by period; of each the newest.

    With `agency` those of its own reports.
    """
    found: dict[str, Manifest] = {}
    for folder in sorted(reports.iterdir()) if reports.is_dir() else ():
        for own in _own_folders(folder, agency):
            manifest = _issued_manifest(own)
            if manifest is None or manifest.issued is None or parse_period(manifest.period) is None:
                continue
            known = found.get(manifest.period)
            if known is None or known.issued is None or known.issued.day <= manifest.issued.day:
                found[manifest.period] = manifest
    return tuple(found[code] for code in sorted(found))


def issued_reports(reports: Path, agency: str | None = None) -> tuple[IssuedReport, ...]:
    """The reports issued under `reports` (outputs/<workbook stem>), each as far as a later one needs it."""
    found = []
    for manifest in issued_manifests(reports, agency):
        period, issued = parse_period(manifest.period), manifest.issued
        if period is not None and issued is not None:
            found.append(IssuedReport(issued.symbol, issued.day, period, manifest.as_of, manifest.facts))
    return tuple(found)


def _own_folders(folder: Path, agency: str | None) -> list[Path]:
    if not folder.is_dir() or folder.name.startswith("."):
        return []
    if agency is None:
        return [folder]
    return sorted(path for path in folder.iterdir() if path.is_dir() and without_version(path.name) == agency)
