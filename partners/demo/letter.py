"""The letter of an award, as a file that every reader of PDF opens."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from partners.demo.people import People
from partners.documents.keeping import describe, keep, look_into
from partners.enums import DocumentKind
from partners.models import Document, Grant

LINES = (
    "Tilsagnsbrev (eksempel)",
    "",
    "Dette brevet er laget for prøveversjonen. Det ekte er ikke kjent.",
    "Til: LINK Vestfold og Telemark",
    "Beløp: 1 000 000 kroner over fire år, 2021 til 2024",
    "Midlene for hvert år avhenger av fylkestingets vedtak (eksempel).",
)


def load(grant: Grant, people: People) -> None:
    """Keep it with the award, as if Berit had uploaded it."""
    taken = look_into(SimpleUploadedFile("Tilsagnsbrev (eksempel).pdf", one_page(LINES)))
    document = Document(
        project=grant.project,
        grant=grant,
        kind=DocumentKind.AWARD,
        title="Tilsagnsbrev (eksempel)",
        uploaded_by=people.berit,
    )
    describe(document, taken)
    keep(document, taken)


def one_page(lines: tuple[str, ...]) -> bytes:
    """A PDF of one A4 page with these lines, in the letters that every reader of PDF brings itself."""
    words = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    text = "BT /F1 12 Tf 72 760 Td 20 TL " + " ".join(f"({line}) Tj T*" for line in words) + " ET"
    drawn = text.encode("cp1252")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begins = len(parts) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begins)
