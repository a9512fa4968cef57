"""Step 3, compute: a dossier and a period → facts. Pure: no file, no clock."""
