"""The forms with which staff log inquiries and work on them."""
