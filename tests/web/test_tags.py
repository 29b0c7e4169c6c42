from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from section11.web import rating_css
from section11.web.forms import GovukForm

RED = SimpleNamespace(
    code="red",
    label="Red",
    letter="R",
    colour="#b22222",
    symbol="triangle",
    scale=SimpleNamespace(code="rag"),
)


def render(source, **context):
    request = RequestFactory().get("/list?sector=police&page=2")
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 21, 22, 5, tzinfo=UTC), "21 November 2026 at 10:05pm"),
        (datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "1 July 2026 at 11:05pm"),  # summer time
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026 at 12:30am"),  # already tomorrow
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "5 January 2026 at 9am"),
        (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "5 January 2026 at midday"),
        (datetime(2026, 1, 5, 0, 0, tzinfo=UTC), "5 January 2026 at midnight"),
        (None, ""),
    ],
)
def test_a_moment_is_told_in_londons_time(moment, told):
    assert render("{{ moment|date_time }}", moment=moment) == told


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (date(2027, 3, 9), "9 March 2027", "9 Mar 2027"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026", "1 Jul 2026"),
        (None, "", ""),
    ],
)
def test_a_date_is_told_long_or_short(value, long, short):
    assert render("{{ value|long_date }}|{{ value|short_date }}", value=value) == f"{long}|{short}"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (143, "2 hours 23 minutes"),
        (61, "1 hour 1 minute"),
        (120, "2 hours"),
        (40, "40 minutes"),
        (0, "0 minutes"),
    ],
)
def test_a_length_of_time_is_told_in_hours_and_minutes(minutes, told):
    assert render("{{ minutes|duration }}", minutes=minutes) == told


def test_a_size_is_told_without_needless_decimals():
    assert render("{{ a|file_size }} {{ b|file_size }}", a=25 * 1024 * 1024, b=1_600_000) == (
        "25\N{NO-BREAK SPACE}MB 1.5\N{NO-BREAK SPACE}MB"
    )


def test_a_rating_has_a_shape_a_letter_and_a_label_beside_its_colour():
    shown = render("{% rating level %}", level=RED)

    assert 'class="rating rating--rag-red"' in shown
    assert '<path d="M8 1 15.5 14.5H.5Z"/>' in shown
    assert '<span class="rating__letter" aria-hidden="true">R</span>' in shown
    assert '<span class="rating__label">Red</span>' in shown


def test_a_small_rating_is_still_heard_in_full():
    shown = render('{% rating level "small" %}', level=RED)

    assert '<span class="govuk-visually-hidden">Red</span>' in shown


def test_a_table_cell_can_take_the_colours_of_a_level():
    assert (
        render('<td class="{% rating_class level %}">', level=RED) == '<td class="rating--rag-red">'
    )


def test_every_symbol_has_a_shape_of_its_own():
    shapes = {render("{% shape symbol %}", symbol=symbol) for symbol in rating_css.PATTERNS}

    assert len(shapes) == 6
    assert all('aria-hidden="true"' in shape for shape in shapes)


class TaskForm(GovukForm):
    what = forms.CharField()
    level = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Somebody else changed this.")


TaskFormSet = forms.formset_factory(TaskForm, min_num=1, validate_min=True, extra=0)


def test_the_error_summary_leads_to_the_first_control_of_each_field():
    form = TaskForm({})

    shown = render('{% include "components/error_summary.html" %}', form=form)

    assert "There is a problem" in shown
    assert "<li>Somebody else changed this.</li>" in shown
    assert '<a href="#id_what">“What” needs an answer</a>' in shown
    assert '<a href="#id_level_0">“Level” needs an answer</a>' in shown
    assert "<li>“Version” needs an answer</li>" in shown


def test_the_error_summary_takes_several_forms_and_formsets():
    none = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    forms_ = [TaskForm({}, prefix="a"), TaskFormSet(none), None, TaskForm({}, prefix="b")]

    shown = render(
        '{% include "components/error_summary.html" with forms=forms only %}', forms=forms_
    )

    assert "#id_a-what" in shown
    assert "#id_b-what" in shown
    assert "Please submit at least 1 form." in shown


def test_the_error_summary_is_silent_where_all_is_well():
    shown = render('{% include "components/error_summary.html" %}', form=TaskForm())

    assert shown.strip() == ""


def test_a_wide_table_scrolls_in_a_frame_that_the_keyboard_reaches():
    shown = render(
        "{% table_region label %}<table></table>{% endtable_region %}", label='Ratings & "more"'
    )

    assert shown == (
        '<div class="app-table-region" role="region" aria-label="Ratings &amp; &quot;more&quot;"'
        ' tabindex="0"><table></table></div>'
    )


def test_breadcrumbs_mark_the_page_one_is_on():
    items = [("Home", "/"), ("Neglect", "")]

    shown = render('{% include "components/breadcrumbs.html" with items=items only %}', items=items)

    assert '<a class="govuk-breadcrumbs__link" href="/">Home</a>' in shown
    assert 'aria-current="page">Neglect</li>' in shown


def test_small_parts_show_what_they_are_given():
    shown = render(
        '{% include "components/back_link.html" with href="/a" only %}'
        '{% include "components/empty.html" with text="None yet." href="/b" link="Add one" only %}'
    )

    assert '<a href="/a" class="govuk-back-link">Back</a>' in shown
    assert '<a class="govuk-link" href="/b">Add one</a>' in shown
