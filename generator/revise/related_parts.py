"""Parts behind the parts of a Word file: a chart that the body shows, the workbook that the chart is made from."""

from __future__ import annotations

import posixpath

from generator.revise.package import OFFICE, Package, relations_part, resolve


def shown_part(package: Package, relation_id: str) -> str | None:
    """The part that the body names by a relationship, if it is there."""
    relation = package.relations(package.body_part).get(relation_id)
    if relation is None or relation.get("TargetMode") == "External":
        return None
    name = resolve(package.body_part, relation.get("Target", ""))
    return name if name in package.parts else None


def related_part(package: Package, part: str, kind: str) -> tuple[str, str] | None:
    """Relationship and name of the part of a kind ("package": a workbook) that another part refers to."""
    for key, relation in package.relations(part).items():
        name = resolve(part, relation.get("Target", ""))
        if relation.get("Type", "").endswith(f"/{kind}") and name in package.parts:
            return key, name
    return None


def put_related(package: Package, part: str, kind: str, other: Package, source: str) -> str:
    """Gives `part` the other file's part as the one of a kind that it refers to; returns the relationship's id."""
    known = related_part(package, part, kind)
    if known is not None:
        package.parts[known[1]] = other.parts[source]
        return known[0]
    name = package.copy_part(other, source)
    return package.relate(part, f"{OFFICE}/{kind}", posixpath.relpath(name, posixpath.dirname(part)))


def drop_shown(package: Package, relation_id: str) -> None:
    """Takes out a part that the body does not show any more, with what only that part refers to."""
    body = package.body_part
    name, relation = shown_part(package, relation_id), package.relations(body).get(relation_id)
    if name is None or relation is None:
        return
    package.tree(relations_part(body)).remove(relation)
    package.touch(relations_part(body))
    if any(resolve(body, one.get("Target", "")) == name for one in package.relations(body).values()):
        return
    for inner in [resolve(name, one.get("Target", "")) for one in package.relations(name).values()]:
        package.forget(inner)
    package.forget(relations_part(name))
    package.forget(name)
