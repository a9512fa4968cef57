"""Step 5, revise: last generated + edited by hand + newly generated → one document.

Here: the three-way merge, its conflicts and how a person settles them. Not here: showing two documents' differences
(`redline`).
"""
