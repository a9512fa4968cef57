"""Step 6, lint: a Word document held against a standard → findings, and mended copies.

Here: reading a document as a person sees it, recognising its components, running the rules, fixing. Not here: the rules
themselves (`lint.rules`) and the numbers of the form (`standards`).
"""
