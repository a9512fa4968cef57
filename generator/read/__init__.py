"""Step 1, read: a path → rows whose every cell remembers where it stands.

Here: how workbooks, plans, returns and text dossiers are laid out, and what a cell shows. Not here: whether what it
says makes sense (`validate`).
"""
