"""The rules of form, grouped by what they look at; each a small generator with its law beside it.

Here: one function a rule. Not here: reading a document (`lint`) and numbers of the form (`standards`).
"""
