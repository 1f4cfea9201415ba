"""Which files are taken: told by what is in them."""

import struct
from contextlib import suppress

import pytest

from partners.documents.keeping import tidy_name
from partners.documents.kinds import (
    DAMAGED,
    HAS_MACROS,
    HAS_PASSWORD,
    OLD_OR_PASSWORD,
    ONLY_THESE,
    UNPACKS_TO_TOO_MUCH,
    NotTaken,
    kind_of,
)
from tests.partners.uploads import GOOD, MAIN, OLD_WORD, PDF, excel, odf, ooxml, zipped


def with_first_member(ending: str, at: int, value: bytes) -> bytes:
    """A file whose list of members says `value` of the first, `at` so many bytes into its record."""
    data = bytearray(ooxml(ending))
    at += data.index(b"PK\x01\x02")
    data[at : at + len(value)] = value
    return bytes(data)


@pytest.mark.parametrize("ending", GOOD)
def test_what_office_programs_write_is_known(ending: str) -> None:
    assert kind_of(GOOD[ending]).ending == ending


TYPES = '<Types><Override ContentType="{}"/></Types>'
SPELLED = TYPES.format(MAIN["docm"].replace("m", "&#109;"))
TWO_THINGS = TYPES.format(MAIN["docx"]).replace("</", f'<Override ContentType="{MAIN["pptx"]}"/></')
DOCTYPE = '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">]>' + TYPES.format(MAIN["docx"])
REFUSED = {
    "nothing": (b"", ONLY_THESE),
    "plain text": (b"Avtale", ONLY_THESE),
    "a web page that says it is a PDF": (b"<html>%PDF-1.7 %%EOF", ONLY_THESE),
    "a picture": (b"\x89PNG\r\n\x1a\n", ONLY_THESE),
    "a program": (b"MZ" + bytes(200), ONLY_THESE),
    "any zip": (zipped({"a.exe": b"MZ"}), DAMAGED),
    "half a PDF": (PDF[:-8], DAMAGED),
    "half a Word document": (ooxml("docx")[:-30], DAMAGED),
    "a PDF that is a zip too": (PDF + excel() + b"%%EOF", ONLY_THESE),
    "a Word document with something before it": (b"PK\x03\x04" + ooxml("docx"), DAMAGED),
    "a Word document with something after it": (ooxml("docx") + b"<script>", DAMAGED),
    "old Word, or a password": (OLD_WORD, OLD_OR_PASSWORD),
    "macros, by type": (ooxml("docm"), HAS_MACROS),
    "macros, by a type that is spelled oddly": (ooxml("docx", SPELLED), HAS_MACROS),
    "macros, by member": (ooxml("docx", more={"word/vbaProject.bin": b"x"}), HAS_MACROS),
    "macros of old Excel": (ooxml("docx", more={"xl/macrosheets/sheet1.xml": b"x"}), HAS_MACROS),
    "macros of LibreOffice": (odf("odt", more={"Basic/script-lc.xml": "x"}), HAS_MACROS),
    "scripts of LibreOffice": (odf("ods", more={"Scripts/python/a.py": "x"}), HAS_MACROS),
    "a password of LibreOffice": (odf("odt", "<m><encryption-data/></m>"), HAS_PASSWORD),
    "a template": (ooxml("dotx"), ONLY_THESE),
    "a drawing": (odf("odg"), ONLY_THESE),
    "a media type without end": (zipped({"mimetype": "a" * 2_000_000}, first_stored=True), DAMAGED),
    "a media type that is packed": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), ONLY_THESE),
    "OpenDocument without a list": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, True), DAMAGED),
    "two things at once": (ooxml("docx", TWO_THINGS), ONLY_THESE),
    "types with a document type": (ooxml("docx", DOCTYPE), DAMAGED),
    "types that are no XML": (ooxml("docx", "<Types"), DAMAGED),
    "no types at all": (zipped({"word/document.xml": "x"}), DAMAGED),
    "one name twice": (ooxml("docx", more={"DOCUMENT.XML": "x"}), DAMAGED),
    "too many members": (ooxml("docx", more={f"{number}": "" for number in range(5001)}), UNPACKS_TO_TOO_MUCH),
    "a zip bomb": (with_first_member("docx", 24, struct.pack("<I", 301 * 1024 * 1024)), UNPACKS_TO_TOO_MUCH),
    "a member with a password": (with_first_member("docx", 8, struct.pack("<H", 1)), HAS_PASSWORD),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_told_why(what: str) -> None:
    data, sentence = REFUSED[what]

    with pytest.raises(NotTaken) as no:
        kind_of(data)

    assert no.value.sentence == sentence


def test_no_byte_of_a_file_makes_it_an_error_of_ours() -> None:
    """Each byte in turn is turned over: the file is taken or it is not."""
    refused = 0
    for whole in (ooxml("docx"), odf("odt")):
        for at in range(4, len(whole)):
            data = bytearray(whole)
            data[at] ^= 0xFF
            with suppress(NotTaken):
                kind_of(bytes(data))
                continue
            refused += 1

    assert refused > 100


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Søknad – 2024 «ny».pdf", "Søknad – 2024 «ny».pdf"),
        ("C:\\Brukere\\Berit\\avtale.docx", "avtale.docx"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-b Set-Cookie- x.pdf"),
        ("referat\u202efdp.exe.pdf", "referat fdp.exe.pdf"),
        ("  mange   mellomrom .pdf", "mange mellomrom.pdf"),
        ("A\u030aret.pdf", "Året.pdf"),
        (".pdf", "pdf"),
        ("", "dokument"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
        ("x." + "y" * 300, "dokument"),
    ],
)
def test_the_name_of_a_file_holds_nothing_to_stumble_over(given: str, kept: str) -> None:
    assert tidy_name(given) == kept
