"""Files in and out: numbers and days as people write them, nothing that a spreadsheet could run, hostile files."""

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from linkportal.kit.exchange import values
from linkportal.kit.exchange.cells import csv_value, is_like_formula
from linkportal.kit.exchange.exporting import csv_lines, workbook
from linkportal.kit.exchange.sheets import MAX_BYTES, Sheet, Unreadable, read

# As a spreadsheet has them, which knows no zones.
MIDNIGHT = datetime.fromisoformat("2024-12-31")
NOON = datetime.fromisoformat("2026-07-01T12:00")

HOSTILE = ["=1+1", "+47 33 00 00 00", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", " =1", "＝1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234\u2009567,5", "1234567.5"),
        ("1234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("kr 1 234,-", "1234"),
        ("1 000 kroner", "1000"),
        ("−500", "-500"),
        ("-0,05", "-0.05"),
        (1234.5, "1234.5"),
        (0.1 + 0.2, "0.3"),
        (7, "7"),
        (Decimal("2.50"), "2.50"),
    ],
)
def test_a_number_is_understood_as_norwegians_write_it(written: object, meant: str) -> None:
    assert values.number(written) == Decimal(meant)


@pytest.mark.parametrize("written", [None, "", "  ", "\u00a0"])
def test_nothing_is_no_number_and_no_day(written: object) -> None:
    assert values.number(written) is None
    assert values.day(written) is None
    assert values.yes_or_no(written) is None


@pytest.mark.parametrize("written", ["1.234", "12.345.678"])
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(written: str) -> None:
    with pytest.raises(ValueError, match="på to måter"):
        values.number(written)


@pytest.mark.parametrize(
    "written",
    [
        "tusen",
        "1,2,3",
        "1e5",
        "NaN",
        "inf",
        "12,",
        ",5",
        "1-2",
        "9" * 40,
        True,
        float("nan"),
        float("inf"),
        "=1",
        "0x10",
    ],
)
def test_what_is_no_number_is_said_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="1 234,50"):
        values.number(written)


def test_a_whole_number_has_no_comma() -> None:
    assert values.whole_number("2 024") == 2024
    assert values.whole_number(2024.0) == 2024
    with pytest.raises(ValueError, match="uten komma"):
        values.whole_number("2,5")


@pytest.mark.parametrize(
    "written", ["31.12.2024", " 31.12.2024 ", "31. 12. 2024", "2024-12-31", date(2024, 12, 31), MIDNIGHT]
)
def test_a_day_is_understood(written: object) -> None:
    assert values.day(written) == date(2024, 12, 31)


@pytest.mark.parametrize("written", ["31.12.24", "12/31/2024", "31.02.2024", "0.1.2024", "i går", 45657, "99.99.9999"])
def test_what_is_no_day_is_said_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match=r"31\.12\.2024"):
        values.day(written)


@given(st.decimals(min_value="-999999999999.99", max_value="999999999999.99", places=2, allow_nan=False))
def test_what_our_csv_says_of_an_amount_is_read_as_the_same_amount(amount: Decimal) -> None:
    assert values.number(csv_value(amount)) == amount


@given(st.text())
def test_nothing_in_our_csv_begins_like_a_formula(text: str) -> None:
    assert not is_like_formula(csv_value(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_heading_and_a_text_are_no_formula_in_either_file(text: str) -> None:
    lines = [[text, Decimal("-2.00")]]

    sheet = load_workbook(io.BytesIO(workbook("=ark", [text, "Beløp"], iter(lines)))).worksheets[0]
    said = "".join(csv_lines([text, "Beløp"], iter(lines))).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(said, newline=""), delimiter=";"))

    assert all(sheet.cell(row, 1).data_type == "s" and sheet.cell(row, 1).quotePrefix for row in (1, 2))
    assert [row[0] for row in rows] == [f"'{text}"] * 2
    assert rows[1][1] == "-2,00"  # a number may begin with a minus


def test_numbers_and_days_have_their_formats_and_another_library_reads_the_same() -> None:
    moment = datetime(2026, 7, 1, 10, 0, tzinfo=ZoneInfo("UTC"))
    line = ["Bø", Decimal("1234.50"), date(2024, 12, 31), 3, True, None, moment, "_x0041_\x0b"]

    content = workbook("Utgifter", [f"Kolonne {place}" for place in range(8)], iter([line]))

    mine = load_workbook(io.BytesIO(content)).worksheets[0][2]
    others = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert [cell.number_format for cell in mine[1:4]] == ["#,##0.00", "dd.mm.yyyy", "0"]
    assert others == ["Bø", 1234.5, date(2024, 12, 31), 3.0, "ja", "", NOON, "_x0041_"]
    assert read(content).rows[0][1][-1] == "_x0041_"


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=20).map(str.strip).filter(bool),
    st.integers(-(10**12), 10**12),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.decimals("-99999999.99", "99999999.99", places=2),
)


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_what_we_write_as_a_workbook_is_read_back_as_the_same(line: list[Any]) -> None:
    headings = [f"Kolonne {place}" for place in range(len(line))]

    (_number, cells), *_ = read(workbook("Ark", headings, iter([line]))).rows

    for written, found in zip(line, cells, strict=True):
        understood = {Decimal: values.number, int: values.whole_number, date: values.day}.get(
            type(written), values.text
        )
        assert understood(found) == written


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_what_we_write_as_a_csv_is_read_back_as_the_same(line: list[Any]) -> None:
    headings = [f"Kolonne {place}" for place in range(len(line))]

    (_number, cells), *_ = read("".join(csv_lines(headings, iter([line]))).encode()).rows

    for written, found in zip(line, cells, strict=True):
        understood = {Decimal: values.number, int: values.whole_number, date: values.day}.get(
            type(written), values.text
        )
        assert understood(found) == written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_however_norwegian_excel_has_saved_it(encoding: str, separator: str) -> None:
    text = f'Bilag{separator}Tekst\r\n\r\n12{separator}"Møte; på Bø, kl. 18\nog mer"\r\n{separator}\r\n'

    sheet = read(text.encode(encoding))

    assert sheet == Sheet(("Bilag", "Tekst"), ((3, ("12", "Møte; på Bø, kl. 18\nog mer")),))


def test_a_first_line_that_names_the_separator_counts_as_a_row_of_the_file() -> None:
    assert read(b"sep=|\r\nBilag|Tekst\r\n1|x\r\n").rows == ((3, ("1", "x")),)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet says this."""
    parts = parts_of(workbook("Ark", ["Bilag"], iter([["1"]])))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return zipped({**parts, "xl/worksheets/sheet1.xml": f"{head}{xml}</sheetData></worksheet>".encode()})


def with_part(name: str, content: bytes) -> bytes:
    return zipped({**parts_of(workbook("Ark", ["Bilag"], iter([["1"]]))), name: content})


def with_formula() -> bytes:
    book = Workbook()
    book.active.append(["Bilag"])
    book.active.append(["=1+1"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


UNREAD = "lar seg ikke lese"
ODS = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
MANY = {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", **{f"xl/{n}.xml": b"<a/>" for n in range(600)}}
NUL = '<row><c t="inlineStr"><is><t>_x0000_</t></is></c></row>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "tom"),
    "heading alone": (lambda: b"Bilag;Tekst\n", "ingen rader"),
    "too large": (lambda: b"x" * (MAX_BYTES + 1), "2 MB"),
    "old excel": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, r"\.xls"),
    "pdf": (lambda: b"%PDF-1.7 ...", "verken"),
    "page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "verken"),
    "zip of something": (lambda: zipped(ODS), "ikke en Excel"),
    "cut off": (lambda: workbook("Ark", ["Bilag"], iter([["1"]]))[:-200], UNREAD),
    "only the beginning of a zip": (lambda: b"PK\x03\x04garbage", UNREAD),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "makroer"),
    "bomb": (lambda: with_part("xl/media/image1.png", bytes(64 * 1024 * 1024)), "for stort"),
    "many parts": (lambda: zipped(MANY), "for stort"),
    "entities": (lambda: with_part("xl/sharedStrings.xml", ENTITIES), UNREAD),
    "entities in utf-16": (lambda: with_part("xl/sharedStrings.xml", ENTITIES.decode().encode("utf-16")), UNREAD),
    "entities by another name": (lambda: with_part("xl/theme/x.bin", b"\xef\xbb\xbf" + ENTITIES), UNREAD),
    "no xml": (lambda: with_sheet("<row><c><v>1</row>"), UNREAD),
    "a million columns": (lambda: with_sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"), "for stort"),
    "a far column": (lambda: with_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "60 kolonner"),
    "a column of nowhere": (lambda: with_sheet('<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'), UNREAD),
    "a far row": (lambda: with_sheet('<row r="99999999999"><c><v>1</v></c></row>'), "for stort"),
    "wide and empty": (lambda: with_sheet('<row><c r="XFD1"/></row>' * 2000), "for stort"),
    "a formula": (with_formula, "rad 2 er det en formel"),
    "an error": (lambda: with_sheet('<row><c t="e"><v>#REF!</v></c></row>'), "#REF!"),
    "a sign that is none": (lambda: with_sheet(NUL), "ikke er tekst"),
    "an endless number": (lambda: with_sheet(f"<row><c><v>{'9' * 5000}</v></c></row>"), UNREAD),
    "a long text": (lambda: b"Bilag\n" + b"x" * 5000, "4000 tegn"),
    "many rows": (lambda: b"Bilag\n" + b"1\n" * 1001, "1000 rader"),
    "many columns": (lambda: b";".join([b"x"] * 61) + b"\n1\n", "60 kolonner"),
    "a row that is longer": (lambda: b"Bilag\n1;2\n", "Rad 2"),
    "a loose quotation mark": (lambda: b'Bilag;Tekst\n1;"x\n', "anførselstegn"),
    "a nul": (lambda: b"Bilag\n1\x002\n", "ikke en tekst"),
    "a bell": (lambda: b"Bilag\n1\x07\n", "ikke er tekst"),
    "letters of a mac": (lambda: "Bilag\nMøte på Bø\n".encode("mac_roman"), "bokstavene"),
    "letters of nobody": (lambda: b"Bilag\n\x81\x8d\x8f\n", "bokstavene"),
    "half an utf-16": (lambda: b"\xff\xfeB", "bokstavene"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_can_not_be_read_is_answered_with_a_sentence(kind: str) -> None:
    make, words = FILES[kind]

    with pytest.raises(Unreadable, match=words) as refused:
        read(make())

    assert str(refused.value).endswith(".")


@given(st.binary(max_size=400))
def test_no_bytes_are_more_than_unreadable(content: bytes) -> None:
    for file in (content, b"PK\x03\x04" + content):
        with suppress(Unreadable):
            assert read(file).rows


def test_of_a_workbook_the_first_sheet_that_shows_is_read() -> None:
    book = Workbook()
    book.active.append(["Hemmelig"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Utgifter")
    shown.append([None])
    shown.append(["Bilag", "Dato"])
    shown.append([12, MIDNIGHT, None])
    file = io.BytesIO()
    book.save(file)

    assert read(file.getvalue()) == Sheet(("Bilag", "Dato"), ((3, (12, MIDNIGHT)),))
