"""Short references that can be said on the telephone."""

import secrets
from datetime import date

from linkportal.kit.text import fold

# Without look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B, U V). 23⁶ is 148 million.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_PART = 3


def new_reference() -> str:
    """Six random signs in two parts, for example `K7M-49Q`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(_PART)) for _ in range(2))


def new_slug(title: str, day: date) -> str:
    """The address of an event: its title, its day and four signs that make it its own, at most 80 signs."""
    words = fold(title).replace(" ", "-")[:60].strip("-")
    own = "".join(secrets.choice(ALPHABET) for _ in range(4)).lower()
    return "-".join(part for part in (words, f"{day:%Y-%m-%d}", own) if part)


def tidy(text: str) -> str:
    """A reference as a person typed it (small letters, spaces, no hyphen) in its stored form."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return f"{signs[:_PART]}-{signs[_PART:]}" if len(signs) == 2 * _PART else text.upper().strip()
