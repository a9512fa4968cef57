"""The one door for Word and Excel files: packages, their parts and relationships, names of XML, text of paragraphs.

Here: what the file formats are, whoever reads or writes them. Not here: what a report, a merge or a rule makes
of it.
"""
