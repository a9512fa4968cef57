"""Step 2, validate: rows → a `Dossier` of frozen records, and every problem found on the way."""
