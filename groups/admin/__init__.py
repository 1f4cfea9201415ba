"""Inquiries in the admin, what the periodic jobs did about them, and the catalogue of material."""

from groups.admin import inquiries, material, upkeep

__all__ = ["inquiries", "material", "upkeep"]
