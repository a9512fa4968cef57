"""A merged file held against what it was made of, before it is written: what is neither new, nor a person's, nor told.

It reads the files for itself, line by line, and knows nothing of how the merge went about it: two ways must agree.
A line is a paragraph, or a row of a table with every cell under its heading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.core.problems import Place, Problem
from generator.core.vietnamese import shortened
from generator.office.word_diff import diff
from generator.revise.proof_reading import Line, Reading, read, sentences_of, tokens

UNPROVEN, MIXED = "XB014", "XB015"
_MOST, _LONGEST = 12, 160
_ALIKE, _NEARLY = 0.5, 0.3
_HUNK = 2_500
_SHORTEST = 3
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Merging:
    """One document of a merge: as last generated, as a person left it, newly generated, and what came of it."""

    name: str
    base: bytes
    edited: bytes
    new: bytes
    content: bytes


def prove(merging: Merging) -> tuple[Problem, ...]:
    """What is not as it must be in one merged document, and the sentences that hold a person's words and new data."""
    if merging.content in (merging.new, merging.edited) and merging.base in (merging.new, merging.edited):
        return ()
    proof = _Proof(read(merging.base), read(merging.edited), read(merging.new), read(merging.content))
    findings = [*proof.columns(), *proof.text(), *proof.sections(), *proof.styles()]
    place = Place(merging.name)
    problems = [Problem(UNPROVEN, place, one.message, one.fix) for one in findings[:_MOST]]
    if len(findings) > _MOST:
        message = f"Còn {len(findings) - _MOST} chỗ nữa chưa khớp với số liệu mới."
        problems.append(Problem(UNPROVEN, place, message, "Đối chiếu tệp với bản mới bằng lệnh redline."))
    problems += [Problem(MIXED, place, f"{_MIXED_WORDS}{one}”.", "Đọc lại cả câu.") for one in proof.mixed()]
    return tuple(problems)


_MIXED_WORDS = "Câu có cả chỗ sửa tay và số liệu mới: “"


def sentence_of(message: str) -> str:
    """The sentence that a problem of this code names, whole; "" of any other problem."""
    return message.removeprefix(_MIXED_WORDS).removesuffix("”.") if message.startswith(_MIXED_WORDS) else ""


def prove_joined(name: str, pieces: Sequence[bytes], fresh: bytes, content: bytes) -> tuple[Problem, ...]:
    """What was lost where merged pieces were joined into one file; `fresh` is that file as nobody edited it."""
    here, whole = read(content), [read(one) for one in pieces]
    wanted = Counter(line.key for one in whole for line in one.lines)
    lost = wanted - Counter(line.key for line in here.lines)
    findings = [
        _Finding(f"Khi gộp tệp đã mất dòng “{_short(' '.join(one[0]))}”.", _BY_HISTORY) for one in lost if any(one[0])
    ]
    frames = [section for one in whole for section in one.sections]
    if [one.paper for one in here.sections] != [one.paper for one in frames]:
        findings.append(_Finding("Khổ giấy, hướng giấy của các phần khác với từng tệp riêng.", _BY_HAND))
    elif [one.frame for one in here.sections] != [one.frame for one in frames] and len(frames) == len(
        read(fresh).sections
    ):
        findings.append(_Finding("Đầu trang, chân trang của các phần khác với từng tệp riêng.", _BY_HAND))
    return tuple(Problem(UNPROVEN, Place(name), one.message, one.fix) for one in findings[:_MOST])


def still_unproven(
    before: Sequence[Mapping[str, object]],
    unchanged: Sequence[str],
    followed: Mapping[str, tuple[bytes, bytes]] | None = None,
) -> tuple[Problem, ...]:
    """What an earlier run said of files that nobody has touched since.

    Where no data changed them either (`unchanged`), all of it; of those that `followed` the data (the file now, the
    newly generated one) what is still so.
    """
    told = [one for one in before if one.get("code") == UNPROVEN]
    now = {
        name: _Since(read(content), read(new))
        for name, (content, new) in (followed or {}).items()
        if any(one.get("file") == name for one in told)
    }
    return tuple(
        Problem(UNPROVEN, Place(str(one["file"])), str(one["message"]), str(one["fix"] or ""))
        for one in told
        if one.get("file") in unchanged or (one.get("file") in now and now[str(one["file"])].holds(str(one["message"])))
    )


@dataclass
class _Since:
    """A file that followed the data, and the newly generated one: what an earlier run said of it may have settled."""

    here: Reading
    new: Reading

    def holds(self, message: str) -> bool:
        """True if what `message` told of is still so."""
        begin = message.partition("“")[2].rpartition("”")[0].removesuffix("…")
        stands = any(begin in one for one in self.said_here)
        if message.startswith((_STALE, _STALE_NOTE)):
            return stands and not any(begin in one for one in self.said_anew)
        if message.startswith((_CAME_BACK, _LOST)):
            return stands is message.startswith(_CAME_BACK)
        return message in self.differences

    @cached_property
    def said_here(self) -> list[str]:
        return _said(self.here)

    @cached_property
    def said_anew(self) -> list[str]:
        return _said(self.new)

    @cached_property
    def differences(self) -> set[str]:
        """What a file would be said to lack if nobody had edited it."""
        proof = _Proof(self.new, self.new, self.new, self.here)
        return {one.message for one in (*proof.columns(), *proof.text(), *proof.sections(), *proof.styles())}


def _said(reading: Reading) -> list[str]:
    return [*(line.words for line in reading.lines), *(" ".join(line.key[0]) for line in reading.lines)]


def still_mixed(
    before: Sequence[Mapping[str, object]], files: Mapping[str, bytes], generated: Mapping[str, bytes]
) -> tuple[Problem, ...]:
    """The sentences of an earlier run that still stand in `files` and are not the data's alone now."""
    asked = [one for one in before if one.get("code") == MIXED and sentence_of(str(one["message"]))]
    documents = sorted(name for name in files if name.endswith(".docx")) if asked else []
    here = {name: [line.words for line in read(files[name]).lines] for name in documents}
    new = [line.words for name in documents if name in generated for line in read(generated[name]).lines]
    found = []
    for one in asked:
        sentence = sentence_of(str(one["message"]))
        places = [name for name, texts in here.items() if any(sentence in text for text in texts)]
        if places and not any(sentence in text for text in new):
            name = str(one["file"]) if one["file"] in places else places[0]
            found.append(Problem(MIXED, Place(name), str(one["message"]), str(one["fix"] or "")))
    return tuple(found)


_STALE = "Còn dòng của lần lập trước, số liệu mới đã khác"
_STALE_NOTE = "Còn chú thích chép lại của lần lập trước, số liệu mới đã khác"
_LOST = "Chữ sửa tay không còn trong tệp"
_CAME_BACK = "Dòng đã xoá tay lại có trong tệp"
_BY_HAND = "Sửa chỗ này trong Word, hoặc chép phần sửa tay sang bản mới."
_BY_HISTORY = "Xem bản trước đó bằng lệnh history, rồi chép lại phần đã mất."


@dataclass(frozen=True, slots=True)
class _Finding:
    message: str
    fix: str


def _short(text: str) -> str:
    return shortened(text, _LONGEST)


Key = tuple[tuple[str, ...], bool]


@dataclass
class _Proof:
    """The four readings of a document and what follows from them."""

    base: Reading
    edited: Reading
    new: Reading
    here: Reading

    # --- tables by their headings -------------------------------------------------------------------

    def columns(self) -> Iterator[_Finding]:
        """Columns of the new tables that the merged ones lack; then rows are compared by the columns of both."""
        for table, labels in enumerate(self.new.tables):
            pairs = [one.table_like(labels, table) for one in (self.base, self.edited, self.here)]
            mine = [
                one.tables[place] if place is not None else ()
                for one, place in zip((self.base, self.edited, self.here), pairs, strict=True)
            ]
            if pairs[2] is None or (set(mine[2]) != set(labels) and len(mine[2]) == len(labels)):
                continue  # a heading that a person wrote anew, or a table without any: by place
            common = tuple(one for one in labels if one in mine[2])
            for label in labels:
                gone = label in mine[0] and label not in mine[1]
                if label and label not in mine[2] and not gone and len(mine[2]) < len(labels):
                    yield _Finding(f"Bảng thiếu cột “{_short(label)}” của bản mới.", _BY_HAND)
            if tuple(mine[0]) == tuple(mine[1]) == tuple(mine[2]) == tuple(labels):
                continue
            self.new.project(table, common)
            for one, place in zip((self.base, self.edited, self.here), pairs, strict=True):
                if place is not None:
                    one.project(place, common)

    # --- lines ----------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> tuple[Counter[Key], Counter[Key], Counter[Key], Counter[Key]]:
        base, edited, new, here = (
            Counter(line.key for line in one.lines) for one in (self.base, self.edited, self.new, self.here)
        )
        return base, edited, new, here

    def text(self) -> Iterator[_Finding]:
        """Lines that are missing, that are out of date, and words of a person that were lost."""
        base, edited, new, here = self.counts
        origin = _partners(self.base.lines, self.new.lines)
        told = _Words([tokens(one) for one in self.here.comments])
        rest = _Rest([line for line in self.here.lines if new[line.key] == 0], told.all)
        for key, line in _firsts(self.new.lines).items():
            missing = new[key] - here[key]
            if missing <= 0 or not any(line.cells):
                continue
            if base[key] and base[key] - edited[key] >= missing:
                continue  # a person's own change of what the data left alone
            before = origin.get(key)
            touched = before is not None and edited[before.key] < base[before.key]
            fresh = line.tokens - before.tokens if before is not None else line.tokens
            if told.with_all(fresh):
                continue
            if touched and before is not None and rest.holds(fresh, line, before):
                continue
            if before is None and rest.holds_whole(line):
                continue  # a person's line holds it: the data had dropped it and brings it back
            yield _Finding(f"Dòng của số liệu mới chưa có trong tệp: “{_short(line.words)}”.", _BY_HAND)
        stale: list[str] = []
        for key, line in _firsts(self.base.lines).items():
            if new[key] < base[key] and here[key] > new[key] and len(line.words) > _SHORTEST and not self._is_told(key):
                fix = "Sửa hoặc xoá dòng này; nếu là đoạn chép thêm thì sửa cho khớp số liệu mới."
                yield _Finding(f"{_STALE}: “{_short(line.words)}”.", fix)
                stale.append(line.words)
        for note, count in self.base.notes.items():
            more = self.here.notes[note] - self.new.notes[note]
            if self.new.notes[note] < count and more > 0 and not any(note in one for one in stale):
                yield _Finding(f"{_STALE_NOTE}: “{_short(note)}”.", "Sửa hoặc xoá chú thích này cho khớp số liệu mới.")
        yield from self._lost()

    def _is_told(self, key: Key) -> bool:
        return any(line.commented for line in self.here.lines if line.key == key)

    def _lost(self) -> Iterator[_Finding]:
        """A person's words that are gone, and lines that they deleted and that came back."""
        base, edited, new, here = self.counts
        origin = _partners(self.base.lines, self.edited.lines)
        gone = {word for line in self.base.lines if not edited[line.key] for word in line.tokens}
        every = Counter[str]()
        for line in self.here.lines:
            every.update(line.tokens)
        for key, line in _firsts(self.edited.lines).items():
            if edited[key] <= base[key] or here[key] >= edited[key] or not any(line.cells):
                continue
            before = origin.get(key)
            own = line.tokens - before.tokens if before is not None else line.tokens
            if any(word not in gone for word in own - every):
                yield _Finding(f"{_LOST}: “{_short(line.words)}”.", _BY_HISTORY)
        for key, line in _firsts(self.base.lines).items():
            left_alone = new[key] == base[key] > edited[key]
            if left_alone and here[key] > edited[key] and len(line.words) > _SHORTEST:
                yield _Finding(f"{_CAME_BACK}: “{_short(line.words)}”.", _BY_HAND)

    def mixed(self) -> list[str]:
        """Sentences that are neither a person's alone nor the new data's alone."""
        known = {sentence for one in (self.edited, self.new) for line in one.lines for sentence in sentences_of(line)}
        found = [one for line in self.here.lines for one in sentences_of(line) if one not in known]
        texts = [line.words for one in (self.edited, self.new) for line in one.lines] if found else []
        return [one for one in dict.fromkeys(found) if not any(one in text for text in texts)]

    # --- paper, headers, footers, styles ----------------------------------------------------------------

    def sections(self) -> Iterator[_Finding]:
        """Sections that are neither as in the new file nor as a person made them."""
        base, edited, new, here = (one.sections for one in (self.base, self.edited, self.new, self.here))
        for what, name in (
            ("paper", "Khổ giấy, hướng giấy, lề"),
            ("pages", "Cách đánh số trang"),
            ("frame", "Đầu trang, chân trang"),
        ):
            old, mine, now, made = (
                [_parts(getattr(one, what)) for one in found] for found in (base, edited, new, here)
            )
            if len(old) == len(mine) == len(now) == len(made):
                sound = all(_is_merged(*four) for four in zip(old, mine, now, made, strict=True))
            else:
                sound = made == now or (old == now and made == mine)
            if not sound:
                yield _Finding(f"{name} không giống bản mới.", _BY_HAND)

    def styles(self) -> Iterator[_Finding]:
        """Untouched lines whose style or list numbering is not that of the new file."""
        base, edited, new, here = (_looks(one.lines) for one in (self.base, self.edited, self.new, self.here))
        wrong = []
        for key, now in new.items():
            made, mine = here.get(key), edited.get(key)
            if made not in (None, now) and (mine == base.get(key) if mine is not None else made not in edited.values()):
                wrong.append(key)
        for key in wrong[:1]:
            more = f" (và {len(wrong) - 1} dòng nữa)" if len(wrong) > 1 else ""
            message = f"Kiểu chữ hoặc cách đánh số không giống bản mới: “{_short(' '.join(key[0]))}”{more}."
            yield _Finding(message, _BY_HAND)


def _parts(look: Sequence[str] | Sequence[tuple[str, str, str]]) -> dict[object, str]:
    """What there is to change of a section, each by itself: a measure, a header of some pages."""
    return {one[:2]: one[2] for one in look if isinstance(one, tuple)} or dict(enumerate(map(str, look)))


def _is_merged(
    old: Mapping[object, str], mine: Mapping[object, str], now: Mapping[object, str], made: Mapping[object, str]
) -> bool:
    """True if each part is as the one side changed it, where the other left it alone."""
    sides = ((old.get(part), mine.get(part), now.get(part), made.get(part)) for part in {*old, *mine, *now, *made})
    return all(
        here == (after if own == before else own) and (before in (own, after) or own == after)
        for before, own, after, here in sides
    )


class _Words:
    """Bags of words that are asked which of them hold some words, without looking at each."""

    def __init__(self, bags: Sequence[Counter[str]]) -> None:
        self.bags = bags
        self.all = Counter[str]()
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, bag in enumerate(bags):
            self.all.update(bag)
            for word in bag:
                self._places[word].append(place)

    def with_all(self, words: Counter[str]) -> list[int]:
        """The bags that hold all of some words; every one if there are no words."""
        if not words:
            return list(range(len(self.bags)))
        rarest = min(words, key=lambda word: len(self._places.get(word, ())))
        return [place for place in self._places.get(rarest, ()) if not words - self.bags[place]]

    def near(self, words: Counter[str]) -> list[int]:
        """Bags that share one of the rarest words."""
        known = sorted((len(self._places[word]), word) for word in words if word in self._places)
        return sorted({place for count, word in known[:5] if count <= _CANDIDATES for place in self._places[word]})


class _Rest:
    """The merged lines that are not the new data's alone: a person wrote on them. `told`: what the comments say."""

    def __init__(self, lines: Sequence[Line], told: Counter[str]) -> None:
        self.lines, self.told = lines, told
        self.words = _Words([line.tokens for line in lines])

    def holds(self, fresh: Counter[str], line: Line, before: Line) -> bool:
        """True if the line that a person wrote on has the data's new words, or a comment at it has them."""
        near = self.words.near(line.tokens + before.tokens)
        known = self.words.with_all(fresh) if fresh else near
        if any(max(self.lines[one].like(line), self.lines[one].like(before)) >= _NEARLY for one in known):
            return True
        if any(self.lines[one].commented and not fresh - self.lines[one].tokens - self.told for one in near):
            return True
        for first in {place for one in near for place in (one - 1, one) if 0 <= place < len(self.lines) - 1}:
            both = self.lines[first].tokens + self.lines[first + 1].tokens  # parted in two
            if not fresh - both and sum((both & line.tokens).values()) > _ALIKE * line.size:
                return True
        return False

    def holds_whole(self, line: Line) -> bool:
        """True if a person's line has every word of a new one."""
        return any(line.like(self.lines[one]) >= _ALIKE for one in self.words.with_all(line.tokens))


def _firsts(lines: Sequence[Line]) -> dict[Key, Line]:
    found: dict[Key, Line] = {}
    for line in lines:
        found.setdefault(line.key, line)
    return found


def _looks(lines: Sequence[Line]) -> dict[Key, str]:
    return {line.key: line.look for line in lines if not line.is_row}


def _partners(old: Sequence[Line], now: Sequence[Line]) -> dict[Key, Line]:
    """For lines of `now` that `old` lacks the line that they came from."""
    known = Counter(line.key for line in old)
    kept = Counter(line.key for line in now)
    found: dict[Key, Line] = {}
    free: list[Line] = []
    left: list[Line] = []
    for code in diff([line.key for line in old], [line.key for line in now]):
        if code.tag == "equal":
            continue
        before = [line for line in old[code.i1 : code.i2] if not kept[line.key]]
        after = [line for line in now[code.j1 : code.j2] if not known[line.key]]
        if len(before) * len(after) <= _HUNK:
            taken = _pair(before, after, found)
            free += [line for line in before if line.key not in taken]
            left += [line for line in after if line.key not in found]
        else:
            free += before
            left += after
    _pair_by_words(free, left, found)
    return found


def _pair(before: Sequence[Line], after: Sequence[Line], found: dict[Key, Line]) -> set[Key]:
    pairs = [
        (-score, i, j)
        for i, one in enumerate(before)
        for j, two in enumerate(after)
        if (score := one.like(two)) >= _NEARLY
    ]
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in taken and after[j].key not in found:
            found[after[j].key] = before[i]
            taken.add(i)
    return {before[i].key for i in taken}


def _pair_by_words(before: Sequence[Line], after: Sequence[Line], found: dict[Key, Line]) -> None:
    """The same for lines far apart: compared only where they share a rare word."""
    places: dict[str, list[Line]] = defaultdict(list)
    for line in before:
        for word in line.tokens:
            places[word].append(line)
    for line in after:
        rare = sorted((len(places[word]), word) for word in line.tokens if word in places)[:5]
        near = [one for count, word in rare if count <= _CANDIDATES for one in places[word]]
        best = max(near, key=line.like, default=None)
        if best is not None and line.like(best) >= _ALIKE:
            found.setdefault(line.key, best)
