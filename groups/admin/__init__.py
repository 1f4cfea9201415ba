"""Inquiries in the admin, and what the periodic jobs did about them."""

from groups.admin import inquiries, upkeep

__all__ = ["inquiries", "upkeep"]
