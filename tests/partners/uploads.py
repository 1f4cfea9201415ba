"""Files as office programs write them, and as they had better not be."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import Workbook

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": f"{_OOXML}wordprocessingml.document.main+xml",
    "pptx": f"{_OOXML}presentationml.presentation.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "dotx": f"{_OOXML}wordprocessingml.template.main+xml",
}
_ODF = "application/vnd.oasis.opendocument."
ODF = {"odt": f"{_ODF}text", "ods": f"{_ODF}spreadsheet", "odp": f"{_ODF}presentation", "odg": f"{_ODF}graphics"}


def zipped(members: Mapping[str, str | bytes], first_stored: bool = False) -> bytes:
    """A zip with these members, in their order."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members.items()):
            stored = first_stored and number == 0
            archive.writestr(name, content, compress_type=ZIP_STORED if stored else ZIP_DEFLATED)
    return out.getvalue()


def ooxml(ending: str, xml: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document or a presentation; `xml` in place of its list of types, `more` members beside the usual."""
    types = f'<Types><Override PartName="/document.xml" ContentType="{MAIN[ending]}"/></Types>'
    return zipped(
        {"[Content_Types].xml": xml or types, "_rels/.rels": "<Relationships/>", "document.xml": "<d/>", **(more or {})}
    )


def excel() -> bytes:
    """A workbook as openpyxl writes it."""
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def odf(ending: str, manifest: str = "<manifest/>", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A file of LibreOffice."""
    members = {"mimetype": ODF[ending], "META-INF/manifest.xml": manifest, "content.xml": "<office/>", **(more or {})}
    return zipped(members, first_stored=True)


GOOD = {"pdf": PDF, "xlsx": excel()} | {each: ooxml(each) for each in ("docx", "pptx")}
GOOD |= {each: odf(each) for each in ("odt", "ods", "odp")}
