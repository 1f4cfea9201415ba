"""The forms about partnerships, by who fills them in."""
