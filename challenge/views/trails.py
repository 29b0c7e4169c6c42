"""The way from home to a page of the challenge, for its breadcrumbs."""

from django.urls import reverse


def to_challenge(challenge, *pages):
    """`pages` are (label, url) below the challenge; of the last, where one is, the label alone."""
    way = [
        ("Home", reverse("web:home")),
        (str(challenge), challenge.get_absolute_url()),
        *pages[:-1],
    ]
    return [*way, (pages[-1], "")]
