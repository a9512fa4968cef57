"""Many dossiers at once: which, by how many workers, on which machines, and what came of each.

Here: handing out and gathering. Not here: how one report is made (`stories.build`).
"""
