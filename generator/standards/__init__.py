"""The standards as data, one TOML file each; the first is the State's.

`STANDARDS` names the forms, `EDITIONS` the texts that lay each down, oldest first: each says from when to when it holds
and, after the first, only what it changes (`amends`). `van-ban-thay-the.toml` lists texts that were replaced.
Here: every number and text of the form with its source. Not here: code (`generator.core.standard` reads them).
"""

EDITIONS = {"nd30": ("nd30",), "dang": ("dang", "dang-hd05")}
STANDARDS = tuple(EDITIONS)
