"""Norwegian text: what a person may type for a name, the order in which names stand, and numbers in a sentence."""

import re
import unicodedata
from collections.abc import Sequence

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Collate
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

WORDS = (_("null"), _("én"), _("to"), _("tre"), _("fire"), _("fem"), _("seks"), _("sju"), _("åtte"), _("ni"))

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"})


def fold(text: str) -> str:
    """The text as one who has only a–z would type it: `Kárášjohka` → `karasjohka`, `Ålesund` → `alesund`.

    `aa` counts as `å`; every run of anything but letters and digits becomes one space.
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_PLAIN)
    return re.sub(r"[^a-z0-9]+", " ", plain).strip().replace("aa", "a")


_AS_WRITTEN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def slug_of(name: str, longest: int) -> str:
    """A name as the part of an address: `Kafé Ålreit på Sør` → `kafe-alreit-pa-sor`; empty if it has no letter."""
    return slugify(name.lower().translate(_AS_WRITTEN))[:longest].strip("-")


def norwegian_order(field: str | F | Value) -> Collate:
    """An expression that sorts names … Z Æ Ø Å, Aa with Å, the same on every server and usable in an index."""
    return Collate(Func(field, function="norwegian_order", output_field=CharField()), "C")


# After z, and in this order; the letters of the neighbours stand with ours.
_LAST_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def norwegian_key(text: str) -> str:
    """A key that sorts as `norwegian_order` does, for names that the database holds encrypted."""
    letters = unicodedata.normalize("NFC", text.casefold()).replace("aa", "å").translate(_LAST_LETTERS)
    return "".join(each for each in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(each))


def in_words(number: int) -> str:
    """A number inside a sentence: a word up to nine, then digits."""
    return str(WORDS[number]) if 0 <= number < len(WORDS) else str(number)


def in_a_row(parts: Sequence[str]) -> str:
    """Parts of a sentence: `a`, `a og b`, `a, b og c`."""
    *first, last = parts
    return str(_("%(first)s og %(last)s")) % {"first": ", ".join(first), "last": last} if first else last
