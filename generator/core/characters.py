"""What single characters mean that a text brings along from Word, Excel or the clipboard: one table for every reader.

A reader, lint, redline and `--fix` all ask here what a sign of a symbol font is, what breaks a line, what nobody sees.
"""

from __future__ import annotations

import re
import unicodedata

KEYBOARD = dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("–—‑‒−", "-")
"""Quotes and dashes that programs put for those that are typed."""

BULLETS = "-–—+•*·∙●○▪■□◆◇❖➢➔→✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
"""Signs that stand before the items of a list."""

LINE_ENDS = "\v\f\x85\u2028\u2029"
"""What breaks a line besides "\\n"; Word and web pages leave it in what is pasted."""

UNSEEN = {
    "\u00ad": "dấu nối mềm",
    "\u200b": "khoảng trắng không độ rộng",
    "\u200c": "dấu không nối",
    "\u200d": "dấu nối không độ rộng",
    "\u2060": "dấu cấm ngắt dòng",
    "\ufeff": "dấu đầu tệp",
}
"""Signs that take no room and nobody sees, with what a message calls them."""
_OTHERS_UNSEEN = r"\u061c\u180e\u200e\u200f\u202a-\u202e\u2061-\u206f\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e007f"
_UNSEEN = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{''.join(UNSEEN)}{_OTHERS_UNSEEN}]")
NO_ROOM = "".join(UNSEEN)

LOOKALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
"""Letters of other alphabets that are printed like đ and match nothing."""

_AS_TYPED = str.maketrans(LOOKALIKES | dict.fromkeys(LINE_ENDS, "\n"))
_LOOKALIKE_LETTERS = str.maketrans(LOOKALIKES)
_ODD = re.compile(rf"{_UNSEEN.pattern}|[{LINE_ENDS}{''.join(LOOKALIKES)}\ue000-\uf8ff]")


def plain_characters(text: str) -> str:
    """`text` with one sign for each line end, without signs nobody sees, đ for its lookalikes, signs for symbols."""
    if looks_plain(text) or not _ODD.search(text):
        return text
    plain = _UNSEEN.sub("", text.translate(_AS_TYPED))
    return _PRIVATE_USE.sub(lambda found: bare_symbol(found[0]), plain) if _PRIVATE_USE.search(plain) else plain


def seen_letters(text: str) -> str:
    """`text` as a reader compares it with what is to stand there: composed, without unseen signs, đ for lookalikes."""
    if unicodedata.is_normalized("NFC", text) and looks_plain(text):
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text.translate(_LOOKALIKE_LETTERS)))


def told_apart(one: str, other: str) -> tuple[str, ...]:
    """Why two texts that read alike are not the same to a program, in words; nothing for texts that read otherwise."""
    if one == other or seen_letters(one) != seen_letters(other):
        return ()
    causes = ["Unicode tổ hợp"] if any(not unicodedata.is_normalized("NFC", text) for text in (one, other)) else []
    causes += [name for name in (*unseen_in(one), *unseen_in(other)) if unseen_in(one) != unseen_in(other)]
    causes += [f"chữ {letter}" for letter in (*lookalikes_in(one), *lookalikes_in(other))]
    return tuple(dict.fromkeys(causes))


def place_of(text: str, at: int) -> int:
    """Where in `text` the letter stands that is number `at` of `seen_letters(text)`."""
    if len(seen_letters(text)) == len(text):
        return at
    whole = (place for place, letter in enumerate(text) if not unicodedata.combining(letter))
    return next((place for place in whole if len(seen_letters(text[:place])) == at), len(text))


def unseen_in(text: str) -> tuple[str, ...]:
    """What a text holds that nobody sees, named for a message: "dấu nối mềm", "U+200E"."""
    found = dict.fromkeys(_UNSEEN.findall(text))
    return tuple(UNSEEN.get(sign, f"U+{ord(sign):04X}") for sign in found)


def is_plain(text: str) -> bool:
    """True for a text without signs nobody sees, lookalikes of đ and private characters."""
    return looks_plain(text) or not (_UNSEEN.search(text) or _PRIVATE_USE.search(text) or lookalikes_in(text))


def looks_plain(text: str) -> bool:
    """True for nearly every text that is plain: Python's own test knows all odd characters but the lookalikes."""
    no_lookalike = "\u00d0" not in text and "\u00f0" not in text and "\u0189" not in text and "\u0256" not in text
    return no_lookalike and text.isprintable()


def lookalikes_in(text: str) -> tuple[str, ...]:
    """The letters of a text that only look like đ."""
    return tuple(dict.fromkeys(letter for letter in text if letter in LOOKALIKES))


def symbols_in(text: str) -> tuple[str, ...]:
    """The private characters of a text, which only the font they were taken from can show."""
    return tuple(dict.fromkeys(_PRIVATE_USE.findall(text)))


# --- symbol fonts: their characters in Unicode, from code 32 on ------------------------------------------------------

_FIRST, _PRIVATE = 32, 0xF000
_UNKNOWN = "�"
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_SYMBOLS_OF_LISTS = frozenset((0xF0B7, 0xF02D))
_FONTS = {
    "symbol": (
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓ"
        "ΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνο"
        "πθρστυϖωξψζ{|}~�������������������������"
        "��������€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵"
        "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜"
        "⎝⎡⎢⎣⎧⎨⎩⎪〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"
    ),
    "wingdings": (
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝"
        "☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●○■□"
        "🞐❑❒🞟⧫◆❖⬩⌧⮹⌘🏵🏶🙶🙷▯🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍➎➏➐➑➒➓🙢🙠"
        "🙡🙣🙞🙜🙝🙟∙•▪⭘🞆🞈🞊🞋🔿▪□🟁🟅★🟋🟏🟓🟑⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"
        "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←→↑↓↖↗↙↘←"
        "➔↑↓🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑�"
    ),
    "wingdings 2": (
        " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟"
        "🖠🖡👆👇🖢🖣🖑✗✓☒☑⮽☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥"
        "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅🞄⦁"
        "●○○🞇🞉⊙⦿🞌▪◾■□□🞒🞓🞔▣🞕🞖🞗🞘⬩◆◇🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁"
        "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟂🟄"
        "🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂������"
    ),
    "wingdings 3": (
        " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿"
        "⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙"
        "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁�🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕🠗🠘🠚🠙🠛🠜🠞🠝"
        "🠟🠀🠂🠁🠃🠄🠆🠅🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽"
        "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷🡶🢀🢂🢁🢃🢄🢅🢇"
        "🢆🢐🢒🢑🢓🢔🢖🢕🢗���������������"
    ),
    "webdings": (
        " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛"
        "🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥"
        "🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮|🗯🗲�🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣"
        "✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻"
        "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍"
        "Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
    ),
}
"""After dingbat-to-unicode (BSD-2-Clause); rare arrows, squares and ticks are those that text fonts have."""


def is_symbol_font(font: str) -> bool:
    """True for a font whose letters are signs."""
    return font.casefold() in _FONTS


def symbol(font: str, code: int) -> str:
    """The sign that a symbol font has for a code (with or without Word's 0xF000), or the private character itself."""
    place = (code & 0xFF if code >= _PRIVATE else code) - _FIRST
    signs = _FONTS.get(font.casefold(), "")
    sign = signs[place] if 0 <= place < len(signs) else _UNKNOWN
    if sign != _UNKNOWN:
        return sign
    return chr(code if code >= 0x100 else _PRIVATE + code)


def is_private(letter: str) -> bool:
    """True for a character that means something in its own font only."""
    return "\ue000" <= letter <= "\uf8ff"


def bare_symbol(letter: str) -> str:
    """The sign that a private character most likely was in a text whose font is lost; itself if that is not known.

    Bullets of Word's lists are Symbol's "•" and "-", all others Wingdings'.
    """
    code = ord(letter)
    if not _PRIVATE <= code <= _PRIVATE + 0xFF:
        return letter
    return symbol("Symbol" if code in _SYMBOLS_OF_LISTS else "Wingdings", code)


# --- letters above and below the line --------------------------------------------------------------------------------

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def raised(text: str) -> str:
    """Digits above the line as signs of their own: a note mark "1" must not lengthen the number before it."""
    return text.translate(RAISED) if any(map(str.isdigit, text)) else text


def lowered(text: str) -> str:
    """Digits below the line as signs of their own: "CO" and a lowered "2" are "CO₂"."""
    return text.translate(LOWERED) if any(map(str.isdigit, text)) else text


_REREAD = re.compile(
    r"\ufffd|[\u00c3\u00c4\u00c5\u00c6][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"|\u00e1[\u00ba\u00bb]"
)
"""Letters of UTF-8 that were read byte by byte (the "áº¡" of ạ), and what stands for a byte that is none."""
_CAPITAL_BEFORE_A_MARK = re.compile(
    r"(?<=[A-ZĐ])\u00c3(?=[\u2013\u2014\u2026])"
    r"|(?<![^\s(\[])(\u201c[^\u201c\u201d]*[A-ZĐ])\u00c3(?=\u201d(?!\w)(?![^\u201c]*\u201d))"
    r"|(?<![^\s(\[])(\u2018[^\u2018\u2019]*[A-ZĐ])\u00c3(?=\u2019(?!\w)(?![^\u2018]*\u2019))"
)
"""The Ã that ends a word in capitals before a dash, dots or the quote that closes what was opened: “CẤP XÃ”, "ĐÃ…"."""
_LOST = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,4}\?[a-zđ]{1,3}|\?[a-zđà-ỹ]{1,4})(?!\w)")
_MARKUP = re.compile(r"</?(?:br|p|div|span|li|ul|strong)\b[^<>]*>|&(?:lt|gt|nbsp|quot|#\d{2,5});", re.IGNORECASE)


def broken_in(text: str) -> str:
    """What shows that a text was broken on its way: letters of another encoding, "?" for lost ones, marks of HTML."""
    if found := _REREAD.search(_CAPITAL_BEFORE_A_MARK.sub(r"\1\2", text)):
        return found[0]
    if len(lost := _LOST.findall(text)) > 1 and "://" not in text:
        return str(lost[0])
    return found[0] if (found := _MARKUP.search(text)) else ""
