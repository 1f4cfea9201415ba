"""Setting up a second factor, with a telephone and with a key, in a real browser under the strict policy."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, User
from tests.browser.conftest import Window
from tests.conftest import make_user
from tests.login import code_of, password_of
from tests.processes import Serve

INSIDE = "/konto/to-trinn/"


def newcomer_at(place: ContactPoint) -> User:
    """Somebody who has a password and nothing else yet."""
    return make_user("siri@example.no", Role.STAFF, contact_point=place, with_app=False)


def first_step(page: Page, url: str, user: User) -> None:
    page.goto(f"{url}/konto/logg-inn/?next={INSIDE}")
    page.get_by_label("E-postadresse").fill(user.email)
    page.get_by_label("Passord").fill(password_of(user))
    page.get_by_role("button", name="Logg inn").click()


def log_out(page: Page, url: str) -> None:
    page.goto(f"{url}/konto/logg-ut/")
    page.get_by_role("button", name="Logg ut").click()
    page.wait_for_url(f"{url}/")


def plug_in_a_key(context: BrowserContext, page: Page) -> None:
    """A key as a laptop has it, that knows its owner's finger."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_with_an_app(window: Window, serve: Serve, bakken: ContactPoint) -> None:
    portal, page, siri = serve.web(), window.page, newcomer_at(bakken)

    first_step(page, portal.url, siri)
    page.get_by_role("link", name="Koble til en app").click()
    secret = page.locator("strong.code").inner_text().replace(" ", "")
    page.get_by_label("Koden i appen").fill(code_of(secret))
    page.get_by_role("button", name="Koble til appen").click()
    expect(page.locator("li.code")).to_have_count(10)
    log_out(page, portal.url)
    first_step(page, portal.url, siri)
    page.get_by_label("Kode").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Logg inn").click()

    expect(page.get_by_text("En app som lager koder")).to_be_visible()
    assert window.complaints == []


def test_with_a_key_beside_the_password_and_alone(browser: Browser, serve: Serve, bakken: ContactPoint) -> None:
    portal, siri = serve.web(), newcomer_at(bakken)
    url = portal.url.replace("127.0.0.1", "localhost")  # keys know hosts by their names
    context = browser.new_context(locale="nb-NO")
    window = Window(context)
    page = window.page
    plug_in_a_key(context, page)

    first_step(page, url, siri)
    page.get_by_role("link", name="Koble til en nøkkel").click()
    page.get_by_label("Hva skal nøkkelen hete?").fill("Bærbaren")
    page.get_by_label("Jeg vil logge inn med den alene").check()
    page.get_by_role("button", name="Koble til nøkkelen").click()
    expect(page.locator("li.code")).to_have_count(10)

    log_out(page, url)
    first_step(page, url, siri)
    page.get_by_role("button", name="Bruk nøkkelen").click()
    expect(page.get_by_text("Bærbaren").first).to_be_visible()

    log_out(page, url)
    page.goto(f"{url}/konto/logg-inn/?next={INSIDE}")
    page.get_by_role("button", name="Bruk nøkkel i stedet").click()
    expect(page.get_by_text("sist brukt")).to_be_visible()
    assert window.complaints == []
    context.close()
