"""The inbox on a telephone and on a desk, by keyboard alone and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from contactpoints.models import ContactPoint, User
from groups.enums import Wish
from tests.browser.conftest import PATIENCE
from tests.groups.making import make_inquiry
from tests.login import log_in_by_hand
from tests.processes import Serve


@pytest.fixture(params=[360, 1280])
def desk(browser: Browser, request: pytest.FixtureRequest) -> Page:
    """A window without scripts."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": request.param, "height": 800}, locale="nb-NO"
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def test_ola_finds_what_waits_narrows_it_and_opens_it_by_keyboard(
    desk: Page, serve: Serve, bakken: ContactPoint, ola: User
) -> None:
    waits = make_inquiry(wish=Wish.JOIN, contact_point=bakken, theme="grief")
    make_inquiry(wish=Wish.INFORMATION, contact_point=bakken)
    portal = serve.web()
    desk.goto(f"{portal.url}/arbeidsflate/")
    log_in_by_hand(desk, ola)

    expect(desk.get_by_role("heading", level=1)).to_have_text("Henvendelser")
    assert len(desk.locator(".case").all()) == 2
    wide = desk.locator("body").bounding_box()
    assert wide is not None
    assert all((each.bounding_box() or wide)["width"] <= wide["width"] for each in desk.locator(".case").all())

    desk.locator(".narrow > summary").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Tema").select_option("grief")
    desk.get_by_role("button", name="Avgrens").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".case")).to_have_count(1)

    focused_link(desk, waits.reference)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(f"/arbeidsflate/henvendelser/{waits.reference}/$"))


def focused_link(page: Page, reference: str) -> None:
    """Tab from the top of the page to the link of that inquiry: past the menu first, as one would."""
    page.keyboard.press("Tab")
    for _ in range(40):
        if reference in page.locator(":focus").inner_text():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{reference} can't be reached")
