"""A real browser on the portal as deployed: Debian's Chromium, driven by Playwright."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

# Debian's Chromium asks its maker for this and that at every start; none of it is ours to allow.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds; other things run on this machine too, and nothing here measures speed
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test: Playwright's event loop runs in this thread for as long as it lives, and other tests
    need the thread without one.
    """
    # Django would refuse the database to a thread with an event loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Window:
    """A window on a phone, that remembers what was asked of whom, and what the browser complained of."""

    def __init__(self, context: BrowserContext, *, scripts: bool = True) -> None:
        self.context = context
        self.scripts = scripts
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._remember)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _remember(self, request: Request) -> None:
        with suppress(ValueError):
            self.requests.append(request.url)

    @property
    def hosts(self) -> set[str]:
        """Whom the browser has asked for anything."""
        return {url.split("/")[2] for url in self.requests if url.startswith("http")}


@pytest.fixture(params=[True, False], ids=["script on", "script off"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A phone's window, with and without scripts."""
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 740}, locale="nb-NO"
    )
    context.set_default_timeout(PATIENCE)
    yield Window(context, scripts=request.param)
    context.close()
