"""The standards as data: one TOML file each; `generator.standard` reads them. The first is the State's."""

STANDARDS = ("nd30", "dang")
