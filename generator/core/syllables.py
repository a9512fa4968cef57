"""Whether a small word can be a Vietnamese syllable: onset, rhyme and tone, by the rules of quốc ngữ.

The question is asked the mild way: a word that may be foreign, an abbreviation or a name is let pass ("axít",
"crôm", "đ/c", "Đắk Lắk"); only what is built like a Vietnamese syllable and breaks a rule is none.
"""

from __future__ import annotations

import re
import unicodedata

from generator.core.vietnamese import TONES, nfc


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ONSETS = _of("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}
_STOPS = _of("c ch p t")
_ENDS = _STOPS | _of("m n ng nh") | {""}
_STOP_TONES = frozenset("\u0301\u0323")  # sắc, nặng

_RHYMES = _of(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êc êch êm ên êng ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt "
    "oe oec oem oen oeng oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ôôc ôông ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôt uơ "
    "uy uya uych uyn uynh uyp uyt uyu uyên uyêt uyêch "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu"
)
_AFTER_QU = _of("y ya ych yên yêt yn ynh yp yt yu ôc ôn ông ôt ơ ơi ơn ơt") | frozenset(
    rhyme for rhyme in _RHYMES if rhyme[0] in "aăâeêi" or rhyme[:2] in ("oa", "oă", "oe")
)
_NUCLEI = frozenset(re.sub(r"(?:ch|ng|nh|[cmnpt])$", "", rhyme) for rhyme in _RHYMES)
_SLIPS_OF_NUCLEUS = _of("ưo ưoi ưou ưô ưôi uơi uơu")
"""Two vowels of which one lacks its hook ("trưòng"); other foreign pairs of vowels ("iốt") are let pass."""

_PARTS = re.compile(r"([^aăâeêioôơuưy]*)([aăâeêioôơuưy]+)([^aăâeêioôơuưy]*)")
_LETTERS = frozenset("bcdđghklmnpqrstvx") | {nfc(f"{vowel}{tone}") for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)}
_DOUBLED = re.compile(r"([b-df-hj-np-tv-xzđ])\1")


def cannot_be_syllable(word: str) -> bool:
    """True of a small word with Vietnamese letters that is built like a syllable and breaks a rule of spelling."""
    if len(word) == 1 or word.isascii() or not _LETTERS.issuperset(word):
        return False
    apart = unicodedata.normalize("NFD", word)
    bare = nfc("".join(mark for mark in apart if mark not in TONES))
    tones = [mark for mark in apart if mark in TONES]
    parts = _split(bare)
    return parts is not None and (len(tones) > 1 or _breaks_a_rule(*parts, tones[0] if tones else ""))


def _split(bare: str) -> tuple[str, str, str] | None:
    """Onset, vowels and end of what is built like one syllable; None of all else."""
    found = _PARTS.fullmatch(bare)
    if found is None:
        return None
    onset, vowels, end = found.groups()
    if onset == "q" and vowels.startswith("u") and len(vowels) > 1:
        onset, vowels = "qu", vowels[1:]
    elif onset == "g" and vowels.startswith("i"):
        onset, vowels = "gi", vowels[1:]
    if not _is_ours(onset, _ONSETS | {"q"}) or not _is_ours(end, _ENDS):
        return None
    known = not vowels or vowels in _NUCLEI or vowels in _SLIPS_OF_NUCLEUS or (onset == "qu" and "y" in vowels)
    return (onset, vowels, end) if known else None


def _is_ours(consonants: str, known: frozenset[str]) -> bool:
    return consonants in known or _DOUBLED.sub(r"\1", consonants) in known


def _breaks_a_rule(onset: str, vowels: str, end: str, tone: str) -> bool:
    if end in _STOPS and tone not in _STOP_TONES:
        return True
    if onset not in _ONSETS or not _goes_before(onset, vowels):
        return True
    rhyme = vowels + end
    if onset == "qu":
        return rhyme not in _AFTER_QU
    if onset == "gi":
        return bool(rhyme) and rhyme not in _RHYMES and f"i{rhyme}" not in _RHYMES
    return rhyme not in _RHYMES


def _goes_before(onset: str, vowels: str) -> bool:
    """Whether an onset is spelled as its vowel asks: k, gh, ngh before i, e, ê, y; c, g, ng before the others."""
    if onset in ("k", "gh", "ngh"):
        return vowels[0] in "ieêy"
    return onset not in ("c", "g", "ng") or vowels[0] not in "ieêy"
