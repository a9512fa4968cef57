"""Step 4, render: facts and a template → a document.

Here: the template language, what a template may name, charts, combining. Not here: wording (templates) and figures
(`compute`).
"""
