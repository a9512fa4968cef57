"""Step 2, validate: rows → a `Dossier` of frozen records, and every problem found on the way.

Here: what a value means and whether it can be. Not here: where it stood in a file (`read`), what follows from it
(`compute`).
"""
