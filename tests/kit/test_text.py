"""Norwegian text: what may be typed for a name, and the order of names."""

import pytest
from django.db import connection
from django.db.models import Value

from contactpoints.models import Municipality
from linkportal.kit.text import fold, norwegian_key, norwegian_order


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tromsø", "tromso"),
        ("Kárášjohka - Karasjok", "karasjohka karasjok"),
        ("Snåase – Snåsa", "snase snasa"),
        ("Ålesund", "alesund"),
        ("Aalesund", "alesund"),
        ("Hábmer", "habmer"),
        ("Bærum", "baerum"),
        ("Unjárga", "unjarga"),
        ("Deatnu", "deatnu"),
        ("Loabák", "loabak"),
        ("  Mo   i Rana ", "mo i rana"),
        ("DEANU GIELDA/ŊŦĐ", "deanu gielda ntd"),
        ("🫂", ""),
    ],
)
def test_fold_is_what_one_with_plain_letters_types(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_municipalities_end_with_ae_o_a(db: None) -> None:
    names = list(Municipality.objects.ordinary().by_name().values_list("name", flat=True))

    assert (names[0], names[-1]) == ("Alstahaug", "Åsnes")
    assert [name[0] for name in names].index("Ø") > max(i for i, name in enumerate(names) if name[0] == "V")
    assert [name[0] for name in names].index("Å") > max(i for i, name in enumerate(names) if name[0] == "Ø")


def test_aa_stands_with_a_ring_whatever_the_server_thinks(db: None) -> None:
    names = ["Aas", "Zulu", "Ås", "Østre", "Ærlig", "abc", "Á", "Ypsilon"]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT name FROM unnest(%s::text[]) AS name ORDER BY norwegian_order(name) COLLATE "C", name', [names]
        )
        ordered = [name for (name,) in cursor.fetchall()]

    assert ordered == ["Á", "abc", "Ypsilon", "Zulu", "Ærlig", "Østre", "Aas", "Ås"]
    assert sorted(names, key=norwegian_key) == ordered


def test_order_uses_its_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile FROM pg_proc WHERE proname = 'norwegian_order'")
        assert cursor.fetchone() == ("i",)
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            'EXPLAIN SELECT name FROM contactpoints_contactpoint ORDER BY norwegian_order(name) COLLATE "C" LIMIT 3'
        )
        assert "contact_point_norwegian_order" in str(cursor.fetchall())
    assert norwegian_order(Value("x")) is not None
