"""Data that a Word file carries with it, whoever it is sent to: a part of custom XML that no reader of the pages sees.

Word and LibreOffice keep parts of custom XML as they are.
"""

from __future__ import annotations

from lxml import etree

from generator.office.package import OFFICE, Package
from generator.office.refusal import Unreadable
from generator.office.xml import parse

_NAMESPACE = "urn:baocao:so-lieu:1"
_ROOT = f"{{{_NAMESPACE}}}so-lieu"
_KIND = f"{OFFICE}/customXml"
_PART, _TYPE = "customXml/item1.xml", "application/xml"
_PROPERTIES = "customXml/itemProps1.xml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = (
    f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{{7B1F4C3E-6A0D-4D8B-9C55-0B6C1E2A5F01}}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()
"""By which Word knows the part (ECMA-376, part 1, 22.5); the number is this program's own."""


def with_data(content: bytes, data: str) -> bytes:
    """A Word file that carries `data`, in place of what it carried before; all else as it was. Raises Unreadable."""
    package = Package.open(content)
    root = etree.Element(_ROOT)
    root.text = data
    if name := _part(package):
        package.put(name, root)
    else:
        item = package.add(_PART, root, _TYPE)
        package.relate(package.main, _KIND, item)
        package.relate(item, f"{_KIND}Props", package.add(_PROPERTIES, parse(_ITEM), _PROPERTIES_TYPE))
    return package.save()


def data_of(content: bytes) -> str:
    """What a Word file carries; "" for one that carries nothing. Raises Unreadable for what is no Word file."""
    package = Package.open(content)
    name = _part(package)
    return (package.tree(name).text or "") if name else ""


def _part(package: Package) -> str:
    for part in package.related_parts("customXml"):
        try:
            if package.tree(part).tag == _ROOT:
                return part
        except Unreadable:  # somebody else's, and damaged
            continue
    return ""
