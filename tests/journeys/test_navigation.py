"""The ways through the desk: a rail on a desk, a bar on a phone, both usable without a script."""

import pytest

from tests.browsers import Browse

pytestmark = pytest.mark.browser

FIT = """[...document.querySelectorAll(".rail :is(a, button)")].filter(one => one.checkVisibility()).every(one => {
  const box = one.getBoundingClientRect()
  return box.left >= 0 && box.right <= innerWidth && box.height >= 24 && one.scrollWidth <= one.clientWidth
})"""


def test_on_a_phone_every_way_fits_the_bar_and_the_rest_opens_above_it(browse: Browse) -> None:
    page = browse("mara", phone=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/desk/")
    outages = page.locator(".rail a[href='/desk/outages']")
    assert not outages.is_visible()
    assert page.evaluate(FIT)
    page.locator("#more-button").press("Enter")
    assert outages.is_visible()
    assert page.evaluate(FIT)
    page.keyboard.press("Escape")
    assert not outages.is_visible()
    assert page.evaluate("document.activeElement.id") == "more-button"
    page.click("#more-button")
    outages.click()
    page.wait_for_url("**/desk/outages")


def test_on_a_low_screen_the_rail_shows_every_way(browse: Browse) -> None:
    page = browse("mara")
    page.set_viewport_size({"width": 1280, "height": 520})
    page.goto("/desk/")
    assert page.locator(".rail a[href='/manage/']").is_visible()
    assert not page.locator("#more-button").is_visible()
    assert page.evaluate("(rail => rail.scrollHeight <= rail.clientHeight)(document.querySelector('.rail'))")
