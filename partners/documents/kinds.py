"""Which kind of file it is, told by what is in it and never by its name.

Taken are PDF and what office programs write today, without macros. What would have to be opened in order to be looked
into, such as a file with a password, is not taken. Nothing is ever unpacked but one or two small members.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

MOST_MEMBERS = 5000
LARGEST_UNPACKED = 300 * 1024 * 1024
_LARGEST_READ = 1024 * 1024
_END_OF_ZIP = 22  # bytes of the record that ends a zip without a comment

ONLY_THESE = _("Velg en PDF eller en fil fra et kontorprogram: docx, xlsx, pptx, odt, ods eller odp.")
DAMAGED = _("Filen er skadet eller ikke hel. Lagre den på nytt, og prøv igjen.")
HAS_MACROS = _("Filen har makroer. Lagre den uten makroer, eller som PDF.")
HAS_PASSWORD = _("Filen er låst med et passord. Lagre den uten, og prøv igjen.")
OLD_OR_PASSWORD = _(
    "Filen er i et eldre format, eller låst med et passord. Lagre den som docx, xlsx, pptx eller PDF, uten passord."
)
UNPACKS_TO_TOO_MUCH = _("Filen pakker ut til altfor mye. Lagre den som PDF, og prøv igjen.")


class NotTaken(Exception):
    """The file is not one that is taken; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: the end of its name, what it is called, and its media type."""

    ending: str
    words: Text
    content_type: str


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = FileKind("pdf", _("en PDF"), "application/pdf")
KINDS = (
    PDF,
    FileKind("docx", _("et Word-dokument"), f"{_OOXML}wordprocessingml.document"),
    FileKind("xlsx", _("et Excel-ark"), f"{_OOXML}spreadsheetml.sheet"),
    FileKind("pptx", _("en PowerPoint-presentasjon"), f"{_OOXML}presentationml.presentation"),
    FileKind("odt", _("et tekstdokument"), f"{_ODF}text"),
    FileKind("ods", _("et regneark"), f"{_ODF}spreadsheet"),
    FileKind("odp", _("en presentasjon"), f"{_ODF}presentation"),
)
_BY_TYPE = {kind.content_type: kind for kind in KINDS}


def kind_of(data: bytes) -> FileKind:
    """The kind of a whole file. Raises `NotTaken` for one that is none of `KINDS`, or two things at once."""
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise NotTaken(OLD_OR_PASSWORD)
    raise NotTaken(ONLY_THESE)


def _pdf(data: bytes) -> FileKind:
    if b"%%EOF" not in data[-2048:]:
        raise NotTaken(DAMAGED)
    # A file that a reader of PDF and a reader of zip both open is two files, one of which nobody has looked at.
    if is_zipfile(BytesIO(data)):
        raise NotTaken(ONLY_THESE)
    return PDF


def _zipped(data: bytes) -> FileKind:
    with _damaged_if_unreadable(), ZipFile(BytesIO(data)) as archive:
        _look_over(archive, data)
        if archive.infolist()[0].filename == "mimetype":
            return _open_document(archive)
        return _office_open(archive)


@contextmanager
def _damaged_if_unreadable() -> Iterator[None]:
    try:
        yield
    except (
        BadZipFile,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        OverflowError,
        RuntimeError,
        ValueError,
        expat.ExpatError,
        struct.error,
        zlib.error,
    ) as error:
        raise NotTaken(DAMAGED) from error


def _look_over(archive: ZipFile, data: bytes) -> None:
    """What is wrong with the zip as such, whatever is in it."""
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    # Readers differ in which of two of one name they take, and in what they make of bytes before, between or after.
    ends_there = data[-_END_OF_ZIP:].startswith(b"PK\x05\x06")
    begins_there = bool(members) and min(member.header_offset for member in members) == 0
    if not (ends_there and begins_there) or len(set(names)) != len(names):
        raise NotTaken(DAMAGED)
    if any(member.flag_bits & 1 for member in members):
        raise NotTaken(HAS_PASSWORD)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise NotTaken(UNPACKS_TO_TOO_MUCH)
    if any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in names):
        raise NotTaken(HAS_MACROS)


def _read(archive: ZipFile, name: str) -> bytes:
    """A small member. Raises `NotTaken` if it is larger than any is."""
    with archive.open(name) as member:
        read = member.read(_LARGEST_READ + 1)
    if len(read) > _LARGEST_READ:
        raise NotTaken(DAMAGED)
    return read


def _open_document(archive: ZipFile) -> FileKind:
    """OpenDocument: the first member is its media type, not compressed."""
    first = archive.infolist()[0]
    kind = _BY_TYPE.get(_read(archive, "mimetype").decode("ascii").strip())
    if first.compress_type != ZIP_STORED or kind is None or not kind.content_type.startswith(_ODF):
        raise NotTaken(ONLY_THESE)
    if "encryption-data" in _read(archive, "META-INF/manifest.xml").decode():
        raise NotTaken(HAS_PASSWORD)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise NotTaken(HAS_MACROS)
    archive.getinfo("content.xml")
    return kind


def _office_open(archive: ZipFile) -> FileKind:
    """Office Open XML: a list of the parts says of which type each is, and one of them is the document itself."""
    archive.getinfo("_rels/.rels")
    types = {declared.lower() for declared in _declared_types(_read(archive, "[Content_Types].xml"))}
    if any("macro" in declared or "vbaproject" in declared or "activex" in declared for declared in types):
        raise NotTaken(HAS_MACROS)
    found = [kind for kind in KINDS if f"{kind.content_type}.main+xml" in types]
    if len(found) != 1:
        raise NotTaken(ONLY_THESE)
    return found[0]


def _declared_types(xml: bytes) -> list[str]:
    """The media types in a `[Content_Types].xml`. One with a document type is none that an office program writes."""
    types: list[str] = []

    def element(_name: str, attributes: dict[str, str]) -> None:
        if declared := attributes.get("ContentType"):
            types.append(declared)

    def refuse(*_anything: object) -> None:
        raise NotTaken(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return types
