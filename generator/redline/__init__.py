"""Two Word files → one, with what differs as tracked changes; accepting or rejecting all gives either back.

Here: comparing two documents and marking it. Not here: three-way merging of edits and data (`revise`).
"""
