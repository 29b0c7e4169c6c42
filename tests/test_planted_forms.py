"""No form takes what belongs to others, by a forged number, or names it in its refusal.

The names are planted (tests/planted.py); so are those of tests/test_planted_names.py.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from section11.audits.models import Cycle
from section11.people.models import Agency, Partnership, User
from section11.standards.models import StandardSet
from surveys.models import SurveySet
from tests import factories
from tests.access_table import names
from tests.planted import (
    ASKING,
    FOREIGN,
    forbidden,
    read,
    sent,
    signed_in,
    text_of,
    told,
)

pytest_plugins = ["tests.subjects", "tests.survey_subjects"]


@pytest.mark.parametrize("subject", [one for one in FOREIGN if names("post", one)])
def test_no_form_sent_to_what_is_elsewhere_names_or_changes_it(request, planted, people, subject):
    """The forms, sent with the number of what belongs to the other partnership."""
    found = request.getfixturevalue(subject)
    model = FOREIGN[subject]
    foreign = {"pk": planted.pk_of(model)}
    arguments = found | foreign if isinstance(found, dict) else foreign
    urls = [reverse(name, kwargs=arguments) for name in names("post", subject)]
    before = model.objects.filter(pk=foreign["pk"]).values().get()

    leaks = set()
    for kind in ASKING:
        client = signed_in(people[kind])
        for url in urls:
            with transaction.atomic():
                slipped = told(text_of(client.post(url, follow=True))) & forbidden(kind)
                after = model.objects.filter(pk=foreign["pk"]).values().get()
                transaction.set_rollback(True)
            if slipped or after != before:
                leaks.add((kind, url, *sorted(slipped)))

    assert leaks == set()


@pytest.mark.parametrize("kind", ["coordinator", "lead"])
def test_no_form_takes_or_names_what_belongs_to_others(planted, people, rated_cycle, kind):
    client = signed_in(people[kind])
    where = {"partnership": Partnership}
    numbers = {
        reverse("standards:standard-set-upload"): where | {"based_on": StandardSet},
        reverse("surveys:survey-set-upload"): where | {"based_on": SurveySet},
        reverse("people:agency-new"): where,
        reverse("people:import-upload", args=["people"]): where,
    }

    for url, models in numbers.items():
        data = {name: planted.pk_of(model) for name, model in models.items()}
        response, text = sent(client, url, data)

        assert told(text) & forbidden(kind) == set()
        if kind == "coordinator":
            assert set(models) <= set(response.context["form"].errors)


def test_no_cycle_takes_or_names_a_set_or_cycle_of_others(planted, people, partnership):
    planned = factories.cycle(partnership=partnership, status="planned")
    client = signed_in(people["coordinator"])
    data = {
        "name": "Hers",
        "standard_set": planted.pk_of(StandardSet),
        "compared_with": planted.pk_of(Cycle),
    }

    for name, pk in (("audits:cycle-plan", partnership.pk), ("audits:cycle-edit", planned.pk)):
        url = reverse(name, args=[pk])
        base = client.get(url).context["form"]["base"].value()
        response, text = sent(client, url, data | {"base": base})

        assert {"standard_set", "compared_with"} <= set(response.context["form"].errors)
        assert told(text) & forbidden("coordinator") == set()


@pytest.mark.parametrize("name", ["cycle-agencies", "cycle-dates"])
def test_no_cycle_takes_or_names_an_agency_of_others(planted, people, cycle, name):
    client = signed_in(people["coordinator"])
    data = {"agencies": [planted.pk_of(Agency)], "drawn": str(planted.pk_of(Agency))}

    response, text = sent(client, reverse(f"audits:{name}", args=[cycle.pk]), data)

    assert "agencies" in response.context["form"].errors
    assert told(text) & forbidden("coordinator") == set()


def test_no_owner_is_taken_from_others_or_named(planted, people, self_audit):
    client = signed_in(people["lead"])
    stranger = User.objects.get(name="Cy Rhadamanth")
    url = reverse("audits:self-audit-owners", args=[self_audit.pk])

    for owner in (planted.lead, stranger):
        fields = [name for name in client.get(url).context["form"].fields if "owner-" in name]
        response, text = sent(client, url, dict.fromkeys(fields, owner.pk))

        assert set(response.context["form"].errors) == set(fields)
        assert told(text) & forbidden("lead") == set()


def test_no_lead_is_handed_on_to_somebody_elsewhere(planted, people):
    client = signed_in(people["lead"])
    held = people["lead"].memberships.get(role="lead")
    data = {"to": planted.lead.pk, "stays": "yes"}

    response, text = sent(client, reverse("people:role-hand-on", args=[held.pk]), data)

    assert "to" in response.context["form"].errors
    assert told(text) & forbidden("lead") == set()


def test_no_grant_of_elsewhere_is_named_or_ended(planted, people):
    theirs = factories.granted_reader(partnership=planted.of[Partnership])
    grant = theirs.memberships.get(role="granted_reader")
    urls = [reverse("people:grant-list"), reverse("people:grant-end", args=[grant.pk])]

    for kind in ("coordinator", "lead", "neighbour"):
        client = signed_in(people[kind])
        text = read(client, urls[0])
        response, refused = sent(client, urls[1], {})

        assert response.status_code == 404
        assert told(text + refused) & forbidden(kind) == set()
