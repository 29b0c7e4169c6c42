import pytest
from django.db import IntegrityError, transaction

from section11.standards.models import StandardSet, StandardSetImport
from tests import factories

EVERYBODY = {
    "outsider", "neighbour", "reader", "contributor", "lead", "approver", "coordinator",
    "coordinator elsewhere", "board member", "scrutineer", "lay member", "chief officer", "chair",
    "panel member", "seated member", "conflicted member", "granted reader", "administrator",
}  # fmt: skip
IN_THE_PARTNERSHIP = EVERYBODY - {"outsider", "coordinator elsewhere", "administrator"}
OF_THE_PARTNERSHIP = {
    "coordinator", "chair", "board member", "panel member", "seated member", "conflicted member",
    "scrutineer", "lay member", "granted reader",
}  # fmt: skip


def who_sees(people, standard_set):
    return {
        name
        for name, user in people.items()
        if user and StandardSet.objects.visible_to(user).filter(pk=standard_set.pk).exists()
    }


def test_a_shipped_set_is_seen_by_everybody(people, shipped):
    assert who_sees(people, shipped) == EVERYBODY


def test_a_draft_is_seen_by_those_of_its_partnership(people, draft):
    assert who_sees(people, draft) == OF_THE_PARTNERSHIP


def test_a_published_set_is_seen_by_the_agencies_too(people, published):
    assert who_sees(people, published) == IN_THE_PARTNERSHIP


def test_only_coordinators_of_its_partnership_edit_a_set(people, draft, shipped):
    def editors(standard_set):
        return {
            n
            for n, u in people.items()
            if u and "standard_set_edit" in standard_set.permissions_of(u)
        }

    assert editors(draft) == {"coordinator"}
    assert editors(shipped) == set()


def test_each_part_of_a_set_is_named_in_the_words_of_the_set(draft):
    question = draft.questions.get(code="1.1")

    assert [str(part) for part in (draft, question.standard, question)] == [
        "Our standards",
        "1 Standard 1",
        "1.1 Question 1.1?",
    ]
    assert [str(descriptor) for descriptor in question.descriptors.all()][0] == "red for 1.1."
    assert [str(priority) for priority in question.priorities.all()] == ["Neglect"]


@pytest.mark.database
def test_a_shipped_code_is_used_once(shipped):
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardSet.objects.create(code=shipped.code, title="x", scale=shipped.scale)


@pytest.mark.database
@pytest.mark.parametrize(
    "fields",
    [
        {},  # neither a draft nor what the new set is called
        {"code": "x", "title": "", "scale": "rag"},
        {"code": "x", "title": "X", "scale": "rag", "applied_at": "2026-01-01T00:00Z"},
    ],
)
def test_an_upload_has_somewhere_to_go_and_somebody_who_applied_it(
    fields, coordinator, partnership
):
    if "scale" in fields:
        fields = fields | {"scale": factories.scale()}

    with pytest.raises(IntegrityError), transaction.atomic():
        StandardSetImport.objects.create(
            partnership=partnership,
            file_name="x",
            columns=[],
            rows=[],
            uploaded_by=coordinator,
            **fields,
        )
