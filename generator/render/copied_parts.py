"""A part of one Word file put into another, with the parts behind it: a chart brings its workbook."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def copy_part(
    parts: dict[str, bytes], name: str, source: str, other: Mapping[str, bytes], mark: str
) -> Iterator[tuple[str, str]]:
    """Puts `source` of the other file into `parts` as `name`; gives every copy made and what it is a copy of.

    The names of what it refers to are those of the other file with `mark`.
    """
    parts[name] = other[source]
    yield name, source
    if (links_of := _relations_of(source)) not in other:
        return
    links = etree.fromstring(other[links_of])
    for link in links.iter(RELATION):
        inner = posixpath.normpath(posixpath.join(posixpath.dirname(source), link.get("Target", "")))
        if link.get("TargetMode") != "External" and inner in other:
            stem, ending = posixpath.splitext(inner)
            yield from copy_part(parts, f"{stem}{mark}{ending}", inner, other, mark)
            link.set("Target", posixpath.relpath(f"{stem}{mark}{ending}", posixpath.dirname(name)))
    parts[_relations_of(name)] = etree.tostring(links, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations_of(part: str) -> str:
    """The part that holds the relationships of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
