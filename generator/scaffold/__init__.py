"""The workshop beside the street: makes template Word files from a standard and an outline.

Here: styles, page and wording of templates. Not here: filling a template (`render`).
"""
