"""Examples of projects, partners and money for a portal that is only tried out.

What was announced of LINK Vestfold og Telemark is told as it was: its partners, the award, the split of the county.
All that is not known says «(eksempel)» or hangs on a project that is marked as one. Deadlines count from the day of
loading.
"""
