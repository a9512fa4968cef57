"""Step "lint": a Word document held against a standard."""
