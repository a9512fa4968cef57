"""The memory of a run: `manifest.json` beside the files, from which trace, merge and history read.

No clock stands in it, its keys are sorted: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator import VERSION
from generator.figures import PrintedFigure as PrintedFigure
from generator.problems import Place, ProblemList
from generator.write.manifest_figures import as_text
from generator.write.manifest_figures import packed, unpacked

MANIFEST_NAME = "manifest.json"
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

    `templates` and `outputs` map file names to sha256; `facts` is the object of contract section 5; `problems`
    are problems as JSON; `gaps` names the parts that only a person can write and that are still empty.
    `outputs` is filled in by `files.publish`, from the bytes it writes. `issued` is None until the report is issued.
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
        } | _issued_json(self.issued)

    def as_bytes(self) -> bytes:
        """The bytes of `manifest.json`; a lone surrogate (a file name that is no Unicode) becomes a JSON escape.

        One entry a line: with indents Python's encoder takes many times as long, and the file is three times as large.
        """
        lines = (f" {_json(key)}: {_json(value)}" for key, value in sorted(self.as_json().items()))
        return b"{\n%s\n}\n" % b",\n".join(line.encode("utf-8", errors="backslashreplace") for line in lines)


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
    path = folder / MANIFEST_NAME
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
    )


def _issued(found: Mapping[str, Any]) -> Issued:
    return Issued(as_text(found["number"]), as_text(found["symbol"]), date.fromisoformat(found["date"]))


def _hashes(found: Mapping[str, Any]) -> dict[str, str]:
    return {as_text(name): as_text(digest) for name, digest in found.items()}
