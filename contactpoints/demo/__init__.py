"""Demonstration data: seven district offices, four LINK centres and many contact points that do not exist.

Names end in «(eksempel)», mail goes to example.no, and telephone numbers begin with 00, which nobody can have.
"""
