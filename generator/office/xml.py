"""The XML parts of a Word file, parsed so that what stands in them cannot reach anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 256


def parse(data: bytes) -> _Element:
    """The root of a part: no entity is followed, nothing is fetched.

    Raises lxml's XMLSyntaxError for damaged XML, for elements within elements deeper than any editor writes, and for a
    part that declares a document type, which no part may have (ECMA-376, part 2, 8.2.3.5): only by one could it bring
    entities of its own.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:  # damaged, or longer than the parser's own limits
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        _refuse_depth(root)
    if root.getroottree().docinfo.internalDTD is not None:
        raise etree.XMLSyntaxError("a document type in a part", 0, 1, 0)  # type: ignore[call-arg, arg-type]
    return root


def canonical(element: _Element, with_comments: bool = True, with_tail: bool = True) -> bytes:
    """An element as bytes that are the same for the same element, whatever prefixes its file declares elsewhere."""
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_comments=with_comments, with_tail=with_tail)
    except etree.C14NError:  # a namespace by a relative address, which only the newer form takes
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        tail = element.tail or "" if with_tail else ""
        return f"{etree.canonicalize(text, with_comments=with_comments)}{tail}".encode()


def canonical_properties(properties: _Element | None) -> bytes:
    """The same of the properties of a run or paragraph; properties that say nothing are none."""
    return canonical(properties) if properties is not None and len(properties) else b""


def _refuse_depth(root: _Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise etree.XMLSyntaxError("elements too deep", 0, 1, 0)  # type: ignore[call-arg, arg-type]


def escaped(text: str) -> str:
    """`text` as the content of an element. (The standard library's own brings the modules of the network with it.)"""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoted(text: str) -> str:
    """`text` as the value of an attribute, with its quotation marks."""
    value = escaped(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else f'"{value.replace(chr(34), "&quot;")}"'
