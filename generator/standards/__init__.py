"""The standards as data: one TOML file each; `generator.standard` reads them."""
