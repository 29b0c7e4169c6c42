import pytest

from section11.standards import why_not
from tests import factories

CHANGE = "Why can't I change the questions?"
PUBLISH = "Why can't I publish it?"


def told(standard_set, user):
    return {r.question: r.sentence for r in why_not.reasons(standard_set, user)}


def test_a_published_set_says_that_a_new_version_is_begun(people, partnership):
    published = factories.standard_set(partnership=partnership)

    found = told(published, people["coordinator"])

    assert found == {
        CHANGE: "This standard set is published, so it cannot be changed. Begin a new version."
    }


def test_a_set_of_the_product_says_that_nobody_changes_it(people):
    shipped = factories.standard_set()

    assert told(shipped, people["coordinator"])[CHANGE].endswith("Begin a new version of your own.")
    assert told(shipped, people["lead"])[CHANGE] == why_not.SHIPPED


def test_a_board_member_is_told_who_changes_and_publishes_a_draft(people, partnership):
    draft = factories.standard_set(partnership=partnership, published=False)

    assert told(draft, people["board member"]) == {CHANGE: why_not.OTHERS, PUBLISH: why_not.OTHERS}


def test_whoever_can_do_both_is_told_nothing(people, partnership):
    draft = factories.standard_set(partnership=partnership, published=False)

    assert told(draft, people["coordinator"]) == {}


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_the_page_says_why(client, people, who):
    client.force_login(people[who])

    answer = client.get(factories.standard_set().get_absolute_url())

    assert "so nobody changes it here." in answer.text
