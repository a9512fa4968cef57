"""Puts each finding as a Word comment where it is; nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.vietnamese import clean
from generator.lint.document_view import DocumentView, ParagraphView
from generator.lint.findings import Finding
from generator.office.names import SPACE, W, make, serialize, whole
from generator.office.package import COMMENTS_TYPE, Package
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR, INITIALS = "baocao", "BC"
_W_URI = W[1:-1]


def annotated(view: DocumentView, findings: Iterable[Finding]) -> bytes:
    """The document with a comment for each finding, as a file. One that has no place hangs on the first words."""
    package = view.package
    part = package.related("comments") or _new_comments(package)
    comments = package.tree(part)
    number = 1 + max((whole(one.get(f"{W}id")) for one in comments.findall(f"{W}comment")), default=-1)
    by_place: dict[int, tuple[ParagraphView, list[Finding]]] = {}
    first = next((one for one in view.body if not one.is_blank), None)
    for finding in findings:
        place = finding.anchor if finding.anchor is not None and finding.anchor.part == package.main else first
        if place is not None:
            by_place.setdefault(id(place), (place, []))[1].append(finding)
    for place, found in by_place.values():
        for finding in found:
            comments.append(_comment(number, finding))
            _hang(place.element, number)
            number += 1
    package.touch(part)
    package.touch(package.main)
    return package.save()


def _new_comments(package: Package) -> str:
    """An empty comments part, related to the document and named in the list of content types."""
    return package.add_related("comments", serialize(make(f"{W}comments")), COMMENTS_TYPE)


def _comment(number: int, finding: Finding) -> _Element:
    comment = etree.Element(f"{W}comment")
    for name, value in (("id", str(number)), ("author", AUTHOR), ("initials", INITIALS)):
        comment.set(f"{W}{name}", value)
    lines = [f"{finding.severity.label}: {finding.message}"]
    if finding.mark.expected:
        lines.append(f"Đúng: {finding.mark.expected}")
    lines.append(f"{finding.article} [{finding.code}]")
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = clean(line)
        text.set(SPACE, "preserve")
    return comment


def _hang(paragraph: _Element, number: int) -> None:
    """Sets the comment's range round the content of a paragraph, and its mark at the end."""
    fragment = parse(
        f'<w:x xmlns:w="{_W_URI}"><w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r></w:x>'.encode()
    )
    start, end, mark = fragment
    properties = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.extend([end, mark])
