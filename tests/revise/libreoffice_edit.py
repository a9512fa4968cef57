# ruff: noqa: ANN001, ANN002, ANN201, ANN202, ANN204, T201
"""Edits Word files in a real LibreOffice, as a person would. Run by the system's Python, which has `uno`.

Reads a JSON list of jobs from standard input, [{"source": …, "target": …, "steps": [["replace", "a", "b"], …]}, …],
and prints a JSON list with "" for each job done or what went wrong. Each step is a function of `Editor`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import LINE_BREAK, PARAGRAPH_BREAK
from com.sun.star.text.TextContentAnchorType import AS_CHARACTER


def named(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


class Editor:
    def __init__(self, doc):
        self.doc = doc
        self.controller = doc.CurrentController

    # --- finding

    def _found(self, text):
        search = self.doc.createSearchDescriptor()
        search.SearchString = text
        search.SearchCaseSensitive = True
        found = self.doc.findFirst(search)
        if found is None:
            raise LookupError(f"not in the document: {text}")
        return found

    def _paragraph(self, text):
        found = self._found(text)
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def _table(self, text):
        found = self._found(text)
        return found.TextTable, found.Cell

    def _row(self, text):
        table, cell = self._table(text)
        return table, int("".join(sign for sign in cell.CellName if sign.isdigit())) - 1

    # --- words

    def replace(self, old, new):
        self._found(old).setString(new)

    def replace_all(self, old, new):
        descriptor = self.doc.createReplaceDescriptor()
        descriptor.SearchString, descriptor.ReplaceString = old, new
        descriptor.SearchCaseSensitive = True
        self.doc.replaceAll(descriptor)

    def insert_after(self, text, words):
        found = self._found(text)
        found.Text.insertString(found.End, words, False)

    def insert_before(self, text, words):
        found = self._found(text)
        found.Text.insertString(found.Start, words, False)

    def append(self, text, words):
        paragraph = self._paragraph(text)
        paragraph.Text.insertString(paragraph.End, words, False)

    def rewrite(self, text, words):
        self._paragraph(text).setString(words)

    def line_break(self, text):
        found = self._found(text)
        found.Text.insertControlCharacter(found.End, LINE_BREAK, False)

    # --- looks

    def bold(self, text):
        self._found(text).CharWeight = 150.0

    def colour(self, text, colour):
        self._found(text).CharColor = colour

    def font_everywhere(self, name):
        cursor = self.doc.Text.createTextCursor()
        cursor.gotoStart(False)
        cursor.gotoEnd(True)
        cursor.CharFontName = name

    def margin(self, side, value):
        styles = self.doc.StyleFamilies.getByName("PageStyles")
        for place in range(styles.Count):
            style = styles.getByIndex(place)
            if style.isInUse():
                style.setPropertyValue(f"{side}Margin", value)

    def style_of_paragraph(self, text, style):
        self._paragraph(text).ParaStyleName = style

    # --- paragraphs

    def add_paragraph(self, after, words):
        paragraph = self._paragraph(after)
        at = paragraph.Text.createTextCursorByRange(paragraph.End)
        paragraph.Text.insertControlCharacter(at, PARAGRAPH_BREAK, False)
        paragraph.Text.insertString(at, words, False)

    def add_paragraph_before(self, before, words):
        paragraph = self._paragraph(before)
        at = paragraph.Text.createTextCursorByRange(paragraph.Start)
        paragraph.Text.insertString(at, words, False)
        paragraph.Text.insertControlCharacter(at, PARAGRAPH_BREAK, False)

    def delete_paragraph(self, text):
        paragraph = self._paragraph(text)
        paragraph.setString("")
        paragraph.gotoNextParagraph(True)
        paragraph.setString("")

    def split(self, after):
        found = self._found(after)
        found.Text.insertControlCharacter(found.End, PARAGRAPH_BREAK, False)

    def join_with_next(self, text, between):
        paragraph = self._paragraph(text)
        cursor = paragraph.Text.createTextCursorByRange(paragraph.End)
        cursor.goRight(1, True)
        cursor.setString(between)

    def move_paragraph(self, text, after):
        view = self.controller.getViewCursor()
        paragraph = self._paragraph(text)
        paragraph.gotoStartOfParagraph(False)
        paragraph.gotoNextParagraph(True)
        view.gotoRange(paragraph, False)
        moved = self.controller.getTransferable()
        paragraph.setString("")
        target = self._paragraph(after)
        target.gotoNextParagraph(False)
        view.gotoRange(target.Start, False)
        self.controller.insertTransferable(moved)

    # --- tables

    def set_cell(self, row, column, words):
        table, number = self._row(row)
        table.getCellByName(f"{'ABCDEFGHIJKLMN'[column]}{number + 1}").setString(words)

    def add_row(self, after, words):
        table, number = self._row(after)
        table.Rows.insertByIndex(number + 1, 1)
        for column, text in enumerate(words):
            table.getCellByName(f"{'ABCDEFGHIJKLMN'[column]}{number + 2}").setString(text)

    def delete_row(self, text):
        table, number = self._row(text)
        table.Rows.removeByIndex(number, 1)

    def move_row(self, text, after):
        """Cut and paste, as text: what a person does who retypes a row elsewhere."""
        table, number = self._row(text)
        names = [name for name in table.CellNames if "".join(filter(str.isdigit, name)) == str(number + 1)]
        words = [table.getCellByName(name).String for name in names]
        table.Rows.removeByIndex(number, 1)
        self.add_row(after, words)

    def merge_down(self, text, column, rows):
        table, number = self._row(text)
        letter = "ABCDEFGHIJKLMN"[column]
        cursor = table.createCursorByCellName(f"{letter}{number + 1}")
        cursor.gotoCellByName(f"{letter}{number + rows}", True)
        cursor.mergeRange()

    def merge_right(self, text, first, last):
        table, number = self._row(text)
        cursor = table.createCursorByCellName(f"{'ABCDEFGHIJKLMN'[first]}{number + 1}")
        cursor.gotoCellByName(f"{'ABCDEFGHIJKLMN'[last]}{number + 1}", True)
        cursor.mergeRange()

    def add_column(self, text, at):
        table, _ = self._table(text)
        table.Columns.insertByIndex(at, 1)

    # --- other things

    def remove_comments(self, author):
        fields = self.doc.TextFields.createEnumeration()
        notes = []
        while fields.hasMoreElements():
            field = fields.nextElement()
            if field.supportsService("com.sun.star.text.textfield.Annotation") and field.Author == author:
                notes.append(field)
        for note in notes:
            note.dispose()

    def footnote(self, text, words):
        found = self._found(text)
        note = self.doc.createInstance("com.sun.star.text.Footnote")
        found.Text.insertTextContent(found.End, note, False)
        note.setString(words)

    def picture(self, text, path):
        found = self._found(text)
        shape = self.doc.createInstance("com.sun.star.text.TextGraphicObject")
        provider = uno.getComponentContext().ServiceManager
        del provider
        query = self.service("com.sun.star.graphic.GraphicProvider")
        shape.Graphic = query.queryGraphic((named("URL", Path(path).resolve().as_uri()),))
        shape.AnchorType = AS_CHARACTER
        found.Text.insertTextContent(found.End, shape, False)

    def record_changes(self, on):
        self.doc.RecordChanges = bool(on)

    def accept_all(self):
        self._dispatch("AcceptAllTrackedChanges")

    def forget_bookmarks(self):
        for name in self.doc.Bookmarks.ElementNames:
            mark = self.doc.Bookmarks.getByName(name)
            mark.Anchor.Text.removeTextContent(mark)

    def _dispatch(self, command, *arguments):
        helper = self.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, arguments)

    def service(self, name):
        return self.manager.createInstanceWithContext(name, self.context)


def connect(profile):
    pipe = f"baocao{os.getpid()}"
    program = os.environ.get("BAOCAO_SOFFICE", "soffice")
    process = subprocess.Popen(
        [program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={Path(profile).as_uri()}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + 60
    while True:
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > deadline or process.poll() is not None:
                process.kill()
                raise
            time.sleep(0.1)


def edit(desktop, context, job):
    folder = Path(tempfile.mkdtemp(prefix="baocao-uno-"))  # a crash leaves a lock beside the file
    source = shutil.copy(job["source"], folder)
    doc = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (named("Hidden", True),))
    try:
        editor = Editor(doc)
        editor.context, editor.manager = context, context.ServiceManager
        for name, *arguments in job["steps"]:
            getattr(editor, name)(*arguments)
        target = Path(job["target"]).resolve().as_uri()
        kind = "Calc MS Excel 2007 XML" if target.endswith(".xlsx") else "MS Word 2007 XML"
        doc.storeToURL(target, (named("FilterName", kind),))
    finally:
        doc.close(True)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    results = []
    with tempfile.TemporaryDirectory(prefix="baocao-uno-", ignore_cleanup_errors=True) as profile:
        process, context = connect(profile)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            for job in json.load(sys.stdin):
                try:
                    edit(desktop, context, job)
                    results.append("")
                except Exception:
                    results.append(traceback.format_exc())
        finally:
            try:
                desktop.terminate()
            except Exception:
                process.kill()
            process.wait(20)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
