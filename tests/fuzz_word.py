"""Broken Word files: good ones, each spoilt in a few places, through everything that reads a Word file.

`python -m tests.fuzz --word` runs them. The allowed ends are those of the workbooks; eleven commands have 30 seconds.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date
from pathlib import Path

from lxml import etree

from tests.spoil import FILE_FAULTS, HOSTILE, PART_FAULTS, Parts, delete, nest, tree_fault, unzipped, zipped
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 30
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERS = ("NaN", "", "-1", "0", "1.5", "99999999999999999999", "-99999999999", "1e308", "Infinity", "0x1F", "²", "٣",
           "yes", "9" * 5000)  # fmt: skip
TAGS = ("p", "r", "t", "tbl", "tr", "tc", "sectPr", "pPr", "rPr", "ins", "del", "hyperlink", "sdt", "fldChar", "body",
        "bookmarkStart", "numPr", "br", "tab", "x")  # fmt: skip
ADDED = (
    b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', b'<w:commentRangeStart w:id="NaN"/>',
    b'<w:p><w:ins w:id="NaN" w:author="" w:date="x"><w:r><w:t>62,5%</w:t></w:r></w:ins></w:p>',
    b'<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="-7"/></w:numPr></w:pPr></w:p>', b"<w:tbl/>",
    b"<w:tbl><w:tr/></w:tbl>", b"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", b"<w:p/>", b"<w:sectPr/>",
    b'<w:p><w:pPr><w:pStyle w:val="Khong"/></w:pPr><w:r><w:rPr><w:sz w:val="x"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    b'<w:p><w:moveFrom w:id="1"><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p>', b"<w:p><w:r><w:sym/></w:r></w:p>",
    b'<w:p><w:hyperlink r:id="khong" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    b"</w:p>", b'<w:p><x:y xmlns:x="a/b"/></w:p>', b"<w:altChunk/>",
    b"<w:p><w:r><w:t>{{ ky_bao_cao }}</w:t></w:r></w:p>",
    b"<w:p><w:r><w:t>{% for a in b %}</w:t></w:r></w:p>", b"<w:p><w:r><w:t>{{ </w:t></w:r></w:p>",
)  # fmt: skip


def corpus(folder: Path) -> list[bytes]:
    """A built report with its appendix (kept in `folder` for the commands), templates, plans, edited reports."""
    from generator.stories.build import build
    from generator.stories.jobs import Job

    book = write_workbook(folder / "ho-so-goc.xlsx", minimal_sheets())
    built = build(Job(book, "2025-Q3", out=folder / "ra")).published.folder
    made = sorted(built.glob("*.docx"))
    assert made, "the report belongs to the corpus"
    cases = ROOT / "tests/cases"
    other = [*cases.glob("plan/*.docx"), *cases.glob("template/*/*.docx"), *cases.glob("rebuild/*/*.docx")]
    files = [*made * 8, *sorted((ROOT / "templates/nd30").glob("*.docx")), *sorted(other)]
    return [path.read_bytes() for path in files]


# --- faults that only a Word file has --------------------------------------------------------------


def _main(parts: Parts, chance: random.Random) -> str:
    """A part that holds text or how it looks, the body most often."""
    bodies = [name for name in parts if re.search(r"document\d*\.xml$", name)]
    others = [name for name in parts if re.search(r"word/[^/]*\.xml$", name)]
    return chance.choice(bodies if bodies and chance.random() < 0.7 else others or sorted(parts) or [""])


def _number(element: etree._Element, chance: random.Random) -> None:
    names = [str(name) for name in element.attrib] or [f"{W}{chance.choice(('val', 'id', 'w', 'left'))}"]
    element.set(chance.choice(sorted(names)), chance.choice(NUMBERS))


def _no_attribute(element: etree._Element, chance: random.Random) -> None:
    for name in list(element.attrib):
        del element.attrib[name]


def _double(element: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 100))):
        element.addnext(deepcopy(element))


def _rename(element: etree._Element, chance: random.Random) -> None:
    element.tag = W + chance.choice(TAGS)


def _unwrap(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent[parent.index(element) : parent.index(element) + 1] = list(element)


def _add(element: etree._Element, chance: random.Random) -> None:
    element.insert(chance.choice((0, len(element))), etree.fromstring(
        b'<a xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + chance.choice(ADDED) + b"</a>"
    )[0])  # fmt: skip


def _comment(element: etree._Element, chance: random.Random) -> None:
    element.insert(0, chance.choice((etree.Comment("x"), etree.ProcessingInstruction("a", "b"))))


def _text(element: etree._Element, chance: random.Random) -> None:
    element.text = chance.choice([one for one in HOSTILE if one.isprintable()])


def _deep(parts: Parts, chance: random.Random) -> None:
    name, depth = _main(parts, chance), chance.choice((60, 200, 252, 3000))
    tag = chance.choice((b"w:p", b"w:ins", b"w:tbl", b"w:sdt", b"w:hyperlink"))
    for end in (b"</w:p>", b"</w:body>"):
        parts[name] = parts.get(name, b"").replace(end, b"<%s>" % tag * depth + b"</%s>" % tag * depth + end, 1)


def _bytes(parts: Parts, chance: random.Random) -> None:
    """Namespaces that are relative, undeclared prefixes, other encodings, roots that are none."""
    name = _main(parts, chance)
    old, new = chance.choice((
        (rb"<w:body", rb'<w:body xmlns:z="a/b"'), (rb"<w:p>", rb'<w:p xmlns="khong-co">'), (rb"<w:t>", rb"<q:t>"),
        (rb"<w:p([ >])", rb'<w:p z:a="1"\1'), (rb' xmlns:w="[^"]*"', b""), (rb"UTF-8", b"windows-1258"),
        (rb"UTF-8", b"UTF-16"), (rb"UTF-8", b"khong-co"), (rb"<w:body>.*</w:body>", b""), (rb"<w:body", b"<w:bodi"),
        (rb"wordprocessingml/2006", b"wordprocessingml/2099"), (rb"</w:t>", b"\x00</w:t>"),
        (rb"</w:t>", b"&#x1;</w:t>"), (rb"</w:t>", b"\xff\xfe</w:t>"), (rb' xmlns:r="[^"]*"', b' xmlns:r="r"'),
        (rb'w:id="\d+"', b'w:id="NaN"'), (rb'w:val="[^"]*"', b'w:val=""'), (rb"<w:pPr>.*?</w:pPr>", b"<w:pPr/>"),
    ))  # fmt: skip
    parts[name] = re.sub(old, new, parts.get(name, b""), count=chance.choice((0, 1)), flags=re.DOTALL)


def _encoding(parts: Parts, chance: random.Random) -> None:
    name, code = _main(parts, chance), chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1258", "utf-8-sig"))
    text = parts.get(name, b"").decode("utf-8", "replace").replace("UTF-8", chance.choice((code.upper(), "UTF-8")), 1)
    parts[name] = text.encode(code, "replace")


def _listed(parts: Parts, chance: random.Random) -> None:
    """Relationships and content types that say something else."""
    names = [name for name in parts if name.endswith(".rels") or name.startswith("[Content")]
    name = chance.choice(sorted(names) or [""])
    old, new = chance.choice((
        (rb'Target="[^"]*"', b'Target=""'), (rb'Target="[^"]*"', b'Target="../../../x"'), (rb'Id="[^"]*"', b'Id="a"'),
        (rb'Target="[^"]*"', b'Target="http://[a"'), (rb'Id="[^"]*"', b""), (rb' Type="[^"]*"', b""),
        (rb'Target="[^"]*"', b'Target="document.xml"'), (rb'PartName="[^"]*"', b'PartName="/a"'),
        (rb'ContentType="[^"]*"', b'ContentType="text/plain"'), (rb' ContentType="[^"]*"', b""),
        (rb"<Relationship .*", b"</Relationships>"), (rb' xmlns="[^"]*"', b""), (rb"styles.xml", b"numbering.xml"),
        (rb'Extension="[^"]*"', b""), (rb"/styles", b"/header"), (rb"/header", b"/footer"),
    ))  # fmt: skip
    parts[name] = re.sub(old, new, parts.get(name, b""), count=chance.choice((0, 1, 2)), flags=re.DOTALL)


def _doubled(parts: Parts, chance: random.Random) -> None:
    name = chance.choice(sorted(parts) or [""])
    parts[name.upper()] = chance.choice((parts.get(name, b""), b"<a/>"))


def _only(parts: Parts, chance: random.Random) -> None:
    """All parts of a kind gone: no styles, no numbering, no theme, no footers."""
    word = chance.choice(
        ("styles", "numbering", "settings", "font", "theme", "header", "footer", "footnotes", "docProps")
    )
    for name in [name for name in parts if word in name]:
        del parts[name]


_CHANGES = (_number, _number, _number, _no_attribute, delete, _double, nest, _rename, _rename, _unwrap, _add, _add,
            _comment, _text)  # fmt: skip
_FAULTS: tuple[Callable[[Parts, random.Random], None], ...] = (
    *(tree_fault(change, _main, (1, 1, 4, 30)) for change in _CHANGES * 2), _deep,
    *(_bytes, _listed) * 5, *(_encoding, _doubled, _only) * 2, *PART_FAULTS[:7],
)  # fmt: skip


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """`content` with one or more faults; decided by `chance` alone."""
    parts = unzipped(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(_FAULTS)(parts, chance)
    packed = zipped(parts, chance)
    return chance.choice(FILE_FAULTS)(packed, chance) if chance.random() < 0.08 else packed


# --- what reads them -------------------------------------------------------------------------------


def run_case(content: bytes, folder: Path) -> str:
    """How one spoilt Word file ends: "read" or "refused". Raises what the program should not have let through."""
    from generator.core.problems import BaocaoError, Problem, WrongUsage
    from generator.stories import issue
    from generator.stories.build import build, draft_of
    from generator.stories.import_plan import import_plan
    from generator.stories.jobs import Job
    from generator.stories.lint import as_json, fix_file, lint_files
    from generator.stories.redline import compare
    from generator.stories.templates import check_templates
    from generator.stories.trace import trace, write_check_sheet

    def told(problems: Iterable[Problem]) -> None:
        for problem in problems:
            assert problem.message, problem
            (str(problem) + json.dumps(problem.as_json(), ensure_ascii=False)).encode("utf-8")

    book = folder / "ho-so-goc.xlsx"
    home = folder / "thu" / "ho-so-goc"
    shutil.rmtree(folder / "thu", ignore_errors=True)
    shutil.copytree(folder / "ra" / "ho-so-goc", home)
    files = sorted((home / "2025-Q3").glob("*.docx"))
    report = files[len(content) % len(files)]
    sound = folder / "thu" / "tot.docx"
    shutil.copy(report, sound)
    report.write_bytes(content)
    own = folder / "thu" / "mau"
    own.mkdir()
    (own / "bao-cao-quy.docx").write_bytes(content)
    out = folder / "thu" / "x.docx"

    def linted() -> None:
        files = lint_files([report], None, (), out)
        json.dumps(as_json(files), ensure_ascii=False).encode("utf-8")

    def traced() -> None:
        write_check_sheet(trace(report), report, folder / "thu" / "kiem-chung.xlsx")

    def rebuilt(tracked: bool) -> None:
        told(draft_of(Job(book, "2025-Q3", out=folder / "thu", track_changes=tracked)).problems)

    def issued() -> None:
        told(issue.obstacles(report.parent))
        told(issue.decisions(report.parent))
        issue.noticed(report.parent, "5", date(2025, 10, 2))

    steps: list[Callable[[], object]] = [
        linted,
        lambda: fix_file([report], out, None, (), True),
        lambda: compare(sound, report, out, "Người soát"),
        lambda: compare(report, sound, out, "Người soát"),
        traced,
        lambda: told(check_templates([own / "bao-cao-quy.docx"])),
        lambda: told(import_plan(own / "bao-cao-quy.docx", folder / "thu" / "nhap.xlsx").problems),
        issued,
        lambda: rebuilt(False),
        lambda: build(Job(book, "2025-Q3", out=folder / "thu", track_changes=True)),
        lambda: draft_of(Job(book, "2025-Q3", out=folder / "mau", templates=own)),
    ]
    ends = set()
    for step in steps:
        out.unlink(missing_ok=True)
        try:
            step()
            ends.add("read")
        except BaocaoError as error:
            f"{error.message}{error.next_step}".encode()
            told(getattr(error, "problems", ()))
            ends.add("used wrongly" if isinstance(error, WrongUsage) else "refused")
    return "read" if "read" in ends else "refused"
