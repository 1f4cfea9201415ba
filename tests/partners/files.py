"""Files that people send to the admin, and files that it sends to them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from linkportal.kit.exchange.exporting import workbook


def xlsx(headings: str, *lines: list[Any]) -> bytes:
    """A workbook with these headings, which a semicolon parts."""
    return workbook("Ark", headings.split(";"), iter(lines))


def send(client: Client, model: str, content: bytes, name: str = "liste.xlsx") -> Any:
    """Choose the file on the page of the model, and look at what it would do."""
    return client.post(f"/admin/partners/{model}/import/", {"file": SimpleUploadedFile(name, content)})


def say_yes(client: Client, model: str, shown: Any) -> Any:
    """Read the file that was shown."""
    ticket = re.search(r'name="ticket" value="([^"]+)"', shown.content.decode())
    assert ticket, "nothing is offered to be read"
    return client.post(f"/admin/partners/{model}/import/confirm/", {"ticket": ticket[1]})


def read_in(client: Client, model: str, content: bytes) -> Any:
    """Choose the file, look, and say yes."""
    return say_yes(client, model, send(client, model, content))


def sentences(response: Any) -> list[str]:
    """What the page says is wrong, a line for each."""
    page = response.content.decode()
    found = re.search(r'<div id="feil".*?</div>', page, re.DOTALL)
    lines = re.findall(r"<(?:li|p)>(.*?)</(?:li|p)>", found[0] if found else "", re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in lines]


def bytes_of(response: Any) -> bytes:
    """The file that is sent."""
    return b"".join(response.streaming_content)


def rows_of(response: Any) -> list[list[Any]]:
    """What stands in the XLSX, by another library than the one that wrote it."""
    content = bytes_of(response)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def lines_of(response: Any) -> list[list[str]]:
    """What stands in the CSV."""
    text = bytes_of(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
