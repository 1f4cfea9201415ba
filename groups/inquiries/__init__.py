"""Inquiries: taking them in, who answers, working on them, and what happens when no answer comes."""
