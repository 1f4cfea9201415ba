"""Inquiries in the admin: read, let through, hand over, close."""

from groups.admin import inquiries

__all__ = ["inquiries"]
