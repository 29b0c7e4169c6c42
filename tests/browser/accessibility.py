"""What a machine can find of a page that not everyone could use."""

import json

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Small targets too near to each other, and frames that scroll and cannot be reached by keyboard.
OF_WIDTH = ["target-size", "scrollable-region-focusable"]
# Of all that axe found only the lines: the rest is large, and slow to carry out of the browser.
BROKEN = """(found) => found.violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${rule.help}`))"""
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def assert_accessible(page):
    """No rule of WCAG 2.0, 2.1, 2.2 at A and AA, nor best practice, is broken on a screen; on a phone
    none of those that the width of the screen can break: the rest judge the same elements.

    On a phone nothing is wider than the screen, wide tables in their own frame apart.
    """
    page.set_viewport_size(DESKTOP)
    found = [f"{DESKTOP['width']} px: {line}" for line in violations(page)]
    page.set_viewport_size(PHONE)
    found += [f"{PHONE['width']} px: {line}" for line in violations(page, OF_WIDTH)]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wide:
        found.append(f"{PHONE['width']} px: the page is {wide} px wider than the screen")
    assert found == [], f"{page.url}\n" + "\n".join(found)


def violations(page, rules=None):
    """A line for each element that breaks a rule: rule, element, what to do."""
    if not page.evaluate("'axe' in window"):
        page.context.add_init_script(AXE_SCRIPT)  # the next pages have it: sent and read once
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    return page.evaluate(f"axe.run({json.dumps(options)}).then({BROKEN})")
