"""The pages of survey sets that show what there is."""

import pytest
from django.urls import reverse

from section11.people.models import Role
from surveys.operations import survey_set_imports, survey_sets
from tests import factories
from tests import survey_factories as made

from .files import row, rows, table


def page(name, *args):
    return reverse(f"surveys:survey-set-{name}", args=args)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def test_the_list_shows_sets_and_files_that_wait(signed_in, draft, coordinator, partnership):
    made.survey_set(title="Practitioner survey 2026")
    survey_set_imports.upload(
        table=table(rows()),
        file_name="next.xlsx",
        partnership=partnership,
        survey_set=draft,
        by=coordinator,
    )

    text = signed_in.get(page("list")).text

    for words in ("Practitioner survey 2026", "Everyone", "Our survey", "Draft", "next.xlsx"):
        assert words in text


def test_only_who_runs_surveys_is_shown_the_way_to_the_sets(client, coordinator, partnership):
    member = factories.member(Role.BOARD_MEMBER, partnership=partnership)
    way = f'href="{page("list")}"'

    shown = {}
    for person in (coordinator, member):
        client.force_login(person)
        shown[person] = way in client.get(reverse("surveys:survey-list")).text

    assert shown == {coordinator: True, member: False}


def test_the_list_asks_the_database_as_often_for_many_sets(
    signed_in, draft, partnership, coordinator, django_assert_num_queries
):
    def another(n):
        survey_set_imports.upload(
            table=table(rows()),
            file_name=f"{n}.csv",
            partnership=partnership,
            survey_set=draft,
            by=coordinator,
        )

    another(0)
    with django_assert_num_queries(5):
        signed_in.get(page("list"))

    for n in (1, 2):
        made.survey_set(partnership=partnership, based_on=made.survey_set())
        another(n)
    with django_assert_num_queries(5):
        signed_in.get(page("list"))


def test_a_set_shows_its_pages_and_what_each_question_tests(signed_in, draft, coordinator):
    questions = [
        row("1", kind="choice", choices="Weekly; Never", hint="A hint."),
        row("2", group="Neglect", good_is_disagreeing="yes", tests="question-2-1; question-1-2"),
        row("3", group="Neglect", kind="yes_no", good_is_disagreeing="yes"),
    ]
    survey_sets.import_rows(table=table(questions), survey_set=draft, by=coordinator)

    response = signed_in.get(page("detail", draft.pk))

    assert "3 questions on 2 pages" in response.text
    for words in ("Weekly", "A hint.", "Disagree: the sentence is turned round", ">No</dd>"):
        assert words in response.text
    assert "Standard 2, question 2.1" in response.text
    assert "Standard 1, question 1.2" in response.text


def test_what_is_tested_is_shown_of_the_newest_published_set(
    signed_in, draft, partnership, standards
):
    newer = factories.standard_set(title="Newer set")
    factories.standard_set(title="A draft", published=False)
    factories.standard_set(title="Elsewhere", partnership=factories.partnership())

    text = signed_in.get(page("detail", draft.pk)).text

    assert f'href="{newer.get_absolute_url()}#question-1.1"' in text
    assert "(Newer set)" in text
    for other in (standards.title, "A draft", "Elsewhere"):
        assert f"({other})" not in text


def test_a_set_asks_the_database_as_often_for_many_questions(
    signed_in, draft, coordinator, django_assert_num_queries
):
    with django_assert_num_queries(7):
        signed_in.get(page("detail", draft.pk))

    many = [row(str(n), tests="question-1-1; question-2-2") for n in range(30)]
    survey_sets.import_rows(table=table(many), survey_set=draft, by=coordinator)
    with django_assert_num_queries(7):
        signed_in.get(page("detail", draft.pk))


@pytest.mark.parametrize(
    ("published", "shipped", "sentence"),
    [
        (True, True, "This set comes with the product, so nobody changes it here."),
        (True, False, "This survey set is published, so it no longer changes."),
        (False, False, ""),
    ],
)
def test_why_it_cannot_be_changed(signed_in, partnership, published, shipped, sentence):
    owner = None if shipped else partnership
    survey_set = made.survey_set(partnership=owner, published=published)

    text = signed_in.get(survey_set.get_absolute_url()).text

    assert ("Why can&#x27;t I change the questions?" in text) is bool(sentence)
    assert sentence in text
    assert ("Upload questions" in text) is not published
    assert ("Begin a new version" in text) is published


def test_an_empty_draft_says_so_and_is_not_published(signed_in, partnership):
    empty = made.survey_set(partnership=partnership, published=False, questions=0)

    assert "This draft has no questions yet." in signed_in.get(empty.get_absolute_url()).text
    response = signed_in.get(page("publish", empty.pk))
    assert "has no questions yet, so it cannot be published" in response.text
    assert '<form method="post" novalidate>' not in response.text


def test_what_became_of_each_question(signed_in, version, coordinator):
    questions = [row("1"), row("2", hint="A better hint."), row("9", text="Fresh.")]
    survey_sets.import_rows(table=table(questions), survey_set=version, by=coordinator)

    text = signed_in.get(page("compare", version.pk)).text

    assert "2: 1 <a" in text
    for words in ("Reworded (1)", "A better hint.", "Sentence 2.", "New (1)", "Fresh."):
        assert words in text
    assert "Retired (1)" in text
    assert "Sentence 3." in text


def test_a_set_based_on_none_has_nothing_to_compare(signed_in, draft):
    assert signed_in.get(page("compare", draft.pk)).status_code == 404


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json", "yaml"])
def test_downloads_are_named_after_the_set(signed_in, draft, fmt):
    download = signed_in.get(page("download", draft.pk, fmt))
    template = signed_in.get(page("template", fmt))

    assert download["Content-Disposition"] == f'attachment; filename="ours.{fmt}"'
    assert template["Content-Disposition"] == f'attachment; filename="template-survey.{fmt}"'
    assert download.content != template.content


def test_there_is_no_other_format(signed_in, draft):
    assert signed_in.get(page("download", draft.pk, "pdf")).status_code == 404
    assert signed_in.get(page("template", "pdf")).status_code == 404


def test_publishing(signed_in, draft):
    shown = signed_in.get(page("publish", draft.pk))
    response = signed_in.post(page("publish", draft.pk), follow=True)

    assert "It has 3 questions." in shown.text
    assert "Published. From now on the set does not change." in response.text
    draft.refresh_from_db()
    assert not draft.is_draft


def test_publishing_twice_says_that_it_is_done(signed_in, published):
    response = signed_in.post(page("publish", published.pk), follow=True)

    assert "This survey set is published, so it no longer changes." in response.text


def test_a_new_version_gets_a_code_from_its_title(signed_in, published):
    response = signed_in.post(
        page("new-version", published.pk),
        {"title": "Our survey 2027", "partnership": published.partnership_id},
        follow=True,
    )

    assert "Draft made." in response.text
    version = published.later_versions.get()
    assert (version.code, version.questions.count()) == ("our-survey-2027", 3)


def test_a_code_that_is_taken_is_said_beside_it(signed_in, published):
    data = {"title": "Other", "code": "ours", "partnership": published.partnership_id}

    response = signed_in.post(page("new-version", published.pk), data)

    assert "There is a set with the code ours already. Choose another" in response.text
