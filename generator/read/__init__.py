"""Step 1, read: a path → rows whose every cell remembers where it stands."""
