"""The kinds of work: each module has `TITLE`, `STEPS` and `run(dossier, wanted, on_step)`, called by worker.py."""
