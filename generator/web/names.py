"""Names that people or browsers give: shown on a page and sent with a download, never used as a path."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from generator.core.vietnamese import fold, nfc, shortened

LONGEST = 120
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Controls, marks that turn the direction of writing, halves of characters, line ends."""
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*%;]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:xlsx|xlsm|json|ya?ml|docx|pdf|zip)$", re.IGNORECASE)


def display_name(given: str, otherwise: str = "Hồ sơ") -> str:
    """What a person called a file or typed as a name, as one short line without folders, suffix or hidden signs."""
    last = re.split(r"[/\\]", given.replace("%22", '"'))[-1]  # browsers send a quotation mark so
    shown = "".join(" " if one.isspace() else one for one in last if one.isspace() or _visible(one))
    plain = _SUFFIX.sub("", " ".join(nfc(shown).split())).strip(". ")
    return shortened(plain, LONGEST) if plain else otherwise


def _visible(letter: str) -> bool:
    return unicodedata.category(letter) not in _HIDDEN


def file_name(name: str, suffix: str) -> str:
    """The name that a download proposes: letters that every file system takes, no device's name; `suffix` ".docx"."""
    plain = " ".join(_NOT_IN_FILE_NAMES.sub("-", display_name(name)).split()).strip(". ")
    return f"{'ho-so-' if _DEVICES.match(plain) else ''}{plain or 'ho-so'}{suffix}"


def content_disposition(name: str, inline: bool = False) -> str:
    """The header of a download: the name in ASCII for old programs, and as it is (RFC 5987, RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "-", fold(name, keep_tones=False).replace("đ", "d"))
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
