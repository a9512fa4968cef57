"""Step 6, lint: a document → findings against a standard."""
