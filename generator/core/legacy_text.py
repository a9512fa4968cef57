"""Vietnamese typed before Unicode (TCVN3/ABC and VNI fonts): told by its letters or font, and turned into Unicode.

Such text is Latin letters that only look Vietnamese in their font ("®Þnh", "Ñaïi hoïc"). A word counts as legacy
only if it is no Vietnamese syllable as it stands and becomes one when converted, so that "café", "Microsoft®" or
"Zürich" raise no alarm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from generator.core.characters import LOOKALIKES, is_private, is_symbol_font, seen_letters, symbol
from generator.core.vietnamese import TONES

_TCVN3_CODES = (
    "\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00c6\u00a9\u00c7\u00ca\u00c8\u00c9\u00cb"
    "\u00cc\u00d0\u00ce\u00cf\u00d1\u00aa\u00d2\u00d5\u00d3\u00d4\u00d6\u00d7\u00dd\u00d8\u00dc\u00de"
    "\u00df\u00e3\u00e1\u00e2\u00e4\u00ab\u00e5\u00e8\u00e6\u00e7\u00e9\u00ac\u00ea\u00ed\u00eb\u00ec\u00ee"
    "\u00ef\u00f3\u00f1\u00f2\u00f4\u00ad\u00f5\u00f8\u00f6\u00f7\u00f9\u00fa\u00fd\u00fb\u00fc\u00fe"
    "\u00ae\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7"
)
_TCVN3_LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậ"
    "èéẻẽẹêềếểễệìíỉĩị"
    "òóỏõọôồốổỗộơờớởỡợ"
    "ùúủũụưừứửữựỳýỷỹỵ"
    "đĂÂÊÔƠƯĐ"
)  # fmt: skip
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_VNI_MARKS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_ALONE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI_SMALL = _VNI_ALONE | {
    base + mark: letter
    for base, (marks, letters) in _VNI_MARKS.items()
    for mark, letter in zip(marks, letters, strict=True)
}
_VNI = _VNI_SMALL | {
    spelling: letter.upper()
    for pair, letter in _VNI_SMALL.items()
    for spelling in (pair.upper(), pair[0].upper() + pair[1:])
}
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ORDINARY = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
"""Letters of Latin-1 that modern Vietnamese has too: alone they do not look foreign."""
_SIGNS = frozenset("\u00d7\u00b7\u00ae\u00a9\u00b5\u00ad")  # × · ® © µ and the soft hyphen stand in modern text too
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]\"“”/+-]{2,}")
_CAPITAL_INSIDE = re.compile(r"[a-z][À-ÖØ-Þ]")
_ONSET = r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?"
_OPEN_RHYME = (
    r"(?:ai|ao|au|ay|âu|ây|eo|êu|ia|iêu|iu|oai|oao|oay|oeo|oi|ôi|ơi|ua|uây|ui|uôi|uơ|uya|uyu|ưa|ưi|ươi|ươu|ưu|yêu)"
)
_CLOSED_RHYME = r"(?:[aăâeêioôơuưy]|iê|oa|oă|oe|oo|uâ|uê|uô|uy|uyê|ươ|yê)(?:ch?|m|ng?|nh|p|t)?"
_SYLLABLE = re.compile(f"{_ONSET}(?:{_OPEN_RHYME}|{_CLOSED_RHYME})")


def legacy_reading(text: str, font: str = "") -> str | None:
    """What `text` says in Unicode if it was typed in a legacy font; None if it was not.

    `font` is the text's legacy font, "" if its font is a modern one (then the letters alone must prove it).
    """
    if font:
        reading = as_shown(text, font)
        return reading if reading != text else None
    if text.isascii() or not any(map(_suspects_in, text.split())):
        return None
    suspects = [word for stretch in text.split() for word in _suspects_in(stretch)]
    convert = max((from_tcvn3, from_vni), key=lambda candidate: _strength(suspects, candidate))
    return convert(text) if _strength(suspects, convert) >= 2 else None


def is_legacy_font(font: str) -> bool:
    """True for a font of the time before Unicode: .VnTime and its like, VNI-Times and its like."""
    return font.casefold().startswith((".vn", "vni-"))


def as_shown(text: str, font: str) -> str:
    """What a stretch set in `font` shows: Unicode for the letters of a legacy font, signs for those of a symbol font.

    Words that are Vietnamese as they stand, in a font that programs set for them by mistake, stay.
    """
    if is_symbol_font(font):
        return "".join(_sign(letter, font) for letter in text)
    if not is_legacy_font(font):
        return text
    convert = from_vni if font.casefold().startswith("vni") else from_tcvn3
    reading = convert(text)
    if any(ord(letter) > 0xFF for letter in text) and _syllables(reading) <= _syllables(text):
        return text
    return reading.upper() if convert is from_tcvn3 and font.endswith("H") else reading


def _sign(letter: str, font: str) -> str:
    return symbol(font, ord(letter)) if 0x20 < ord(letter) <= 0xFF or is_private(letter) else letter


def _syllables(text: str) -> int:
    return sum(not word.isascii() and is_syllable(word) for word in _WORD.findall(text))


def from_tcvn3(text: str) -> str:
    """Text typed in a .Vn font (TCVN 5712, "ABC") as Unicode."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text typed in a VNI font as Unicode."""
    return _VNI_UNIT.sub(lambda found: _VNI[found[0]], text)


@lru_cache(maxsize=16384)
def _suspects_in(stretch: str) -> tuple[str, ...]:
    """The suspects among the words of a text without spaces: a dossier repeats its words in thousands of cells."""
    return tuple(word for word in _WORD.findall(stretch) if _is_suspect(word))


def _is_suspect(word: str) -> bool:
    """True for a word of Latin letters, some accented, that is no Vietnamese syllable as it stands.

    A letter that people type for Đ proves nothing ("NÐ-CP").
    """
    plain = "".join(letter for letter in word if letter not in LOOKALIKES)
    return not plain.isascii() and max(word) <= "\xff" and not is_syllable(seen_letters(word))


def _strength(suspects: Sequence[str], convert: Callable[[str], str]) -> int:
    """How strongly the words look legacy: those that make sense when converted, the plainly foreign ones double."""
    count = 0
    for word in suspects:
        if is_syllable(convert(word)):
            foreign = any(not letter.isascii() and letter not in _ORDINARY | _SIGNS for letter in word)
            count += 2 if foreign or _CAPITAL_INSIDE.search(word) else 1
    return count


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """True if `word` is spelled like a Vietnamese syllable, whatever its tone."""
    apart = unicodedata.normalize("NFD", word.lower())
    bare = "".join(mark for mark in apart if mark not in TONES)
    if len(apart) - len(bare) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))
