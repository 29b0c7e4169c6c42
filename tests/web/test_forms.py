from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from section11.people.models import User
from section11.web.forms import (
    DateField,
    GovukForm,
    GovukModelForm,
    LongTextField,
    RadiosWithHints,
    UploadField,
)

LEVELS = [("red", "Red"), ("green", "Green")]


def one(field, data=None, files=None):
    """A form with that one field, "it"."""
    return type("OneForm", (GovukForm,), {"it": field})(data, files)


def test_a_text_has_its_label_hint_and_error_tied_to_it():
    shown = str(one(forms.CharField(label="Who leads?", help_text="A <post>"), {}))

    assert '<label class="govuk-label govuk-label--s" for="id_it">Who leads?</label>' in shown
    assert '<div id="id_it_helptext" class="govuk-hint">A &lt;post&gt;</div>' in shown
    assert '<div id="id_it_error"><p class="govuk-error-message">' in shown
    assert (
        'class="govuk-input" aria-invalid="true" aria-describedby="id_it_helptext id_it_error"'
        in shown
    )


def test_a_message_says_which_field_it_is_about():
    form = one(LongTextField(label="100% sure?", max_length=5), {"it": "123456"})

    assert form.errors["it"] == ["“100% sure?” can have at most 5 characters: you have 6"]
    assert one(forms.CharField(), {}).errors["it"] == ["“It” needs an answer"]


def test_a_message_of_the_fields_own_is_kept():
    field = forms.CharField(error_messages={"required": "Say who leads"})

    assert one(field, {}).errors["it"] == ["Say who leads"]


def test_the_browser_is_not_asked_to_refuse_what_the_server_explains():
    shown = str(one(LongTextField(max_length=5)))

    assert "required" not in shown
    assert " maxlength=" not in shown


def test_a_long_text_says_and_counts_how_much_it_may_hold():
    shown = str(
        one(LongTextField(max_length=2000, rows=8, help_text="Say how you know"), {"it": "\nA"})
    )

    assert 'data-module="govuk-character-count" data-maxlength="2000"' in shown
    assert 'aria-describedby="id_it_helptext id_it-info"' in shown
    assert 'rows="8"' in shown
    assert 'id="id_it-info" class="govuk-hint govuk-character-count__message"' in shown
    assert "You can enter up to 2,000 characters" in shown


def test_a_text_without_a_limit_is_not_counted():
    assert "character-count__message" not in str(one(LongTextField()))


def test_a_line_break_counts_once_as_the_page_counts_it():
    form = one(LongTextField(max_length=3), {"it": "a\r\nb"})

    assert form.is_valid()
    assert form.cleaned_data["it"] == "a\nb"


def test_radios_stand_in_a_group_each_with_its_own_hint():
    widget = RadiosWithHints(hints={"red": "No plan <yet>."})
    shown = str(
        one(forms.ChoiceField(choices=LEVELS, label="Rating", widget=widget), {"it": "green"})
    )

    assert (
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Rating</legend>' in shown
    )
    assert 'value="red" id="id_it_0" aria-describedby="id_it_0-hint">' in shown
    assert (
        '<div id="id_it_0-hint" class="govuk-hint govuk-radios__hint">No plan &lt;yet&gt;.</div>'
        in shown
    )
    assert 'value="green" id="id_it_1" checked>' in shown


def test_checkboxes_stand_in_a_group_described_by_its_error():
    field = forms.MultipleChoiceField(choices=LEVELS, widget=forms.CheckboxSelectMultiple)
    shown = str(one(field, {}))

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_it_error">' in shown
    assert shown.count('class="govuk-checkboxes__input" type="checkbox"') == 2


def test_choices_may_come_in_groups():
    groups = [("Health", [("icb", "ICB")]), ("Others", [("police", "Police")])]

    radios = str(one(forms.ChoiceField(choices=groups, widget=forms.RadioSelect)))
    select = str(one(forms.ChoiceField(choices=groups), {"it": "police"}))

    assert '<p class="govuk-body">Health</p>' in radios
    assert '<optgroup label="Others">\n  <option value="police" selected>Police</option>' in select


def test_a_single_tick_box_comes_before_its_label():
    shown = str(one(forms.BooleanField(label="I declare this"), {"it": "on"}))

    box, label = shown.index('type="checkbox"'), shown.index(">I declare this</label>")
    assert box < label
    assert shown.count("I declare this") == 1
    assert " checked" in shown


def test_hidden_fields_add_nothing_to_see():
    shown = str(one(forms.CharField(widget=forms.HiddenInput), {"it": "3"}))

    assert shown == '<input type="hidden" name="it" value="3" id="id_it">'


def test_what_is_wrong_with_the_whole_form_is_shown():
    form = one(forms.CharField(), {"it": "x"})
    form.add_error(None, "Somebody else changed this.")

    assert '<p class="govuk-error-message">' in str(form)
    assert "Somebody else changed this." in str(form)


@pytest.mark.parametrize(
    "typed", ["27/3/2027", "27/03/2027", "27 March 2027", "27.3.2027", "2027-03-27"]
)
def test_a_date_is_read_as_people_write_it(typed):
    form = one(DateField(), {"it": typed})

    assert form.is_valid()
    assert form.cleaned_data["it"] == date(2027, 3, 27)


@pytest.mark.parametrize("typed", ["3/27/2027", "31/2/2027", "soon", "27/3/0207", "27/3"])
def test_a_date_that_is_none_is_refused_and_stays_as_typed(typed):
    form = one(DateField(), {"it": typed})

    assert form.errors["it"] == ["Enter a date with day, month and year, such as 27/3/2027"]
    assert f'value="{typed}"' in str(form)


def test_a_date_shows_how_to_write_it_and_is_shown_so():
    form = type("F", (GovukForm,), {"it": DateField()})(initial={"it": date(2027, 3, 27)})

    assert "For example, 27/3/2027" in str(form)
    assert 'value="27/03/2027"' in str(form)


def test_a_date_may_be_left_out_where_it_may():
    form = one(DateField(required=False), {"it": ""})

    assert form.is_valid()
    assert form.cleaned_data["it"] is None


MB = 1024 * 1024


def test_a_file_states_what_it_may_be_and_how_large():
    assert "PDF or Word. Up to 25\N{NO-BREAK SPACE}MB." in str(
        one(UploadField(max_bytes=25 * MB, kinds="PDF or Word"))
    )
    assert "Up to 25\N{NO-BREAK SPACE}MB each." in str(
        one(UploadField(max_bytes=25 * MB, several=True))
    )


def test_a_file_over_the_limit_is_refused_by_name_and_size():
    file = SimpleUploadedFile("audit.pdf", b"0" * (2 * MB))
    form = one(UploadField(max_bytes=MB), {}, {"it": file})

    assert form.errors["it"] == [
        "“audit.pdf” is 2\N{NO-BREAK SPACE}MB; a file can be at most 1\N{NO-BREAK SPACE}MB"
    ]


def test_one_file_is_one_file():
    file = SimpleUploadedFile("audit.pdf", b"0")
    form = one(UploadField(max_bytes=MB), {}, {"it": file})

    assert form.is_valid()
    assert form.cleaned_data["it"] is file


def test_several_files_come_as_a_list():
    files = [SimpleUploadedFile("a.pdf", b"0"), SimpleUploadedFile("b.pdf", b"0")]
    form = one(UploadField(max_bytes=MB, several=True), {}, MultiValueDict({"it": files}))

    assert form.is_valid()
    assert form.cleaned_data["it"] == files
    assert " multiple" in str(form)


def test_no_files_are_an_empty_list_or_an_answer_missing():
    optional = one(UploadField(max_bytes=MB, several=True, required=False), {}, MultiValueDict())
    needed = one(UploadField(max_bytes=MB, several=True), {}, MultiValueDict())

    assert optional.is_valid()
    assert optional.cleaned_data["it"] == []
    assert needed.errors["it"] == ["“It” needs an answer"]


def test_a_model_form_looks_the_same():
    class NameForm(GovukModelForm):
        class Meta:
            model = User
            fields = ["name"]

    assert '<label class="govuk-label govuk-label--s" for="id_name">Name</label>' in str(NameForm())


def test_the_forms_of_others_are_left_alone():
    class Plain(forms.Form):
        it = forms.CharField()

    assert "govuk" not in str(Plain())
