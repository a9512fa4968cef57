"""Spoiling a good workbook, as a bad disk, a bad program or a bad person would: `spoilt(content, chance)`."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

HOSTILE = (
    "", " ", "-1", "0", "1e308", "1E-320", "NaN", "Infinity", "-2958466", "2958466", "99999999999999999999", "0x1F",
    "=HYPERLINK(\"http://a.b\")", "+1", "@SUM(A1)", "{{ 7*7 }}", "{% for a in b %}", "<b>&amp;</b>", "]]>", "%s %n",
    "_xD800_", "_x0000_", "_x000D_", "_xFFFE_", "A" * 32_767, "e\u0301" * 500, "\u202eđảo", "Tr\u00ad\u200bống",
    "31/02/2025", "2025-13-45", "2025-Q9", "Quý 0/0000", "tháng 99/2025", "ngày 00 tháng 00 năm 0000", "1.2.3,4,5",
    "²", "½", "٣", "Ⅷ", "#REF!", "#N/A", "true", "null", "1" * 400, "1." + "0" * 300, "9" * 5000, "🙂",
    "100%", "-5%", ">= ", "≤ 5 ≥ 6", "từ 5 đến", "Hoàn thành", "Nhiệm vụ thường xuyên", "I.1", "i.1", "2025-Q3",
)  # fmt: skip
ATTRIBUTES = ("r", "t", "s", "ref", "name", "hidden", "ht", "state", "numFmtId", "fontId", "Target", "Type", "Id")
KINDS = ("s", "n", "b", "e", "d", "str", "inlineStr", "zz", "")
REFERENCES = ("A0", "ZZZZZZ9", "A99999999999", "1A", "", "Ơ7", "XFE1048577", "B2:A1", "A1:XFD1048576", "$A$1", "A-1")
MAIN_PARTS = re.compile(r"sheet\d*\.xml|workbook|sharedStrings|styles|document\d*\.xml|header|footer|notes|numbering")
"""What most of a workbook or a Word file is made of."""

Parts = dict[str, bytes]


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """`content` with one to four faults of one kind or another; decided by `chance` alone."""
    parts = unzipped(content)
    for _ in range(chance.choice((1, 1, 1, 2))):
        chance.choice(PART_FAULTS)(parts, chance)
    packed = zipped(parts, chance)
    return chance.choice(FILE_FAULTS)(packed, chance) if chance.random() < 0.1 else packed


def unzipped(content: bytes) -> Parts:
    """The parts of a sound file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, chance: random.Random) -> bytes:
    """The parts packed by one of the methods that a zip knows."""
    kind = chance.choices((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2), (8, 2, 1, 1))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind[0]) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, kind[0])
    return stream.getvalue()


def _pick(parts: Parts, chance: random.Random) -> str:
    """Sheets and what they lean on more often than the rest."""
    main = [name for name in parts if MAIN_PARTS.search(name)]
    return chance.choice(main if main and chance.random() < 0.85 else sorted(parts) or [""])


# --- faults of the parts ---------------------------------------------------------------------------


def _flip_bits(parts: Parts, chance: random.Random) -> None:
    if parts and (content := bytearray(parts[name := _pick(parts, chance)])):
        for _ in range(chance.choice((1, 3, 20))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        parts[name] = bytes(content)


def _cut(parts: Parts, chance: random.Random) -> None:
    if parts:
        name = _pick(parts, chance)
        parts[name] = parts[name][: chance.randrange(len(parts[name]) + 1)]


def _lose_part(parts: Parts, chance: random.Random) -> None:
    parts.pop(_pick(parts, chance), None)


def _swap_parts(parts: Parts, chance: random.Random) -> None:
    if parts:
        one, other = _pick(parts, chance), _pick(parts, chance)
        parts[one], parts[other] = parts[other], parts[one]


def _rename_part(parts: Parts, chance: random.Random) -> None:
    if parts:
        name = _pick(parts, chance)
        parts[chance.choice((name.upper(), "../" + name, "/" + name, name.replace("/", "\\")))] = parts.pop(name)


def _text_swap(parts: Parts, chance: random.Random) -> None:
    """One value for another, in the bytes: what XML parsers of a mutator would not write."""
    if parts:
        name = _pick(parts, chance)
        old, new = chance.choice(((b"<", b"<<"), (b'"', b""), (b">", b"/>"), (b"main", b"m"), (b"UTF-8", b"UTF-16"),
                                  (b"<row", b"<!--x--><row"), (b"</t>", b"&a;</t>"), (b"<v>", b"<v><v>"),
                                  (b"</v>", b"</v><!-- x -->"), (b"<sheetData>", b"<sheetData><?a b?>")))  # fmt: skip
        parts[name] = parts[name].replace(old, new, chance.choice((1, -1)))


def _entities(parts: Parts, chance: random.Random) -> None:
    """A billion laughs, or a file of the machine, where the first texts stand."""
    name = _pick(parts, chance) if parts else ""
    laughs = b'<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (n, b"&%c;" % (n - 1) * 10) for n in range(98, 108))
    start = re.search(rb"<(?!\?)", parts.get(name, b""))
    if start:
        doctype = b"<!DOCTYPE x [" + chance.choice((laughs, b'<!ENTITY k SYSTEM "file:///etc/passwd">')) + b"]>"
        content = parts[name][: start.start()] + doctype + parts[name][start.start() :]
        parts[name] = re.sub(rb"(<t[^>/]*>|<v>)", rb"\1&k;", content, count=chance.choice((1, 50)))


def tree_fault(
    change: Callable[[etree._Element, random.Random], None],
    pick: Callable[[Parts, random.Random], str],
    times: Sequence[int],
) -> Callable[[Parts, random.Random], None]:
    """A fault that changes elements of the part that `pick` gives, as often as one of `times` says."""

    def fault(parts: Parts, chance: random.Random) -> None:
        name = pick(parts, chance) if parts else ""
        try:
            root = etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False))
        except (KeyError, etree.LxmlError, ValueError):
            return
        below = [element for element in root.iterdescendants() if isinstance(element.tag, str)]
        if below:
            for _ in range(chance.choice(times)):
                change(chance.choice(below), chance)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return fault


def delete(element: etree._Element, chance: random.Random) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _double(element: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 300))):
        element.addnext(deepcopy(element))


def nest(element: etree._Element, chance: random.Random) -> None:
    element.append(deepcopy(element))


def _attribute(element: etree._Element, chance: random.Random) -> None:
    name = chance.choice(sorted(map(str, element.attrib)) or ATTRIBUTES)
    if chance.random() < 0.3:
        element.attrib.pop(name, None)
    else:
        words = chance.choice((KINDS, REFERENCES, HOSTILE[:20], ("-1", "999999", "3", "0", "1")))
        element.set(name, chance.choice(words))


def _cell_kind(element: etree._Element, chance: random.Random) -> None:
    element.set("t", chance.choice(KINDS))
    element.set("s", str(chance.choice((-1, 0, 1, 5, 10**6))))


def _value(element: etree._Element, chance: random.Random) -> None:
    element.text = chance.choice(HOSTILE)


def _rename(element: etree._Element, chance: random.Random) -> None:
    space = str(element.tag).rpartition("}")[0]
    element.tag = (f"{space}}}" if space else "") + chance.choice(("v", "c", "row", "f", "is", "t", "si", "sheet", "x"))


# --- faults of the file ----------------------------------------------------------------------------


def _truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _directory_flipped(content: bytes, chance: random.Random) -> bytes:
    """Lies in the list of members: sizes, methods, flags, offsets."""
    start = content.find(b"PK\x01\x02")
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3))):
        changed[chance.randrange(start, len(changed))] = chance.choice((0, 1, 8, 14, 99, 255))
    return bytes(changed)


def _extra(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((content + content, content + b"\0" * 1000, b"\0" * 100 + content, content[100:]))


_TREE_FAULTS = (delete, _double, nest, _attribute, _attribute, _attribute, _cell_kind, _cell_kind, _value, _rename)
PART_FAULTS: tuple[Callable[[Parts, random.Random], None], ...] = (
    _flip_bits,
    _cut,
    _lose_part,
    _swap_parts,
    _rename_part,
    _text_swap,
    _entities,
    *(tree_fault(change, _pick, (1, 1, 4)) for change in (*_TREE_FAULTS * 2, *[_value] * 6)),
)
FILE_FAULTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_truncated, _flipped, _directory_flipped, _extra)
