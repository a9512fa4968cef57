"""The command line: each command's words, options and what it shows. Doors only: stories are loaded when called.

Here: parsing and printing. Not here: any decision about a report.
"""
