"""Step 7, write: bytes → files, PDF and manifest, safely."""
