"""The nouns of the field, which every room may use: records, periods, problems, figures, standards, Vietnamese.

Here: what a word of the field means, as frozen data and pure functions. Not here: anything that opens a file of a
user, knows a step of the street, or prints.
"""
