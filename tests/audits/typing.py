"""A person at a form: what the page holds, and what they type over it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.data, self._text = {}, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "textarea":
            self._text, self.data[name] = name, ""
        elif tag == "input" and attrs.get("type") in ("radio", "checkbox"):
            if "checked" in attrs:
                self.data[name] = attrs.get("value", "on")
        elif tag == "input" and name and attrs.get("type") != "file":
            self.data[name] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = None

    def handle_data(self, text):
        if self._text:
            # HTML drops one line break after the tag, which Django's widget writes.
            self.data[self._text] += text.removeprefix("\n") if not self.data[self._text] else text


def typed(page):
    """All that a browser would send of the page's form if its person pressed Save at once."""
    form = _Form()
    form.feed(page.text)
    form.close()
    form.data.pop("csrfmiddlewaretoken", None)
    return form.data


def filled(question, **fields):
    """What someone types over the fields of one question."""
    return {f"q{question.pk}-{name}": value for name, value in fields.items()}
