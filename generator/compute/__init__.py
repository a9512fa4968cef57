"""Step 3, compute: a dossier and a period → facts.

Here: every reckoning, pure, without file or clock. Not here: what a figure looks like in print (`render`).
"""
