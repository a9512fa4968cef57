"""One Python peer in a process of its own: python -m merging.python_peer PEER SIZE REPEATS TEMPLATE TARGET.

Prints what was measured as JSON. With one repeat the template is opened inside the measured time, as in a run from
the command line; with more it is opened before, as in a program that writes one document after the other.
"""

from __future__ import annotations

import json
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

from merging.data import COLUMNS, Task, tasks

Merge = Callable[[Sequence[Task]], bytes]
BODY = "word/document.xml"


def floor(template: bytes) -> Merge:
    """The least there is to do: a row's text formatted from escaped values, deflated at level 6 into the zip."""
    with zipfile.ZipFile(BytesIO(template)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    body = parts.pop(BODY).decode()
    opening, row, closing = (found for found in re.finditer(r"<w:tr>(?:(?!</w:tr>).)*?\{.*?</w:tr>", body, re.DOTALL))
    head, tail = body[: opening.start()].encode(), body[closing.end() :].encode()
    # What the peers write too: without it Word drops a space at the end of a value.
    text = row.group().replace("%", "%%").replace("<w:t>", '<w:t xml:space="preserve">')
    pattern = re.sub(r"\{\{ task\.\w+ \}\}", "%s", text)

    def lines(rows: Sequence[Task]) -> str:
        return "".join([pattern % tuple([escape(getattr(row, name)) for name in COLUMNS]) for row in rows])

    def merge(rows: Sequence[Task]) -> bytes:
        sink = BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name, content in parts.items():
                package.writestr(name, content)
            with package.open(BODY, "w") as entry:
                entry.write(head)
                for start in range(0, len(rows), 64):
                    entry.write(lines(rows[start : start + 64]).encode())
                entry.write(tail)
        return sink.getvalue()

    return merge


def baocao(template: bytes) -> Merge:
    """This program as it is: every row has a hidden bookmark that names it for a later merge."""
    return _baocao(template, name_blocks=True)


def baocao_plain(template: bytes) -> Merge:
    """This program without the bookmarks: what docxtpl makes."""
    return _baocao(template, name_blocks=False)


def _baocao(template: bytes, name_blocks: bool) -> Merge:
    from generator.render.document import Template

    compiled = Template.from_bytes("mau", template, name_blocks)
    return lambda rows: compiled.render({"tasks": rows}).content


def docxtpl(template: bytes) -> Merge:
    from docxtpl import DocxTemplate

    made = DocxTemplate(BytesIO(template))

    def merge(rows: Sequence[Task]) -> bytes:
        sink = BytesIO()
        made.render({"tasks": rows}, autoescape=True)
        made.save(sink)
        return sink.getvalue()

    return merge


def python_docx(template: bytes) -> Merge:
    """Rows copied in the tree and filled, without any template language."""
    import docx

    def merge(rows: Sequence[Task]) -> bytes:
        document = docx.Document(BytesIO(template))
        table = document.tables[0]
        pattern = table.rows[1]._tr
        for task in rows:
            row = deepcopy(pattern)
            for cell, name in zip(row.tc_lst, COLUMNS, strict=True):
                cell.p_lst[0].add_r().text = getattr(task, name)
            table._tbl.append(row)
        table._tbl.remove(pattern)
        sink = BytesIO()
        document.save(sink)
        return sink.getvalue()

    return merge


PEERS: dict[str, Callable[[bytes], Merge]] = {
    "floor": floor,
    "baocao": baocao,
    "baocao-plain": baocao_plain,
    "docxtpl": docxtpl,
    "python-docx": python_docx,
}


def memory() -> tuple[int, int]:
    """Bytes in memory now, and the most there have been (VmRSS and VmHWM; elsewhere than on Linux zero, ru_maxrss)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        import resource

        return 0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", status, re.MULTILINE))
    return int(found["VmRSS"]) * 1024, int(found["VmHWM"]) * 1024


def forget_peak() -> None:
    """Lets the most there has been start anew from what there is (Linux only)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def main(peer: str, size: int, repeats: int, template: Path, target: Path) -> None:
    rows, content = list(tasks(size)), template.read_bytes()
    PEERS[peer](content)  # so that no import is measured
    ready = PEERS[peer](content) if repeats > 1 else None
    forget_peak()
    before, _ = memory()
    wall, processor = [], []
    made = b""
    for _ in range(repeats):
        clock, work = time.perf_counter(), time.process_time()
        made = (ready or PEERS[peer](content))(rows)
        if repeats == 1:
            target.write_bytes(made)
        wall.append(time.perf_counter() - clock)
        processor.append(time.process_time() - work)
    _, peak = memory()
    target.write_bytes(made)
    print(json.dumps({"wall": median(wall), "processor": median(processor), "before": before, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]))
