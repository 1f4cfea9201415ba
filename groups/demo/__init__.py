"""Examples for a portal that is only tried out: inquiries, groups, events and material, with days that count from now.

Names end in «(eksempel)», mail goes to example.no, and telephone numbers begin with 00, which nobody can have.
"""
