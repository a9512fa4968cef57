"""Names that people give: one short line to be shown, a name that every file system takes."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from generator.web.names import LONGEST, content_disposition, display_name, file_name

SHOWN = {
    "Báo cáo quý III.xlsx": "Báo cáo quý III",
    "C:\\Windows\\con.xlsx": "con",
    "..\\..\\x.xlsx": "x",
    "../../x": "x",
    "a/b/": "Hồ sơ",
    "": "Hồ sơ",
    " \t\n ": "Hồ sơ",
    "dòng\nhai\rba": "dòng hai ba",
    "\u202ecod.exe\u202c": "cod.exe",
    "Hồ sơ": "Hồ sơ",
    "\x00\x07nul\u200b": "nul",
    "\ud800x": "x",
    "Kế hoạch.2025.XLSX": "Kế hoạch.2025",
}


@pytest.mark.parametrize("given", SHOWN)
def test_a_name_is_shown_as_one_line_without_folders_and_hidden_signs(given: str) -> None:
    assert display_name(given) == SHOWN[given]


def test_a_long_name_is_cut() -> None:
    assert len(display_name("á" * 5000)) == LONGEST


@pytest.mark.parametrize(
    "given", ["con", "PRN", "aux.x", "nul", "com1", "LPT9", 'a"b', "a;b", "a%2fb", "a*b?c|d<e>", "…"]
)
def test_a_download_has_a_name_that_every_system_takes(given: str) -> None:
    name = file_name(given, ".docx")
    assert name.endswith(".docx") and not set(name) & set('<>:"/\\|?*%;')
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9", ""}


@pytest.mark.parametrize("name", ["Báo cáo Đảng ủy.docx", 'x"; filename="evil.exe', "a\r\nSet-Cookie: x=1", "100%.pdf"])
def test_the_header_is_plain_and_holds_the_whole_name(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii() and header.isprintable() and header.count('"') == 2
    assert unquote(header.rpartition("UTF-8''")[2]) == name
