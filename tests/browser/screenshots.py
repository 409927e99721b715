"""Photographs every page, before and after its main action: `python3 tests/all.py --screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from firstcall.course import steps
from tests.browser.conftest import FLAGS, ROOT, chromium, start_app

FOLDER = ROOT / "screenshots"
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}


def settle(page: Page) -> None:
    """Wait until the network is quiet and the charts are drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)


def whole(page: Page, width: int, path: Path) -> None:
    """A picture of the page in its full height: Streamlit scrolls inside its main area."""
    height = page.get_by_test_id("stMain").evaluate("node => node.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(int(height) + 20, 900), 8000)})
    settle(page)
    page.screenshot(path=path)


def photograph(browser: Browser, url: str, slug: str, look: str) -> None:
    width, scheme = LOOKS[look]
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{url}/{slug}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    whole(page, width, FOLDER / f"{slug}-{look}.png")
    go = page.get_by_test_id("stMain").locator("button[kind=primary]:enabled >> visible=true")
    if go.count():
        go.first.click()
        page.wait_for_timeout(6000)
        whole(page, width, FOLDER / f"{slug}-{look}-run.png")
    page.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    process, app = start_app(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for step in steps.every():
                for look in LOOKS:
                    photograph(browser, app.url, step.slug if step is not steps.every()[0] else "", look)
                    print(step.slug, look, flush=True)
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()
