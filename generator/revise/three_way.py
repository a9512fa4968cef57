"""Three versions of a sequence of blocks (a body, a cell, the rows of a table): the data's changes put into the edited.

The edited sequence is the skeleton. A block that the data changed is merged, one that it dropped goes, a new one
comes beside its neighbours. What a person moved, added or deleted stays moved, there, and deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.office.word_diff import rising
from generator.office.word_text import paragraphs_in
from generator.revise.align import align, likeness
from generator.revise.blocks import Block, BlockKind, cells_of
from generator.revise.conflicts import DELETED, DROPPED, range_marks
from generator.revise.inline import PARAGRAPH_END, pieces_of, place, text_of
from generator.revise.ordinals import count_anew, counts_of, is_gapless, is_rising, numbers, without_number
from generator.revise.placing import alike_in_form, take_out
from generator.revise.words import normal
from generator.revise.workspace import Workspace

# --- paragraphs that a person joined into one, or parted in two -------------------------------------------------------

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
        return Block(elements, block.kind, block.names, block.style, block.heading, block.styles)


def find_groups(base: Sequence[Block], edited: Sequence[Block], pairs: Mapping[int, int]) -> Groups:
    """Looks at the neighbours of pairs for blocks that have no partner of their own."""
    partner = {e: b for b, e in pairs.items()}
    groups = Groups()
    alone = [e for e, block in enumerate(edited) if e not in partner and _may_be_parted(block)]
    grows = True
    while grows:
        grows = False
        for e in [one for one in alone if one not in groups.tails]:
            heads = dict.fromkeys(groups.tails.get(near, near) for near in _beside(edited, e, partner))
            parted = (head for head in heads if head in partner)
            head = next((h for h in parted if _came_from(edited[e], base[partner[h]], groups.whole(edited, h))), None)
            if head is not None:
                groups.tails[e], grows = head, True
    for b, block in enumerate(base):
        if b not in pairs and _is_text(block):
            for near in (b - 1, b + 1):
                if near in pairs and _went_into(block, base[near], edited[pairs[near]]):
                    groups.joined[near] = (*groups.joined.get(near, ()), b)
                    break
    return Groups({b: tuple(sorted(others)) for b, others in groups.joined.items()}, groups.tails)


def _beside(edited: Sequence[Block], place: int, partner: Mapping[int, int]) -> Iterator[int]:
    """The block before and the one behind; a table that was parted in two has lines of the person's between its parts.

    `partner` says which edited blocks the base has.
    """
    for step in (-1, 1):
        near = place + step
        while (
            edited[place].kind is BlockKind.TABLE
            and 0 <= near < len(edited)
            and _stands_between(edited[near], near in partner)
        ):
            near += step
        if 0 <= near < len(edited) and edited[near].kind is edited[place].kind:
            yield near


def _stands_between(block: Block, is_generated: bool) -> bool:
    return block.empty or (block.kind is BlockKind.PARAGRAPH and not is_generated)


def _may_be_parted(block: Block) -> bool:
    return _is_text(block) or (block.kind is BlockKind.TABLE and not block.empty)


def _is_text(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and not block.empty


def _came_from(tail: Block, whole: Block, head: Block) -> bool:
    """True if most words of `tail` are words of `whole` that `head` lacks, or both are `whole`, be it one word."""
    both = {f"{head.text} {tail.text}", f"{tail.text} {head.text}"}
    return _shares(tail.bag, whole.bag - head.bag) or whole.text in both


def _went_into(part: Block, neighbour: Block, whole: Block) -> bool:
    """True if most words of `part` stand in `whole` beyond those of its neighbour."""
    return _shares(part.bag, whole.bag - neighbour.bag)


def _shares(words: Counter[str], rest: Counter[str]) -> bool:
    common = sum((words & rest).values())
    return common >= _LEAST and common >= _SHARE * sum(words.values())


def _lacks_columns_only(base: Block, edited: Block) -> bool:
    """True for a row of which a person took out cells, as deleting a column does, and changed nothing else."""
    if base.kind is not BlockKind.ROW or len(edited.elements) != 1:
        return False
    before, now = ([text_of(list(paragraphs_in(cell))) for cell in cells_of(one.element)] for one in (base, edited))
    rest = iter(before)
    return len(now) < len(before) and all(cell in rest for cell in now)


MergeOne = Callable[[Sequence[Block], Block, Sequence[Block]], None]
"""Merges one block's content: base blocks, the edited one, new blocks (several: joined by a person)."""
MakeOne = Callable[[Block, "Block | None", "Block | None"], Block]
"""Makes a new block for the edited file: the new one, and a sibling in the new and in the edited file to look like."""


_FARTHEST = 400


@dataclass(slots=True)
class Sequences:
    """The three versions and how their blocks pair up. `run` changes the edited document."""

    desk: Workspace
    base: list[Block]
    edited: list[Block]
    new: list[Block]
    merge_one: MergeOne
    make_one: MakeOne
    within_cell: bool = False
    reread: Callable[[], list[Block]] | None = None
    """Reads the edited blocks again as they then stand."""
    base_to_new: dict[int, int] = field(default_factory=dict)
    base_to_edited: dict[int, int] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)
    here: dict[int, Block] = field(default_factory=dict)
    """Position in `new` → its block in the edited document."""
    known: set[int] = field(default_factory=set)
    """Positions in `new` that the base has too."""

    def run(self) -> None:
        """Merges everything; what only a person may decide becomes a comment."""
        self.base_to_new = align(self.base, self.new, self.within_cell)
        self.base_to_edited = align(self.base, self.edited, self.within_cell)
        self.groups = find_groups(self.base, self.edited, self.base_to_edited)
        self._find_partners()
        own_count, rows_to_count = self._own_count(), self._rows_to_count()
        orphans = self._merge_pairs()
        anchors = self._steady()
        self._drop(orphans)
        self._follow_moves(anchors)
        self._insert(anchors)
        self._tell_of_deleted(anchors)
        if (own_count or rows_to_count) and self.reread is not None:
            rows = self.reread()
            counts = counts_of(rows if own_count else [row for row in rows if not self._is_beside_the_count(row)])
            if not is_gapless(counts):
                count_anew(counts)
        for n, block in sorted(self.here.items()):
            self.desk.name(block, self.new[n])

    def _own_count(self) -> bool:
        """True if a person numbered headings or rows in their own way, without a gap."""
        if self.reread is None:
            return False
        mine = counts_of(self.edited)
        if not mine or not is_gapless(mine):
            return False
        same_length = len(mine) == len(counts_of(self.base))
        return not same_length or any(
            self.base[b].raw != self.edited[e].raw and numbers(self.base[b]) != numbers(self.edited[e])
            for b, e in self.base_to_edited.items()
        )

    def _rows_to_count(self) -> bool:
        """True if rows that the program numbers came or went, and a person did not put them into an order of their own.

        What a person added or kept, or took out, then leaves neither two rows of one number nor a gap.
        """
        counts = [counts_of(one) for one in (self.base, self.edited, self.new)]
        came_or_went = len(self.base_to_new) < max(len(self.base), len(self.new))
        is_count = any(one.level for one in counts[0]) and is_gapless(counts[0]) and is_gapless(counts[2])
        is_table = any(block.kind is BlockKind.ROW for block in self.base)
        return is_table and came_or_went and is_count and is_rising(counts[1])

    def _is_beside_the_count(self, row: Block) -> bool:
        """True for a row without a number that a person added: it begins no new count."""
        return not any(level for level, _ in numbers(row)) and all(
            row.element is not one.element for one in self.here.values()
        )

    # --- who is who ------------------------------------------------------------------------------

    def _find_partners(self) -> None:
        for b, n in self.base_to_new.items():
            if b in self.base_to_edited:
                self.here[n] = self.edited[self.base_to_edited[b]]
        taken = {*self.base_to_edited.values(), *self.groups.tails}
        self.known = set(self.base_to_new.values())
        used: set[int] = set()
        typed: dict[tuple[BlockKind, str], Block] = {}
        named: dict[str, Block] = {}
        for e, block in enumerate(self.edited):
            if e not in taken and not block.empty and not block.is_chart:
                typed.setdefault((block.kind, block.text), block)
                named.update((name, block) for name in block.names)
        for n, block in enumerate(self.new):
            if n not in self.known:
                same = next((named[name] for name in block.names if name in named), None)
                same = same if same is not None and likeness(same, block) > 0.5 else typed.get((block.kind, block.text))
                if same is not None and id(same) not in used:
                    self.here[n] = same
                    used.add(id(same))
                    self._has_come_back(same)

    def _has_come_back(self, block: Block) -> None:
        """A block that the data had dropped and a person kept: nothing is left to decide."""
        for number, one in self.desk.comments.within(block.elements).items():
            if one.new == DROPPED:
                self.desk.comments.remove(number)

    def _merge_pairs(self) -> list[int]:
        """Merges what all three have; returns the base blocks that the data dropped."""
        dropped: list[int] = []
        for b in range(len(self.base)):
            e = self.base_to_edited.get(b)
            if e is None:
                continue
            group = [b, *self.groups.joined.get(b, ())]
            new = [self.base_to_new[one] for one in group if one in self.base_to_new]
            if not new:
                dropped.append(b)
                continue
            for n in new[1:]:
                self.here.setdefault(n, self.edited[e])
            edited = self.groups.whole(self.edited, e)
            self.merge_one([self.base[one] for one in group], edited, [self.new[n] for n in new])
        return dropped

    def _steady(self) -> set[int]:
        """New blocks whose place in the edited document can be relied on: neither a person nor the data moved them."""
        order = {id(block): place for place, block in enumerate(self.edited)}
        moved = set(self._moved_by_data())
        placed = [n for n in sorted(self.here) if id(self.here[n]) in order and n not in moved]
        kept = set(rising([order[id(self.here[n])] for n in placed]))
        return {n for number, n in enumerate(placed) if number in kept}

    # --- what the data dropped, moved, added -------------------------------------------------------

    def _drop(self, orphans: Sequence[int]) -> None:
        for b in orphans:
            block = self.groups.whole(self.edited, self.base_to_edited[b])
            said = normal(block.raw.replace(PARAGRAPH_END, " "))  # parted by a person, no word changed
            same = said == self.base[b].text or _lacks_columns_only(self.base[b], block)
            same = same or self._only_counted(self.base[b], block)
            if same and self.desk.is_all_generated(block):
                take_out(self.desk, block)
                self.desk.changes += 1
            elif not block.empty and not block.is_chart:
                self._comment(block, self.base[b].raw, self.base[b], DROPPED)

    def _only_counted(self, base: Block, edited: Block) -> bool:
        """True for a heading or row in which nothing but its running number is another."""
        counted = self.reread is not None and numbers(base) and numbers(edited)
        return bool(counted) and without_number(base.raw) == without_number(edited.raw)

    def _follow_moves(self, anchors: set[int]) -> None:
        """Blocks that the data moved and a person did not go where the data has them."""
        for n in self._moved_by_data():
            self._put(n, self.here[n], anchors)
            anchors.add(n)
            self.desk.changes += 1

    def _moved_by_data(self) -> list[int]:
        pairs = sorted((b, n) for b, n in self.base_to_new.items() if b in self.base_to_edited)
        by_data = set(rising([n for _, n in pairs]))
        by_person = set(rising([self.base_to_edited[b] for b, _ in pairs]))
        return [
            n
            for number, (_, n) in enumerate(pairs)
            if number not in by_data and number in by_person and len(self.here[n].elements) == 1
        ]

    def _insert(self, anchors: set[int]) -> None:
        for n, block in enumerate(self.new):
            if n in self.here or n in self.known:
                continue
            if block.empty and not block.section and block.kind is BlockKind.PARAGRAPH and not self._beside_new(n):
                continue
            sibling = self._sibling(n)
            made = self.make_one(
                block, *((self.new[sibling], self.here[sibling]) if sibling is not None else (None, None))
            )
            self._put(n, made, anchors)
            self.here[n] = made
            anchors.add(n)
            self.desk.changes += 1

    def _beside_new(self, n: int) -> bool:
        return any(0 <= near < len(self.new) and near not in self.known for near in (n - 1, n + 1))

    def _sibling(self, n: int) -> int | None:
        """The nearest block of the same style that stands in both: what a new one is to look like."""
        for distance in range(1, min(len(self.new), _FARTHEST)):
            for near in (n - distance, n + distance):
                if near in self.here and alike_in_form(self.new[n], self.new[near]):
                    return near
        return None

    def _put(self, n: int, block: Block, anchors: set[int]) -> None:
        """Puts a block where the new document has it: behind its neighbour; what heads a part, before the next."""
        before = next((one for one in range(n - 1, -1, -1) if one in anchors), None)
        after = next((one for one in range(n + 1, len(self.new)) if one in anchors), None)
        element = block.element
        if after is not None and (before is None or self.new[n].heading):
            self.here[after].element.addprevious(element)
        elif before is not None:
            self.here[before].elements[-1].addnext(element)
        elif self.edited:
            self.edited[-1].elements[-1].addnext(element)

    # --- conflicts -----------------------------------------------------------------------------------

    def _tell_of_deleted(self, anchors: set[int]) -> None:
        """What a person deleted and the data has changed since."""
        for b, n in sorted(self.base_to_new.items()):
            old, now = self.base[b], self.new[n]
            if b in self.base_to_edited or n in self.here or without_number(old.raw) == without_number(now.raw):
                continue
            before = next((one for one in range(n - 1, -1, -1) if one in anchors), None)
            after = next((one for one in range(n + 1, len(self.new)) if one in anchors), None)
            near = before if before is not None else after
            if near is not None:
                self._comment(self.here[near], old.raw, None, now.raw)

    def _comment(self, block: Block, old: str, edited: Block | None, new: str) -> None:
        """A comment on a whole block; `edited` None: at its end, about a neighbour that a person deleted."""
        paragraphs = block.elements if block.kind is BlockKind.PARAGRAPH else list(paragraphs_in(block.element))
        if self.desk.comments.says(paragraphs if edited is not None else None, old, new):
            return
        paragraph = next((one for one in paragraphs if pieces_of([one])), paragraphs[0])
        pieces = pieces_of([paragraph])
        end = pieces[-1].end if pieces else 0
        first = self.desk.comments.supersede(paragraph if edited is not None else None, old, new)
        if first is None:
            return
        opening, closing = range_marks()
        place(pieces, end, [closing], paragraph, before=False)
        place(pieces_of([paragraph]), 0 if edited is not None else end, [opening], paragraph, before=True)
        self.desk.comments.add(opening, closing, old, DELETED if edited is None else None, new, first)
