"""The look: what every page has, what no page has, what it weighs, and whether one can read it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from gzip import compress
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from urllib.parse import urljoin

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.models import SelfHelpGroup
from linkportal import context, views
from linkportal.crisis_lines import CRISIS_LINES
from tests.conftest import make_contact_point, make_office
from tests.groups.forming import make_event
from tests.markup import Element, read
from tests.partners.making import make_long_project

PROJECT = Path(__file__).resolve().parent.parent
STATIC, TEMPLATES = PROJECT / "static", PROJECT / "templates"
PAGES_OF_TEXT = ("about", "about_data", "privacy", "accessibility")
KILOBYTES = 1000
# Designsystemet asks for these, sets them only in parts that we leave out, and does without.
NOT_GIVEN = {"--_ds-field-sizing", "--ds-size-mode-font-size"}
ErrorView = Callable[[HttpRequest, Exception], HttpResponse]
LIMIT = 60 * KILOBYTES


@pytest.fixture(autouse=True)
def _forget_whether_examples_are_shown() -> Iterator[None]:
    context.forget()
    yield
    context.forget()


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as they are served: hashed names, and each beside its compressed form."""
    root = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin*", "account*"])
        yield root


def page_at(client: Client, route: str) -> Element:
    return read(client.get(reverse(route)).content)


# What every page has


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", ["front_page", *PAGES_OF_TEXT, "groups:events", "account_login", "account_reset_password"]
)
def test_a_page_has_one_heading_landmarks_and_a_way_past_the_menu(client: Client, route: str) -> None:
    page = page_at(client, route)

    assert page.one("html").attrs["lang"] == "nb"
    assert len(page.all("h1")) == 1
    assert re.fullmatch(r"\S.+ – LINKportal", page.one("title").text)
    assert page.one("body").all("a")[0].attrs["href"] == f"#{page.one('main').attrs['id']}"
    assert len(page.all("main")) == len(page.all("footer")) == 1
    headings = [int(each.tag[1]) for each in page if re.fullmatch(r"h[1-6]", each.tag)]
    assert all(after - before <= 1 for before, after in pairwise(headings))


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["front_page", *PAGES_OF_TEXT, "groups:events"])
def test_a_reader_gets_no_cookie_and_nothing_from_elsewhere(client: Client, route: str) -> None:
    response = client.get(reverse(route))
    page = read(response.content)

    assert all(cookie.value == "" and cookie["max-age"] == 0 for cookie in response.cookies.values())  # taken away
    fetched = [
        each.attrs.get("src") or each.attrs.get("href", "") for each in page if each.tag in {"img", "link", "script"}
    ]
    assert all(address.startswith("/static/") for address in fetched)
    assert not [each for each in page if "style" in each.attrs or each.tag == "style"]
    assert not [each for each in page.all("script") if "src" not in each.attrs]
    assert not [name for each in page for name in each.attrs if name.startswith("on")]


@pytest.mark.django_db
def test_every_id_is_there_once_and_every_label_has_its_field(client: Client) -> None:
    for route in ("front_page", "account_login", "groups:events", *PAGES_OF_TEXT):
        page = page_at(client, route)
        ids = [each.attrs["id"] for each in page if "id" in each.attrs]
        pointed_at = [each.attrs["for"] for each in page.all("label")]
        pointed_at += [each.attrs["href"][1:] for each in page.all("use")]
        pointed_at += [one for each in page for one in each.attrs.get("aria-labelledby", "").split()]

        assert len(ids) == len(set(ids))
        assert set(pointed_at) <= set(ids)


@pytest.mark.django_db
def test_example_data_says_so_on_every_page_and_real_data_does_not(client: Client, bakken: ContactPoint) -> None:
    assert "Prøveversjon" not in page_at(client, "about").text

    make_contact_point("Mestringshuset i Bamble (eksempel)", "Bamble")
    context.forget()
    assert "Prøveversjon" in page_at(client, "about").text


# The way out


def test_quick_exit_is_a_plain_link_that_leaves_no_trace(rf: RequestFactory) -> None:
    response = views.quick_exit(rf.get("/forlat/"))

    assert response.status_code == 302
    assert response["Location"] == "https://www.yr.no/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert all(cookie.value == "" and cookie["max-age"] == 0 for cookie in response.cookies.values())  # taken away


def test_quick_exit_over_https_asks_the_browser_to_forget_our_pages(rf: RequestFactory) -> None:
    assert views.quick_exit(rf.get("/forlat/", secure=True))["Clear-Site-Data"] == '"cache"'


# The front page


@pytest.mark.django_db
def test_front_page_asks_where_one_lives_and_says_who_to_call(client: Client) -> None:
    page = page_at(client, "front_page")
    form = page.one("search", class_="ask").one("form")

    assert form.attrs == {"action": reverse("contactpoints:finder"), "method": "get"}
    assert form.one("label", for_="sted").text == "Hvor bor du?"
    numbers = [each.attrs["href"] for each in page.all("a") if each.attrs["href"].startswith("tel:")]
    assert numbers == [line.tel for line in CRISIS_LINES] == ["tel:113", "tel:116117", "tel:116123"]


@pytest.mark.django_db
def test_the_lamps_and_the_list_of_counties_show_the_same_contact_points(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Frisklivssentralen i Skien", "Skien")  # beside the other: one lamp
    make_contact_point("Sanitetshuset i Tromsø", "Tromsø")
    make_contact_point("Stengt for godt i Alta", "Alta", status="lagt-ned")
    page = page_at(client, "front_page")

    counties = [each.text for each in page.one("ul", class_="counties").all("li")]
    assert len(counties) == 15
    assert "Telemark 2 kontaktpunkter" in counties
    assert "Troms 1 kontaktpunkter" in counties
    assert "Finnmark 0 kontaktpunkter" in counties
    assert len(re.findall("M", page.one(id="lys").attrs["d"])) == 2


@pytest.mark.django_db
def test_counties_stand_in_norwegian_order_and_lead_to_their_pages(client: Client) -> None:
    links = page_at(client, "front_page").one("ul", class_="counties").all("a")
    names = [each.children[0].text for each in links]

    assert names[0] == "Agder"
    assert names[-1] == "Østfold"
    assert links[0].attrs["href"] == reverse("contactpoints:county", args=["agder"])


@pytest.mark.django_db
def test_front_page_asks_the_database_at_most_three_times(
    client: Client, bakken: ContactPoint, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_max_num_queries(3):
        client.get(reverse("front_page"))


# When something is wrong


@pytest.mark.django_db
def test_an_address_that_is_not_there_shows_ways_on(client: Client) -> None:
    response = client.get("/finnes-ikke/")
    page = read(response.content)

    assert response.status_code == 404
    assert reverse("contactpoints:finder") in [each.attrs["href"] for each in page.one("main").all("a")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404)]
)
def test_error_pages_are_pages_of_ours(rf: RequestFactory, view: ErrorView, status: int) -> None:
    response = view(rf.get("/"), Exception())

    assert response.status_code == status
    assert len(read(response.content).one("main").all("h1")) == 1


def test_our_own_fault_is_told_without_the_database(rf: RequestFactory) -> None:
    response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Feilen er vår" in read(response.content).one("main").text
    assert "116 123" in response.content.decode()


@pytest.mark.django_db
def test_a_closed_contact_point_names_who_took_over(
    rf: RequestFactory, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    page = read(render_to_string("410.html", {"successor": bakken, "office": tonsberg}, request=rf.get("/")))

    assert page.one("main").one("a", href=bakken.get_absolute_url()).text == bakken.name
    assert tonsberg.name in page.one("main").text


@pytest.mark.django_db
def test_a_form_without_its_cookie_says_what_to_do_and_keeps_nothing() -> None:
    careful = Client(enforce_csrf_checks=True)
    response = careful.post(reverse("account_login"), {"login": "kari@example.no", "password": "hemmelig ord"})

    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert "Last siden på nytt" in response.content.decode()
    assert "kari@example.no" not in response.content.decode()


# Accounts


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_norwegian_and_the_title_begins_with_feil(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "nobody@example.no", "password": "gjettet"})
    page = read(response.content)

    assert page.one(id="feil").one("li").text == "E-postadressen eller passordet stemmer ikke. Skriv begge på nytt."
    assert page.one("title").text == "Feil: Logg inn – LINKportal"


@pytest.mark.django_db
def test_nobody_makes_an_account_alone(client: Client) -> None:
    assert page_at(client, "account_signup").one("h1").text == "Konto får du ved invitasjon"


# What it weighs


def weight(client: Client, collected: Path, address: str) -> int:
    """Bytes of a first view: the page and all it fetches at once, gzipped where the server does it.

    A picture that loads lazily counts; a font counts only where the page has one of its letters.
    """
    html = client.get(address).content
    page = read(html)
    links = [each.attrs["href"] for each in page.all("link") if each.attrs["rel"] != "alternate"]
    addresses = {urljoin(address, each) for each in links + [img.attrs["src"] for img in page.all("img")]}
    addresses |= {each.attrs["src"] for each in page.all("script")}
    if re.search("[\u0100-\u017f]", html.decode()):
        addresses |= {f"/static/font/{each.name}" for each in collected.glob("font/*more.*.woff2")}
    return len(compress(html)) + sum(served(collected, each) for each in addresses)


def served(collected: Path, address: str) -> int:
    file = collected / address.removeprefix("/static/")
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.exists() else file).stat().st_size


@pytest.mark.django_db
def test_the_first_view_of_our_pages_weighs_at_most_60_kb(client: Client, collected: Path) -> None:
    for municipality in Municipality.objects.ordinary():
        make_contact_point(f"Sentralen (eksempel) {municipality.number}", municipality)
    house = make_contact_point("Hus i Skien", "Skien")
    desk = make_office("Oslo", is_national_desk=True)
    SelfHelpGroup.objects.bulk_create(
        SelfHelpGroup(theme="grief", municipality=one, office=desk, contact_point=house, is_shown=True)
        for one in Municipality.objects.ordinary()[:50]
    )
    for number in range(30):
        event = make_event(desk, Municipality.objects.get(name="Skien"), title=f"Møte {number} om å leve med sorg")

    addresses = [
        reverse(route)
        for route in ("front_page", *PAGES_OF_TEXT, "account_login", "groups:inquiry", "partners:take_part")
    ]
    addresses += ["/arrangementer/", event.get_absolute_url(), f"{event.get_absolute_url()}meld-pa/"]
    addresses += [
        "/grupper/",
        "/samarbeid/",
        make_long_project(desk, house).get_absolute_url(),
        "/kontaktpunkter/",
        "/kontaktpunkter/?sted=3724",
        "/kontaktpunkter/?sted=9730",
        "/kontaktpunkter/hus-i-skien/",
        "/fylke/nordland/",
        "/kommune/4003-skien/",
    ]
    for address in addresses:
        assert client.get(address).status_code == 200, address
        assert weight(client, collected, address) <= LIMIT, address


# Whether it can be read


def tokens(scheme: str) -> dict[str, str]:
    """The colours of `tokens.css` in light or dark."""
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("\n  }\n")[0]
    found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ds-color-neutral-text-default", "ds-color-neutral-background-default", 7),
        ("ds-color-neutral-text-subtle", "ds-color-neutral-background-default", 4.5),
        ("ds-color-neutral-text-subtle", "ds-color-neutral-background-tinted", 4.5),
        ("ds-color-neutral-text-subtle", "ds-color-neutral-surface-default", 4.5),
        ("ds-color-neutral-text-subtle", "lp-wash", 4.5),
        ("ds-color-accent-text-subtle", "ds-color-neutral-background-default", 4.5),
        ("ds-color-accent-text-default", "ds-color-accent-surface-tinted", 7),
        ("ds-color-accent-base-contrast-default", "ds-color-accent-base-default", 4.5),
        ("ds-color-apricot-text-default", "ds-color-apricot-surface-tinted", 7),
        ("ds-color-apricot-base-contrast-default", "ds-color-apricot-base-default", 4.5),
        ("ds-color-danger-text-subtle", "ds-color-neutral-background-default", 4.5),
        ("ds-color-danger-text-default", "ds-color-danger-surface-tinted", 4.5),
        ("ds-color-warning-text-default", "ds-color-warning-surface-tinted", 4.5),
        ("ds-color-info-text-default", "ds-color-info-surface-tinted", 4.5),
        ("ds-color-success-text-default", "ds-color-success-surface-tinted", 4.5),
        ("lp-door-text", "lp-door", 4.5),
        ("lp-night-text", "lp-night", 7),
        ("lp-night-subtle", "lp-night", 4.5),
        ("lp-light", "lp-night-land", 3),
        ("ds-color-neutral-border-default", "ds-color-neutral-surface-default", 3),
        ("ds-color-focus-outer", "ds-color-neutral-background-default", 3),
    ],
)
def test_colours_can_be_told_apart(scheme: str, text: str, ground: str, least: float) -> None:
    colours = tokens(scheme)

    assert contrast(colours[f"--{text}"], colours[f"--{ground}"]) >= least


# The files


def script(path: str) -> ModuleType:
    spec = spec_from_file_location(Path(path).stem, PROJECT / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_designsystemet_is_what_the_script_makes_of_it() -> None:
    reduce = script("tools/designsystemet/reduce.py")

    assert reduce.TARGET.read_text(encoding="utf-8") == reduce.build()


def styles() -> str:
    return "\n".join(each.read_text(encoding="utf-8") for each in sorted(STATIC.rglob("*.css")))


def test_every_value_the_styles_ask_for_is_given_and_every_token_is_used() -> None:
    css = styles()
    given, asked = set(re.findall(r"(--[\w-]+)\s*:", css)), set(re.findall(r"var\((--[\w-]+)[\s)]", css))
    ours = set(re.findall(r"(--[\w-]+)\s*:", (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")))

    assert asked - given == NOT_GIVEN
    assert ours - set(re.findall(r"var\((--[\w-]+)", css)) == set()
