"""What the form says when something is wrong: its own sentence for each field, and nothing typed is lost."""

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice
from groups.models import Inquiry
from tests.groups.conftest import Kari

WRONG = [
    ("wish", "", "Velg hva du ønsker."),
    ("wish", "marry", "Velg ett av ønskene i listen."),
    ("sted", "", "Skriv postnummeret ditt eller navnet på kommunen, for eksempel 3724 eller Skien."),
    ("sted", "Telemark", "Telemark er et fylke. Skriv kommunen eller postnummeret."),
    ("sted", "Viken", "Vi fant ikke «Viken». Mente du Akershus? Skriv ellers postnummeret med fire siffer."),
    ("sted", "Herøy", "Flere steder heter dette. Skriv Herøy (Møre og Romsdal) eller Herøy (Nordland)."),
    ("sted", "Os", "Flere steder heter dette. Skriv Os kommune (Innlandet) eller Os (Bjørnafjorden)."),
    ("sted", "tronheim", "Vi kjenner ikke «tronheim». Mente du Trondheim? Skriv det da slik."),
    ("sted", "qqqqqq", "Vi fant ikke «qqqqqq». Skriv postnummeret med fire siffer, for eksempel 3724."),
    ("sted", "9999", "Vi fant ikke «9999». Mente du 9991 Båtsfjord? Skriv ellers postnummeret med fire siffer."),
    ("sted", "x" * 101, "Skriv postnummeret med fire siffer, for eksempel 3724."),
    ("theme", "politics", "Velg et av temaene i listen, eller «Vil helst ikke si»."),
    ("name", "", "Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder."),
    ("name", "K" * 81, "Skriv et kortere navn, på høyst 80 tegn."),
    ("email", "kari.example", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
    ("email", "", "Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare."),
    ("phone", "12", "Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
    ("phone", "406 12 345", "Velg om det er trygt å legge igjen en beskjed."),
    ("leave_message", "maybe", "Velg ett av svarene om beskjed."),
    ("contact_by", "pigeon", "Velg en av måtene i listen."),
    ("contact_by", "text", "Skriv telefonnummeret ditt, eller velg en annen måte å ta kontakt på."),
    ("contact_times", "night", "Velg blant tidene i listen."),
    ("message", "m" * 501, "Skriv høyst 500 tegn. Nå er det 501."),
    ("over_18", "", "Kryss av hvis du har fylt 18 år. Er du yngre, er det andre som kan hjelpe deg."),
    ("consent", "", "Kryss av hvis det er greit at vi leser dette og svarer deg."),
    ("kontaktpunkt", "finnes-ikke", "Vi kjenner ikke dette kontaktpunktet."),
    ("submission_id", "not-a-uuid", "Skjemaet var gammelt. Se over det og send det en gang til."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG)
def test_each_wrong_field_says_what_to_write(
    kari: Kari, tonsberg: DistrictOffice, field: str, value: str, sentence: str
) -> None:
    response = kari.sends(**{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    is_hidden = field in {"kontaktpunkt", "submission_id"}
    assert page.count(sentence) == (1 if is_hidden else 2)  # in the summary, and at the field if one sees it
    assert "<title>Feil: " in page
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("place", ["3724", "N-3724", "skien", "Storgata 12, Skien", "jeg bor i Skien", "Skien kommune"])
def test_many_ways_of_saying_where_one_lives(kari: Kari, tonsberg: DistrictOffice, place: str) -> None:
    assert kari.asks(sted=place).municipality.name == "Skien"


def test_what_was_typed_is_still_there(kari: Kari, tonsberg: DistrictOffice) -> None:
    page = kari.sends(email="kari.example").content.decode()

    for typed in ('value="Kari"', 'value="kari.example"', 'value="3724"', "Jeg kan best på torsdager."):
        assert typed in page


@pytest.mark.parametrize(
    "phone", ["40612345", "406 12 345", "+47 406 12 345", "0047 40612345", "(+47) 40 61 23 45", "406-12-345"]
)
def test_many_ways_of_writing_a_phone_number(kari: Kari, tonsberg: DistrictOffice, phone: str) -> None:
    assert kari.asks(phone=phone, leave_message="yes").phone == "+4740612345"


def test_the_way_one_would_rather_be_reached_is_kept(kari: Kari, tonsberg: DistrictOffice) -> None:
    assert kari.asks(phone="406 12 345", leave_message="no", contact_by="text").contact_by == "text"
    assert kari.asks().contact_by == ""


def test_an_address_that_was_not_given_cannot_be_preferred(kari: Kari, tonsberg: DistrictOffice) -> None:
    answers = {"email": "", "phone": "406 12 345", "leave_message": "yes", "contact_by": "email"}

    assert "Skriv e-postadressen din, eller velg en annen måte" in kari.sends(**answers).content.decode()


def test_without_a_phone_no_message_may_be_left(kari: Kari, tonsberg: DistrictOffice) -> None:
    assert kari.asks(leave_message="yes").leave_message == "no"


def test_prefilled_from_the_contact_point_and_the_consent_names_both_readers(
    client: Client, bakken: ContactPoint
) -> None:
    page = client.get("/henvendelse/", {"kontaktpunkt": bakken.slug, "sted": "3724", "wish": "join"}).content.decode()

    assert f'value="{bakken.slug}"' in page
    assert 'value="3724"' in page
    assert "Frivilligsentralen på Bakken og Distriktskontoret i Tønsberg leser dette" in page


@pytest.mark.parametrize("number", ["113", "116 117", "116 123"])
def test_where_to_turn_in_danger_stands_above_the_form(client: Client, db: None, number: str) -> None:
    page = client.get("/henvendelse/").content.decode()

    assert page.index(number) < page.index("<form", page.index("<main"))


HOSTILE = [
    ({"name": "Ka\x00ri"}, 400),
    ({"message": "m" * 1_000_000}, 413),
    ({"message": "🫂" * 400}, 303),
    ({"name": "\u202eirak"}, 303),
    ({"sted": "🫂\u202e" * 40}, 422),
    ({"sted": "'; DROP TABLE groups_inquiry; --"}, 422),
    ({"wish": ["join", "start"]}, 303),
]


@pytest.mark.parametrize(("sent", "status"), HOSTILE)
def test_hostile_input_gets_a_clear_answer(
    kari: Kari, tonsberg: DistrictOffice, sent: dict[str, str | list[str]], status: int
) -> None:
    assert kari.sends(**sent).status_code == status


def test_bytes_that_are_not_utf8_are_refused(client: Client, db: None) -> None:
    body = b"name=K%E6ri&wish=join"

    assert client.post("/henvendelse/", body, content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.get("/henvendelse/?sted=%E6").status_code == 400


def test_markup_is_shown_as_it_was_typed(kari: Kari, tonsberg: DistrictOffice) -> None:
    page = kari.sends(name="<script>x</script>", email="").content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
