"""Random edits and random data changes that do not touch the same words: the merge holds every one of both.

Every word of these documents is its own, so that what must and must not stand in the merged file is known without
asking the program: words that either side took out are gone, words that either side put in are there, once each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.revise.document import merge_documents
from tests.merge_documents import Habits, Line, Row, Table, bold_words, lines_of, word_file

WORDS = 12
_HABITS = st.builds(
    Habits, split_runs=st.booleans(), no_bookmarks=st.booleans(), prefix=st.sampled_from(["", "Lo", "x"])
)


@dataclass
class Version:
    """A document as blocks of words; block 0 … are paragraphs, then the rows of a table."""

    paragraphs: list[tuple[str, list[str]]]
    rows: list[tuple[str, list[list[str]]]]
    bold: set[str] = field(default_factory=set)

    def blocks(self) -> list[Line | Table]:
        lines: list[Line | Table] = []
        for name, words in self.paragraphs:
            bold = frozenset(place for place, word in enumerate(words) if word in self.bold)
            lines.append(Line(" ".join(words), name, "Body", bold))
        rows = tuple(Row(tuple(" ".join(cell) for cell in cells), name) for name, cells in self.rows)
        return [*lines, Table(rows)]

    def copy(self) -> Version:
        return Version(
            [(name, list(words)) for name, words in self.paragraphs],
            [(name, [list(cell) for cell in cells]) for name, cells in self.rows],
            set(self.bold),
        )

    def words(self) -> Counter[str]:
        cells = [word for _, row in self.rows for cell in row for word in cell]
        return Counter([word for _, words in self.paragraphs for word in words] + cells)


def base_version(paragraphs: int, rows: int) -> Version:
    lines = [(f"cccc{n:02d}_P{n}", [f"p{n}w{k}" for k in range(WORDS)]) for n in range(paragraphs)]
    cells = [[[f"r{n}c{c}w{k}" for k in range(4)] for c in range(3)] for n in range(rows)]
    return Version(lines, [(f"dddd{n:02d}_R{n}", cells[n]) for n in range(rows)])


@st.composite
def histories(draw: st.DrawFn) -> tuple[Version, Version, Version]:
    """A base, what a person made of it, and what the data made of it."""
    base = base_version(draw(st.integers(2, 6)), draw(st.integers(1, 5)))
    edited, new = base.copy(), base.copy()
    for place, (_, words) in enumerate(base.paragraphs):
        owners = draw(st.lists(st.sampled_from("pd  "), min_size=len(words), max_size=len(words)))
        _change_words(draw, edited.paragraphs[place][1], words, owners, "p", edited.bold)
        _change_words(draw, new.paragraphs[place][1], words, owners, "d", None)
    for place, (_, cells) in enumerate(base.rows):
        owners = draw(st.permutations("pd ")) if draw(st.booleans()) else "ddd"
        for column, (cell, owner) in enumerate(zip(cells, owners, strict=True)):
            side = {"p": edited, "d": new}.get(owner)
            if side is not None:
                side.rows[place][1][column] = [f"{owner}{word}" for word in cell]
    _restructure(draw, base, edited, new)
    return base, edited, new


def _change_words(
    draw: st.DrawFn, mine: list[str], base: list[str], owners: list[str], who: str, bold: set[str] | None
) -> None:
    for word, owner in zip(base, owners, strict=True):
        if owner != who:
            continue
        place = mine.index(word)
        action = draw(st.sampled_from(["replace", "add", "drop", "bold"]))
        if action == "replace":
            mine[place] = f"{who}{word}"
        elif action == "add":
            mine.insert(place, f"{who}{word}a")
        elif action == "drop" and len(mine) > WORDS // 2:
            del mine[place]
        elif bold is not None:
            bold.add(word)


def _restructure(draw: st.DrawFn, base: Version, edited: Version, new: Version) -> None:
    """Whole paragraphs and rows come, go and move; either side only takes out what the other left as it was."""
    for part in ("paragraphs", "rows"):
        old, mine, theirs = (getattr(one, part) for one in (base, edited, new))
        names = [name for name, _ in old]
        same = [
            name
            for name, content in old
            if content == dict(mine)[name] == dict(theirs)[name] and not edited.bold & set(map(str, content))
        ]
        gone = draw(st.sampled_from([None, *same]))
        side = draw(st.sampled_from([mine, theirs]))
        if gone is not None and len(names) > 1:
            side[:] = [one for one in side if one[0] != gone]
        if draw(st.booleans()):
            mine.insert(draw(st.integers(0, len(mine))), ("", _content(part, f"own{part}")))
        if draw(st.booleans()):
            name = "eeeeee_N" if part == "paragraphs" else "ffffff_N"
            theirs.insert(draw(st.integers(0, len(theirs))), (name, _content(part, f"fresh{part}")))
        if draw(st.booleans()) and len(mine) > 1:
            mine.insert(draw(st.integers(0, len(mine) - 2)), mine.pop())


def _content(part: str, word: str) -> list[str] | list[list[str]]:
    words = [f"{word}{k}" for k in range(5)]
    return words if part == "paragraphs" else [words, [f"{word}b"], [f"{word}c"]]


_BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@_BOUNDED
@given(histories(), _HABITS)
def test_every_edit_and_every_change_of_the_data_is_in_the_merged_file(
    history: tuple[Version, Version, Version], habits: Habits
) -> None:
    base, edited, new = history
    result = merge_documents(word_file(base.blocks()), word_file(edited.blocks(), habits), word_file(new.blocks()))
    before, mine, theirs = base.words(), edited.words(), new.words()
    wanted = (before & mine & theirs) + (mine - before) + (theirs - before)
    found = Counter(word for line in lines_of(result.content) for word in line.replace(" | ", " ").split())
    assert found == wanted
    assert result.conflicts == ()
    assert edited.bold & set(wanted) <= bold_words(result.content)


@_BOUNDED
@given(histories(), _HABITS)
def test_merging_again_changes_nothing(history: tuple[Version, Version, Version], habits: Habits) -> None:
    base, edited, new = (word_file(one.blocks()) for one in history)
    edited = word_file(history[1].blocks(), habits)
    once = merge_documents(base, edited, new)
    assert merge_documents(new, once.content, new).content == once.content
    back = merge_documents(new, once.content, base)
    assert lines_words(merge_documents(base, back.content, new).content) == lines_words(once.content)


def lines_words(content: bytes) -> Counter[str]:
    return Counter(word for line in lines_of(content) for word in line.replace(" | ", " ").split())


@_BOUNDED
@given(histories())
def test_without_an_edit_it_is_the_new_file_and_without_new_data_the_edited_one(
    history: tuple[Version, Version, Version],
) -> None:
    base, edited, new = (word_file(one.blocks()) for one in history)
    assert merge_documents(base, base, new).content == new
    assert merge_documents(base, edited, base).content == edited


@_BOUNDED
@given(histories(), _HABITS, st.data())
def test_an_edit_is_never_lost_even_where_the_data_changed_the_same_words(
    history: tuple[Version, Version, Version], habits: Habits, data: st.DataObject
) -> None:
    """Both sides change the same words too: what the person put in stands in the file, and the run says so."""
    base, edited, new = history
    name, words = data.draw(st.sampled_from(base.paragraphs))
    mine, theirs = (dict(one.paragraphs).get(name) for one in (edited, new))
    kept = [word for word in words if mine and theirs and word in mine and word in theirs]
    if not kept or mine is None or theirs is None:
        return
    word = data.draw(st.sampled_from(kept))
    mine[mine.index(word)] = "NGƯỜI"
    theirs[theirs.index(word)] = "MÁY"
    edited, new = replace(edited), replace(new)
    result = merge_documents(word_file(base.blocks()), word_file(edited.blocks(), habits), word_file(new.blocks()))
    found = lines_words(result.content)
    added = edited.words() - base.words()
    assert added - found == Counter()
    assert "MÁY" not in found
    assert any("NGƯỜI" in one.edited and "MÁY" in one.new for one in result.conflicts)
