"""What the commands do, one file a command: each walks the street and says in which order.

Here: the order of steps, what a command is asked for and what came of it. Not here: a step's own work, printing,
pages, and anything that knows how many dossiers there are (`batch`).
"""
