"""The standards as data, one TOML file each; the first is the State's.

Here: every number and text of the form with its source. Not here: code (`generator.core.standard` reads them).
"""

STANDARDS = ("nd30", "dang")
