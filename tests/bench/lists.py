"""How long the lists of the workspace take with few and with many inquiries, one after the other in one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from tests.bench import inquiries

SIZES = (1_000, 100_000)
ROUNDS = 25
MOST_SLOWDOWN = 2.0
LISTS = (
    *("", "utvalg=nye", "utvalg=mine", "utvalg=venter", "utvalg=over-fristen", "utvalg=til-kontroll"),
    *("utvalg=avsluttet", "hos=kontaktpunkter", "hos=kontaktpunkter&utvalg=avsluttet", "side=10", "tema=grief"),
)


def measure() -> Iterator[str]:
    """Print the table; yields what breaks the limit."""
    user = inquiries.begin()
    took: dict[str, list[float]] = {asked: [] for asked in LISTS}
    for size in SIZES:
        inquiries.fill_up(size, user)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        for asked, times in took.items():
            times.append(median(client, f"{reverse('groups:inbox')}?{asked}"))
    print(f"{'list':<36} {SIZES[0]:>9,} {SIZES[1]:>9,} {'slower':>8}")
    for asked, (few, many) in took.items():
        print(f"{asked or 'åpne':<36} {few * 1000:>6.0f} ms {many * 1000:>6.0f} ms {many / few:>8.2f}", flush=True)
        if many > MOST_SLOWDOWN * few:
            yield f"list {asked or 'åpne'}: {many / few:.2f} times slower, wanted at most {MOST_SLOWDOWN}"


def median(client: Client, path: str) -> float:
    """Seconds for the page, the median of several times."""
    return statistics.median(seconds(client, path) for _round in range(ROUNDS))


def seconds(client: Client, path: str) -> float:
    """Seconds for the page, once. It must be a 200."""
    began = time.perf_counter()
    assert client.get(path).status_code == 200, path
    return time.perf_counter() - began
