from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

# Under this share of a bar there is no room for a letter and a number: they stand beside the bar.
ROOM_FOR_TEXT = 9  # per cent


@register.simple_tag
def cells(rows, line):
    """The cells of one line of a heatmap."""
    return rows.cells(line)


@register.simple_tag
def share_bar(levels, counts):
    """A bar parted by level. Hidden from screen readers: the numbers are in words beside it."""
    total = sum(counts)
    parts = [
        (level.css_class, share, f"{level.letter} {count}" if share >= ROOM_FOR_TEXT else "")
        for level, count in zip(levels, counts, strict=True)
        if count
        for share in [round(100 * count / total)]
    ]
    return format_html(
        '<div class="hm-bar" aria-hidden="true">{}</div>',
        format_html_join("", '<span class="hm-bar__part {} hm-w-{}">{}</span>', parts),
    )


@register.simple_tag
def counts_in_words(levels, counts):
    """3 red, 10 amber, 8 green: every level, noughts too."""
    return _by_level(levels, counts)


@register.simple_tag
def shares_in_words(levels, counts):
    """14 % red, 48 % amber, 38 % green; or that nobody rated it."""
    total = sum(counts)
    if not total:
        return "Nobody rated it"
    return _by_level(levels, [f"{round(100 * count / total)} %" for count in counts])


def _by_level(levels, values):
    return ", ".join(
        f"{value} {level.label.lower() if level.label[:1].isalpha() else f'at {level.label}'}"
        for level, value in zip(levels, values, strict=True)
    )


@register.filter
def slashed(counts):
    """3/10/8."""
    return "/".join(map(str, counts))
