"""The kinds of work: each module has `TITLE`, `STEPS` and `run(dossier, wanted, on_step)`, called by worker.py.

`ABOUT` names what in `wanted` tells one thing from another: the newest result about each is kept (orders.py).
"""
