"""A footnote survives everything: a person's words in it, in its sentence, beside it; the data's; and both at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from generator.office.footnotes import NoteForm, add_note, drop_unused, footnote_marks, notes_of, reference
from generator.office.names import make
from generator.office.package import Package
from generator.origins.readiness import settled
from generator.redline.redline import redline
from generator.render.document import Template
from generator.revise.document import Merged, merge_documents
from generator.revise.proof import Merging, prove
from generator.revise.settling import Choice, numbered_conflicts, settle
from tests.render.word_templates import W, word_file

if TYPE_CHECKING:
    from lxml.etree import _Element

TEMPLATE = Template.from_bytes(
    "mau",
    word_file(
        "Mở đầu.",
        "{%p if docs|length > 3 %}",
        "Trong kỳ, đã ban hành {{ docs|length }} văn bản chỉ đạo, triển khai{% footnote %}{{ docs|join('; ') }}."
        "{% endfootnote %}.",
        "{%p elif docs %}",
        "Trong kỳ, đã ban hành {{ docs|length }} văn bản chỉ đạo, triển khai, gồm: {{ docs|join('; ') }}.",
        "{%p endif %}",
        "Kết thúc.",
    ),
)
PLAN, LETTER, DECISION, NOTICE, LATER = (
    "Kế hoạch số 1/KH-UBND ngày 01/7/2025 về chuyển đổi số",
    "Công văn số 2/UBND-VX ngày 02/7/2025 về việc đôn đốc",
    "Quyết định số 3/QĐ-UBND ngày 03/7/2025 phê duyệt danh mục",
    "Thông báo số 4/TB-UBND ngày 04/7/2025 về kết quả họp",
    "Chỉ thị số 5/CT-UBND ngày 05/7/2025 về kỷ cương",
)
FOUR = [PLAN, LETTER, DECISION, NOTICE]


def made(docs: list[str]) -> bytes:
    return TEMPLATE.render({"docs": docs}).content


BASE, GROWN = made(FOUR), made([*FOUR, LATER])


def by_hand(content: bytes, *edits: Callable[[Package], None]) -> bytes:
    package = Package.open(content)
    for edit in edits:
        edit(package)
    for name in package.story_parts():
        package.touch(name)
    return package.save()


def typed(old: str, new: str) -> Callable[[Package], None]:
    def edit(package: Package) -> None:
        nodes = [node for name in package.story_parts() for node in package.tree(name).iter(f"{W}t")]
        (node,) = (node for node in nodes if old in (node.text or ""))
        node.text = (node.text or "").replace(old, new)

    return edit


def run(text: str) -> _Element:
    made_run, node = make(f"{W}r"), make(f"{W}t")
    node.text = text
    made_run.append(node)
    return made_run


def own_footnote(package: Package) -> None:
    """A footnote that a person adds to the first paragraph in Word."""
    form = NoteForm.usual(package)
    number = add_note(package, [run("Ghi chú của văn thư.")], form)
    next(package.body.iter(f"{W}p")).append(reference(number, form))


def without_footnotes(package: Package) -> None:
    for mark in footnote_marks(package.body):
        mark.getparent().getparent().remove(mark.getparent())  # type: ignore[union-attr]
    drop_unused(package)


def read(content: bytes) -> list[str]:
    """Each paragraph, its footnotes in brackets where they hang; each mark has a footnote, each footnote a mark."""
    package = Package.open(content)
    notes = {
        number: "".join(node.text or "" for node in one.iter(f"{W}t")) for number, one in notes_of(package).items()
    }
    numbers = [mark.get(f"{W}id", "") for mark in footnote_marks(package.body)]
    assert sorted(numbers) == sorted(notes) and len(set(numbers)) == len(numbers)
    lines = []
    for paragraph in package.body.iter(f"{W}p"):
        nodes = paragraph.iter(f"{W}t", f"{W}footnoteReference")
        lines.append(
            "".join(
                node.text or "" if node.tag == f"{W}t" else f"[{notes[node.get(f'{W}id', '')].strip()}]"
                for node in nodes
            )
        )
    return [line for line in lines if line]


def sentence(docs: list[str], begin: str = "Trong kỳ, đã ban hành") -> str:
    return f"{begin} {len(docs)} văn bản chỉ đạo, triển khai[{'; '.join(docs)}.]."


def listed(docs: list[str], begin: str = "Trong kỳ, đã ban hành") -> str:
    return f"{begin} {len(docs)} văn bản chỉ đạo, triển khai, gồm: {'; '.join(docs)}."


def second_footnote(package: Package) -> None:
    """One of a person's own behind the program's mark."""
    form = NoteForm.usual(package)
    number = add_note(package, [run("Ghi chú thứ hai.")], form)
    footnote_marks(package.body)[0].getparent().addnext(reference(number, form))  # type: ignore[union-attr]


def tracked_words(package: Package) -> None:
    """Words that a person adds to the footnote while Word tracks changes."""
    (note,) = notes_of(package).values()
    inserted = make(f"{W}ins", id="901", author="A", date="2025-01-01T00:00:00Z")
    inserted.append(run(" Theo sổ văn bản đi."))
    note[0].append(inserted)


NATIONAL = PLAN.replace("chuyển đổi số", "chuyển đổi số quốc gia")
MINE = "Trong quý, UBND tỉnh đã ban hành"
HANDS = {
    "another paragraph edited": (typed("Mở đầu", "Mở đầu mới"), BASE, GROWN, ["Mở đầu mới.", sentence([*FOUR, LATER])]),
    "the footnote edited": (
        typed(PLAN, NATIONAL), BASE, GROWN, ["Mở đầu.", sentence([NATIONAL, LETTER, DECISION, NOTICE, LATER])],
    ),
    "its sentence edited": (
        typed("Trong kỳ, đã ban hành", MINE), BASE, GROWN, ["Mở đầu.", sentence([*FOUR, LATER], MINE)],
    ),
    "a footnote of a person's beside it": (
        own_footnote, BASE, GROWN, ["Mở đầu.[Ghi chú của văn thư.]", sentence([*FOUR, LATER])],
    ),
    "a footnote of a person's in the same sentence": (
        second_footnote, BASE, GROWN, ["Mở đầu.", sentence([*FOUR, LATER])[:-1] + "[Ghi chú thứ hai.]."],
    ),
    "words added while changes are tracked": (
        tracked_words, BASE, GROWN, ["Mở đầu.", sentence([*FOUR, LATER])[:-2] + " Theo sổ văn bản đi.]."],
    ),
    "one of a person's where the data had none": (
        own_footnote, made([]), BASE, ["Mở đầu.[Ghi chú của văn thư.]", sentence(FOUR)],
    ),
    "one of a person's where the data has none any more": (
        own_footnote, BASE, made([]), ["Mở đầu.[Ghi chú của văn thư.]"],
    ),
    "a list that grew into a footnote": (
        typed("Trong kỳ, đã ban hành", MINE), made(FOUR[:3]), BASE, ["Mở đầu.", sentence(FOUR, MINE)],
    ),
    "a footnote that shrank into the sentence": (
        typed(PLAN, NATIONAL), BASE, made(FOUR[:3]), ["Mở đầu.", listed([NATIONAL, LETTER, DECISION])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDS)
def test_a_persons_words_stay_and_the_data_comes_in(name: str) -> None:
    hand, base, new, wanted = HANDS[name]
    edited = by_hand(base, hand)
    merged = merge_documents(base, edited, new)
    assert read(merged.content) == [*wanted, "Kết thúc."]
    assert merged.conflicts == ()
    assert [one.code for one in prove(Merging("bao-cao.docx", base, edited, new, merged.content))] in ([], ["XB015"])


def test_what_nobody_edited_is_written_as_generated() -> None:
    assert merge_documents(BASE, BASE, GROWN).content == GROWN
    edited = by_hand(BASE, typed(PLAN, NATIONAL))
    assert merge_documents(BASE, edited, BASE).content == edited


# --- both changed the same words -----------------------------------------------------------------------------


def contested() -> tuple[bytes, Merged]:
    new = made([PLAN.replace("01/7", "09/7"), *FOUR[1:]])
    return new, merge_documents(BASE, by_hand(BASE, typed("01/7/2025", "08/7/2025")), new)


def test_a_conflict_in_a_footnote_is_told_at_its_mark_and_stays_told() -> None:
    new, merged = contested()
    (conflict,) = merged.conflicts
    told = [re.findall(r"(0\d/7)/2025 về chuyển", one) for one in (conflict.old, conflict.edited, conflict.new)]
    assert told == [["01/7"], ["08/7"], ["09/7"]]
    assert sentence([PLAN.replace("01/7", "08/7"), *FOUR[1:]]) in read(merged.content)
    assert not list(Package.open(merged.content).tree("word/footnotes.xml").iter(f"{W}commentRangeStart"))
    again = merge_documents(new, merged.content, new)
    assert (again.content, len(again.conflicts)) == (merged.content, 1)
    assert settled(merged.content) == merged.content


@pytest.mark.parametrize(("choice", "day"), [(Choice.NEW, "09/7"), (Choice.EDITED, "08/7")])
def test_a_conflict_in_a_footnote_is_settled_as_a_person_says(choice: Choice, day: str) -> None:
    new, merged = contested()
    (number,) = numbered_conflicts(merged.content)
    done = settle(merged.content, new, {number: choice})
    assert done.settled == (number,) and numbered_conflicts(done.content) == {}
    assert sentence([PLAN.replace("01/7", day), *FOUR[1:]]) in read(done.content)


def test_a_conflict_is_over_when_a_person_writes_the_footnote_anew() -> None:
    new, merged = contested()
    rewritten = by_hand(merged.content, typed("08/7/2025", "09/7/2025"))
    assert merge_documents(new, rewritten, new).conflicts == ()


def test_a_footnote_that_a_person_deleted_stays_deleted_and_is_asked_about_when_its_list_changes() -> None:
    edited = by_hand(BASE, without_footnotes)
    merged = merge_documents(BASE, edited, GROWN)
    assert read(merged.content)[1] == "Trong kỳ, đã ban hành 5 văn bản chỉ đạo, triển khai."
    (conflict,) = merged.conflicts
    assert LATER in conflict.new and LATER not in conflict.old
    (number,) = numbered_conflicts(merged.content)
    assert sentence([*FOUR, LATER]) in read(settle(merged.content, GROWN, {number: Choice.NEW}).content)


def test_an_edited_footnote_of_a_list_that_is_gone_is_kept_and_told() -> None:
    merged = merge_documents(BASE, by_hand(BASE, typed(PLAN, NATIONAL)), made([]))
    assert read(merged.content)[1] == sentence([NATIONAL, *FOUR[1:]])
    (conflict,) = merged.conflicts
    assert conflict.new == "(không còn)"


# --- other forms -------------------------------------------------------------------------------------------------


def test_a_footnote_of_several_paragraphs_stays_a_persons_own() -> None:
    def second_paragraph(package: Package) -> None:
        (note,) = notes_of(package).values()
        paragraph = make(f"{W}p")
        paragraph.append(run("Đoạn thứ hai."))
        note.append(paragraph)

    merged = merge_documents(BASE, by_hand(BASE, second_paragraph), GROWN)
    assert "Đoạn thứ hai." in read(merged.content)[1] and len(merged.conflicts) == 1


def test_a_redline_shows_what_changed_within_a_footnote() -> None:
    compared = redline(BASE, GROWN)
    notes = Package.open(compared.content).tree("word/footnotes.xml")
    inserted = "".join(node.text or "" for one in notes.iter(f"{W}ins") for node in one.iter(f"{W}t"))
    assert LATER in inserted


def copied_mark(package: Package) -> None:
    """The mark of a footnote is pasted into another sentence: two marks of one footnote, as some editors write it."""
    mark = footnote_marks(package.body)[0].getparent()
    list(package.body.iter(f"{W}p"))[-1].append(deepcopy(mark))


def copied_footnote(package: Package) -> None:
    """The same as Word writes it: a footnote of its own with the same words."""
    form = NoteForm.usual(package)
    (words,) = ("".join(node.text or "" for node in one.iter(f"{W}t")).strip() for one in notes_of(package).values())
    list(package.body.iter(f"{W}p"))[-1].append(reference(add_note(package, [run(words)], form), form))


@pytest.mark.parametrize("paste", [copied_mark, copied_footnote])
@pytest.mark.parametrize("new", [GROWN, made([PLAN, LETTER, NOTICE, LATER])])
def test_a_copied_footnote_that_the_data_left_behind_is_told(paste: Callable[[Package], None], new: bytes) -> None:
    edited = by_hand(BASE, paste)
    assert prove(Merging("x", BASE, edited, BASE, merge_documents(BASE, edited, BASE).content)) == ()
    (told,) = prove(Merging("x", BASE, edited, new, merge_documents(BASE, edited, new).content))
    assert "chú thích chép lại" in told.message and PLAN in told.message
