"""baocao: from one workbook to a ready-to-sign official report.

The street of seven steps, one room each: read, validate, compute, render, revise, lint, write. Before it lie the nouns
(`core`) and the file formats (`office`), beside it `scaffold`, `redline` and `origins`. The `stories` walk it, one file
a command, for one dossier or in a `batch`, called from the `terminal` or the `web` page.
"""

from pathlib import Path

VERSION = "0.1.0"
PACKAGE = Path(__file__).parent
"""Where the program lies, in a checkout or installed."""
