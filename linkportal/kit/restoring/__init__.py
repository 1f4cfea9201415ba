"""Taking back what was saved: an object and its parts as they stood before.

To take something back is to edit with what stands in the history: by the same rights, in the same fields, with the same
choices, checked by the same rules; and it is written down like any other change.
"""
