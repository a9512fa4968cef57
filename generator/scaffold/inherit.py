"""Outlines that share their words: one file says what differs from another.

    extends = "../nd30/bao-cao.toml"

    [[section]]
    id = "chi-dao"          takes the place of the section so called
    [[section]]
    after = "ket-qua"       is put behind that section

Every other key that is given takes the place of the extended file's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.core.problems import BaocaoError
from generator.core.vietnamese import nearest

Section = Mapping[str, Any]


class BadOutline(BaocaoError):
    """An outline cannot be read."""


def read_outline(path: Path) -> Mapping[str, Any]:
    """An outline's tables, with those of the outline it extends. Raises BadOutline."""
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadOutline(f"Không đọc được đề cương “{path}”.", "Kiểm tra đường dẫn; lưu tệp dạng UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadOutline(f"Đề cương “{path.name}” sai cú pháp TOML ở {_line(error)}.", "Sửa chỗ đó.") from error
    if "extends" not in own:
        return own
    base = read_outline(path.parent / own["extends"])
    merged = {**base, **{key: value for key, value in own.items() if key not in ("extends", "section")}}
    if "section" in base:
        merged["section"] = _sections(base["section"], own.get("section", []), path)
    return merged


def _line(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f"dòng {found[1]}" if found else "cuối tệp"


def _sections(base: list[Section], own: list[Section], path: Path) -> list[Section]:
    """The base's sections, those that `own` names replaced or followed by it."""
    sections = list(base)
    for section in own:
        name = section.get("after", section.get("id", ""))
        names = [one.get("id", "") for one in sections]
        if not name or name not in names:
            guess = nearest(name, filter(None, names))
            raise BadOutline(
                f"Đề cương “{path.name}”: đề cương gốc không có phần “{name}”.",
                f"Có phải là “{guess}”?" if guess else f"Các phần: {', '.join(filter(None, names))}.",
            )
        index = names.index(name)
        sections[index : index + 1] = [sections[index], section] if "after" in section else [section]
    return sections
