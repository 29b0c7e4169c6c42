from django.urls import reverse

from tests.browser.accessibility import assert_accessible, violations


def test_the_rules_find_what_is_wrong(page):
    page.goto(reverse("people:sign-in"))
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('.govuk-button').style.color = '#00a000'")

    found = {line.partition(":")[0] for line in violations(page)}

    assert {"label", "color-contrast"} <= found


def test_the_sign_in_page_and_its_errors(page):
    page.goto(reverse("people:sign-in"))
    assert_accessible(page)

    page.get_by_role("button", name="Sign in", exact=True).click()

    assert page.get_by_role("alert").inner_text() == (
        "There is a problem\nEnter your e-mail address\nEnter your password"
    )
    assert_accessible(page)
