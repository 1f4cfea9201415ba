"""Inquiries and their routing; later self-help groups, events and statistics."""
