"""Paragraphs that a person joined into one, or parted in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.revise.blocks import Block, BlockKind

_SHARE, _LEAST = 0.6, 2


@dataclass(frozen=True, slots=True)
class Groups:
    """`joined`: base block → further base blocks that went into its partner. `tails`: edited block → the partner
    it was parted from."""

    joined: dict[int, tuple[int, ...]] = field(default_factory=dict)
    tails: dict[int, int] = field(default_factory=dict)

    def whole(self, edited: Sequence[Block], place: int) -> Block:
        """An edited block with what was parted from it, as one."""
        parts = sorted([place, *(tail for tail, head in self.tails.items() if head == place)])
        if len(parts) == 1:
            return edited[place]
        block = edited[place]
        elements = [element for part in parts for element in edited[part].elements]
        return Block(elements, block.kind, block.names, block.style, block.heading)


def find_groups(base: Sequence[Block], edited: Sequence[Block], pairs: Mapping[int, int]) -> Groups:
    """Looks at the neighbours of pairs for blocks that have no partner of their own."""
    partner = {e: b for b, e in pairs.items()}
    groups = Groups()
    for e, block in enumerate(edited):
        if e not in partner and _is_text(block):
            head = next((near for near in (e - 1, e + 1) if near in partner or near in groups.tails), None)
            head = groups.tails.get(head, head) if head is not None else None
            if head is not None and _came_from(block, base[partner[head]], groups.whole(edited, head)):
                groups.tails[e] = head
    for b, block in enumerate(base):
        if b not in pairs and _is_text(block):
            for near in (b - 1, b + 1):
                if near in pairs and _went_into(block, base[near], edited[pairs[near]]):
                    groups.joined[near] = (*groups.joined.get(near, ()), b)
                    break
    return Groups({b: tuple(sorted(others)) for b, others in groups.joined.items()}, groups.tails)


def _is_text(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and not block.empty


def _came_from(tail: Block, whole: Block, head: Block) -> bool:
    """True if most words of `tail` are words of `whole` that `head` lacks."""
    return _shares(tail.bag, whole.bag - head.bag)


def _went_into(part: Block, neighbour: Block, whole: Block) -> bool:
    """True if most words of `part` stand in `whole` beyond those of its neighbour."""
    return _shares(part.bag, whole.bag - neighbour.bag)


def _shares(words: Counter[str], rest: Counter[str]) -> bool:
    common = sum((words & rest).values())
    return common >= _LEAST and common >= _SHARE * sum(words.values())
