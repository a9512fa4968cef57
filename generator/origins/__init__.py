"""Where a figure came from: figures found again in a Word file, whoever edited it, with the cells behind them.

Here: finding and naming figures, and whether a file is ready to be issued. Not here: changing a document.
"""
