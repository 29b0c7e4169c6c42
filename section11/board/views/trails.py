"""The way from home to a page of the Board, for its breadcrumbs."""

from django.urls import reverse


def to_list():
    return [("Home", reverse("web:home")), ("Board", "")]


def to_cycle(cycle, *pages):
    """`pages` are (label, url) below the cycle; the last page is where one is."""
    way = [
        ("Home", reverse("web:home")),
        ("Board", reverse("board:cycle-list")),
        (str(cycle), cycle.get_absolute_url()),
        *pages,
    ]
    return [*way[:-1], (way[-1][0], "")]


def heatmap_of(cycle):
    return "Heatmap", reverse("board:heatmap", args=[cycle.pk])


def standard_of(cycle, standard):
    return standard.title, reverse("board:standard-detail", args=[cycle.pk, standard.pk])
