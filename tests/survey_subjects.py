"""What the URLs of surveys are about: fixtures, each an object of `agency` or `partnership`."""

import pytest

from section11.standards.operations.standard_sets import as_table
from surveys.operations import survey_set_contents, survey_set_imports
from surveys.running import links
from tests import survey_factories as made
from tests.surveys.counted import count


@pytest.fixture
def planned_survey(cycle, agency, people):
    """A survey of the staff of `agency` that nobody has been told of."""
    return made.survey(cycle=cycle, agencies=[agency], status="planned")


@pytest.fixture
def survey(cycle, agency, people):
    """The same, open, and answered today."""
    return made.survey(cycle=cycle, agencies=[agency])


@pytest.fixture
def counted_survey(cycle, agency, people):
    return made.survey(cycle=cycle, agencies=[agency], status="counted")


@pytest.fixture
def surveyed_agency(survey, agency):
    return survey.agencies.get(agency=agency)


@pytest.fixture
def survey_code(surveyed_agency):
    return {"pk": surveyed_agency.pk, "fmt": "svg"}


@pytest.fixture
def token_agency(cycle, agency, people):
    """The agency's part in a survey that is answered by personal links."""
    return made.survey(cycle=cycle, agencies=[agency], access="tokens").agencies.get()


@pytest.fixture
def shipped_survey_set(db):
    return made.survey_set()


@pytest.fixture
def own_survey_set(partnership, shipped_survey_set):
    """A published set of the partnership's own, based on the one that comes with the product."""
    return made.survey_set(partnership=partnership, based_on=shipped_survey_set)


@pytest.fixture
def own_survey_set_csv(own_survey_set):
    return {"pk": own_survey_set.pk, "fmt": "csv"}


@pytest.fixture
def draft_survey_set(partnership):
    return made.survey_set(partnership=partnership, published=False)


@pytest.fixture
def survey_set_upload(draft_survey_set, people):
    """A file that has all that the draft has, waiting."""
    return survey_set_imports.upload(
        table=as_table(*survey_set_contents.flat(draft_survey_set)),
        file_name="questions.csv",
        partnership=draft_survey_set.partnership,
        survey_set=draft_survey_set,
        by=people["coordinator"],
    )


@pytest.fixture
def csv_format():
    return {"fmt": "csv"}


@pytest.fixture
def survey_key(surveyed_agency):
    """The agency's link, by which anybody answers."""
    return {"key": links.key_of(surveyed_agency)}


@pytest.fixture
def survey_step(survey_key):
    return survey_key | {"step": "1"}


@pytest.fixture
def survey_token(token_agency):
    """A personal link."""
    return {"token": made.token(surveyed_agency=token_agency)[1]}


def _with_answers(survey):
    """Enough answers to be shown."""
    for one in survey.agencies.all():
        count(one, {1: {"4": 8, "2": 4}})
    return survey


@pytest.fixture
def shared_survey(cycle, agency, people):
    return _with_answers(made.survey(cycle=cycle, agencies=[agency], status="shared"))


@pytest.fixture
def survey_standard(shared_survey, cycle):
    standard = cycle.standard_set.standards.order_by("order").first()
    return {"pk": shared_survey.pk, "standard": standard.pk}


@pytest.fixture
def survey_question(shared_survey):
    question = shared_survey.survey_set.questions.order_by("order").first()
    return {"pk": shared_survey.pk, "question": question.pk}


@pytest.fixture
def shared_survey_csv(shared_survey):
    return {"pk": shared_survey.pk, "fmt": "csv"}


@pytest.fixture
def shared_survey_svg(shared_survey):
    return {"pk": shared_survey.pk, "fmt": "svg"}


@pytest.fixture
def shared_part(shared_survey, agency):
    return shared_survey.agencies.get(agency=agency)


@pytest.fixture
def shared_part_csv(shared_part):
    return {"pk": shared_part.pk, "fmt": "csv"}


@pytest.fixture
def counted_part(counted_survey, agency):
    return counted_survey.agencies.get(agency=agency)


@pytest.fixture
def challenged_part(challenge, shared_part):
    """The agency's part, and a panel member has an interest in the agency."""
    return shared_part


@pytest.fixture
def free_text(shared_part):
    return made.free_text(surveyed_agency=shared_part, released=True)


@pytest.fixture
def unread_text(shared_part):
    return made.free_text(surveyed_agency=shared_part)


@pytest.fixture
def challenged_text(challenge, free_text):
    return free_text
