"""A day at the contact point, with scripts and without: a call is written down, and a request from the web answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Channel, LeaveMessage, Wish
from groups.models import Inquiry
from tests.browser.conftest import Window
from tests.conftest import make_user
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import Serve, Web, wait_until

MOST_INTERACTIONS = 12


@dataclass
class Hands:
    """What a person does on a page, each click and each filled field counted as one."""

    page: Page
    count: int = 0

    def click(self, role: str, name: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label).fill(text)

    def check(self, label: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_label(label).check()

    def choose(self, label: str, option: str) -> None:
        self.count += 1
        self.page.get_by_label(label).select_option(label=option)


def log_in(page: Page, portal: Web, user: User, path: str) -> None:
    """By password alone: with an app for codes nobody has set up, as in the demonstration."""
    page.goto(f"{portal.url}{path}")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Passord").fill(user.email[::-1])
    page.get_by_role("button", name="Logg inn").click()
