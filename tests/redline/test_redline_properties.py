"""Whatever is done to a document, accepting gives NEW and rejecting gives OLD."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.redline.accept_reject import accept_all, reject_all
from generator.redline.redline import redline
from tests.redline_documents import Block, document_of, texts

WORDS = st.sampled_from(["đạt", "62,5%", "3.726.756", "nhiệm vụ,", "hoàn thành", "trong quý III", "năm 2025;", "tỉnh"])
TEXT = st.lists(WORDS, max_size=8).map(" ".join)
TABLE = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[TEXT] * width), min_size=1, max_size=5).map(tuple))
BLOCKS = st.lists(st.one_of(TEXT, TEXT, TABLE), max_size=7)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """A document and the same one after some edits."""
    old: list[Block] = draw(BLOCKS)
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(["add", "drop", "move", "retype", "row"])):
            case "add":
                new.insert(place, draw(st.one_of(TEXT, TABLE)))
            case "drop":
                del new[place : place + 1]
            case "move" if place < len(new):
                new.insert(draw(st.integers(0, len(new) - 1)), new.pop(place))
            case "retype" if place < len(new) and isinstance(new[place], str):
                new[place] = f"{new[place]} {draw(TEXT)}"
            case "row" if place < len(new) and not isinstance(new[place], str):
                rows = list(new[place])
                spot = draw(st.integers(0, len(rows) - 1))
                if draw(st.booleans()) and len(rows) > 1:
                    del rows[spot]
                else:
                    rows.insert(spot, tuple(draw(TEXT) for _ in rows[0]))
                new[place] = tuple(rows)
            case _:
                pass
    return old, new


@settings(max_examples=25, deadline=None)
@given(st.one_of(edited(), st.tuples(BLOCKS, BLOCKS)))
def test_any_edit_can_be_accepted_and_rejected(pair: tuple[list[Block], list[Block]]) -> None:
    old, new = (document_of(blocks) for blocks in pair)
    result = redline(old, new)
    assert not result.coarse and not result.rewritten
    assert texts(accept_all(result.content)) == texts(new)
    assert texts(reject_all(result.content)) == texts(old)
