"""Taking in a file: its size, its kind, the name it keeps, and its bytes, which never change."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partners.documents.kinds import FileKind, NotTaken, kind_of
from partners.models import Document, DocumentContent

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024
_LONGEST_NAME = 160
TOO_LARGE = _("Filen er for stor. Velg en fil på høyst 10 MB.")
EMPTY = _("Filen er tom. Velg en annen.")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked into and is taken."""

    filename: str
    kind: FileKind
    data: bytes

    @property
    def title(self) -> str:
        """What the document is called where nobody has said it."""
        return PurePosixPath(self.filename).stem


def look_into(upload: UploadedFile[bytes]) -> Taken:
    """The file that somebody sends. Raises `NotTaken`, which says why, for what the portal does not keep."""
    if not upload.size:
        raise NotTaken(EMPTY)
    if upload.size > LARGEST:
        raise NotTaken(TOO_LARGE)
    data = upload.read()
    kind = kind_of(data)
    name = tidy_name(upload.name or "")
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if ending != kind.ending:
        words = {"words": kind.words, "ending": kind.ending}
        raise NotTaken(_("Filen er %(words)s. Gi den et navn som slutter på .%(ending)s, og prøv igjen.") % words)
    return Taken(name, kind, data)


def keep(document: Document, taken: Taken) -> None:
    """Save a new document, which was described, with its file."""
    document.save()
    DocumentContent.objects.create(document=document, data=taken.data)


def describe(document: Document, taken: Taken) -> None:
    """Write down what the file is. The document is not saved."""
    document.filename = taken.filename
    document.content_type = taken.kind.content_type
    document.size = len(taken.data)
    document.sha256 = sha256(taken.data).hexdigest()


def tidy_name(name: str) -> str:
    """The name of a file without folders and without signs that a system or a reader could stumble over.

    Signs that can't be seen go, as they can make `gpj.exe` look like `exe.jpg`; what is too long is cut before the end.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(each if unicodedata.category(each)[0] != "C" else " " for each in last)
    plain = " ".join(re.sub(r'[<>:"|?*%]', "-", seen).split()).strip(". ")
    path = PurePosixPath(plain or "dokument")
    return path.stem[: _LONGEST_NAME - len(path.suffix)].strip() + path.suffix if len(path.suffix) < 10 else "dokument"
