"""baocao: from one workbook to a ready-to-sign official report.

The street of seven steps, one folder each: read, validate, compute, render, revise, lint, write.
`pipeline.py` walks it; the modules beside it are the nouns that every step may use.
"""

from pathlib import Path

VERSION = "0.1.0"
PACKAGE = Path(__file__).parent
"""Where the program lies, in a checkout or installed."""
