"""Step 4, render: facts and a template → a document."""
