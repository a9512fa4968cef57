"""Step 7, write: bytes → files, PDF and manifest, safely.

Here: folders changed whole or not at all, workbooks changed cell by cell, LibreOffice. Not here: what is written.
"""
