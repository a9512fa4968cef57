"""What the commands on templates show."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from generator.standard import load_standard
from generator.terminal import console

if TYPE_CHECKING:
    from generator.render.fields import FieldBlock
    from generator.workshop import BuiltInTemplate

_LONGEST_EXAMPLE = 90


def show_built_in(templates: Iterable[BuiltInTemplate]) -> None:
    """The built-in templates by standard: name, what it is for, where its file is."""
    screen = console()
    for standard, members in groupby(templates, key=lambda one: one.standard):
        screen.print(f"{standard}: {load_standard(standard).title}", style="bold")
        found = list(members)
        width = max(len(one.name) for one in found)
        for one in found:
            screen.print(f"  {one.name:<{width}}  {one.title}  ({one.path})")
    screen.print("Sửa mẫu: baocao template new mau/TÊN.docx --from TÊN, rồi baocao build … --templates mau")


def show_fields(blocks: Iterable[FieldBlock]) -> None:
    """Every field with its kind, meaning and an example, by group."""
    screen = console()
    for block in blocks:
        screen.print(f"\n{block.title}", style="bold")
        for place in block.found_at:
            screen.print(f"  ở: {place}", style="dim")
        width = max(len(one.written) for one in block.fields)
        for one in block.fields:
            example = one.example if len(one.example) <= _LONGEST_EXAMPLE else f"{one.example[:_LONGEST_EXAMPLE]}…"
            screen.print(f"  {one.written:<{width}}  {one.kind}: {one.meaning}" + (f"; {example}" if example else ""))
