"""Tags and filters that every template has without loading them."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from .. import rating_css, sizes
from ..clock import clock, duration, in_london, week_day

register = template.Library()


@register.filter
def long_date(value):
    """21 November 2026; a moment is told as London's date."""
    value = in_london(value)
    return f"{value.day} {value:%B %Y}" if value else ""


@register.filter
def short_date(value):
    """21 Nov 2026, for tables."""
    value = in_london(value)
    return f"{value.day} {value:%b %Y}" if value else ""


@register.filter
def date_time(value):
    """21 November 2026 at 10:05pm, in London's time."""
    value = in_london(value)
    return f"{long_date(value)} at {clock(value)}" if value else ""


register.filter("clock", clock)
register.filter("duration", duration)
register.filter("week_day", week_day)
register.filter("file_size", sizes.in_words)


@register.simple_tag
@cache
def shape(symbol):
    """The shape of a rating level as a small picture: {% shape level.symbol %}."""
    return render_to_string("components/shape.html", {"symbol": symbol})


@register.simple_tag
def rating_class(level):
    """The class that gives any element, such as a table cell, the colours of a level."""
    return rating_css.class_name(level)


@register.inclusion_tag("components/rating.html")
def rating(level, size=""):
    """A level as shape, letter and label: {% rating level %}; "small" leaves the label to be heard."""
    return {"level": level, "class": rating_css.class_name(level), "small": size == "small"}


@register.simple_tag
def error_links(*sources):
    """(message, id to go to) for everything wrong in forms, formsets and lists of them, in order."""
    return [link for form in _forms(sources) for link in _links(form)]


def _forms(sources):
    for source in sources:
        if hasattr(source, "errors") and hasattr(source, "fields"):
            yield source
        elif source:
            yield from _forms(source)
            if hasattr(source, "non_form_errors"):
                yield source


def _links(form):
    if hasattr(form, "non_form_errors"):
        return [(message, "") for message in form.non_form_errors()]
    general = [(message, "") for message in form.non_field_errors()]
    return general + [
        (message, "" if field.is_hidden else getattr(field, "first_control_id", field.id_for_label))
        for field in form
        for message in field.errors
    ]


@register.simple_tag(takes_context=True)
def home_section(context, section):
    """A part of the home page, with the names its app gave it."""
    part = context.template.engine.get_template(section.template)
    with context.push(**section.context):
        return part.render(context)


@register.simple_block_tag
def table_region(content, label):
    """Around a table too wide for a phone: {% table_region "Ratings by agency" %}<table>…"""
    return format_html(
        '<div class="app-table-region" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )
