"""The cover of a return: who filled it in, who approved it, and what people wrote there besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.core.vietnamese import one_line, title_key
from generator.read.cell_names import cell_name, column_letters
from generator.read.return_columns import COVER_LINES, COVER_SHOWN, COVER_STEP, COVER_TITLE
from generator.read.sheet_xml import RawRow

_NAMES = {title_key(name): name for name in COVER_LINES} | {title_key("Người lập phiếu"): COVER_LINES[0]}
_OWN = frozenset(title_key(name) for name in (COVER_TITLE, *COVER_SHOWN))
_SHOWN = {title_key(name): name for name in COVER_SHOWN}
_FORM_COLUMNS = (1, 2)


@dataclass(frozen=True, slots=True)
class Cover:
    """`lines` maps a line's name to what is written beside it and its row; those left blank are left out.

    `agency` is whose form it says to be, `other` what no form has: cell and words. `shown` maps the labels that the
    form itself brought to cell and words.
    """

    lines: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    agency: str = ""
    other: tuple[tuple[str, str], ...] = ()
    shown: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        return self.lines.get(name, ("", 0))[0]


def read_cover(rows: Iterable[RawRow]) -> Cover:
    """What the rows of a cover say; a name may stand behind its line's label ("Người lập: Nguyễn Văn A")."""
    lines: dict[str, tuple[str, int]] = {}
    other: list[tuple[str, str]] = []
    shown: dict[str, tuple[str, str]] = {}
    for row in rows:
        texts = {number: text for number, cell in sorted(row.cells.items()) if (text := one_line(cell.text))}
        if not texts:
            continue
        first = next(iter(texts))
        label, _, behind = texts[first].partition(":")
        name = _NAMES.get(title_key(label))
        values = [text for number, text in texts.items() if number != first]
        if name is not None:
            said = " ".join(filter(None, [behind.strip(), *values]))
            lines |= {name: (said, row.number)} if said else {}
            continue
        key = title_key(texts[first])
        is_own = key in _OWN or key.startswith(title_key(COVER_STEP))
        if values and (brought := _SHOWN.get(key)):
            shown[brought] = (f"{column_letters(min(texts.keys() - {first}))}{row.number}", values[0])
        for number, text in texts.items():
            if not is_own or number not in _FORM_COLUMNS:
                other.append((cell_name(number, row.number), text))
    return Cover(lines, shown.get(COVER_SHOWN[1], ("", ""))[1], tuple(other), shown)
