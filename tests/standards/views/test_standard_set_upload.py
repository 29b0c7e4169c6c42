import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from section11.standards.models import StandardSet, StandardSetImport
from tests import factories
from tests.standards.files import content, row, rows, upload

URL = reverse("standards:standard-set-upload")
HEADER = {
    "code": "new",
    "title": "New standards",
    "scale": "rag",
    "priorities": [{"code": "neglect", "title": "Neglect"}],
}


@pytest.fixture
def send(client, coordinator, partnership):
    """Send the form as the coordinator; what it answers."""
    factories.scale()
    client.force_login(coordinator)
    return lambda file, **fields: client.post(
        URL, {"partnership": partnership.pk, "file": file, **fields}, follow=True
    )


def test_the_page_states_its_limits_and_offers_templates(client, coordinator):
    factories.scale()
    client.force_login(coordinator)

    text = client.get(URL).text

    assert "up to 1,000 rows" in text
    assert "Up to 5" in text
    assert "Cells with formulas are refused." in text
    assert reverse("standards:standard-set-template", args=["rag", "xlsx"]) in text


@pytest.mark.parametrize("fmt", ["xlsx", "ods", "json", "yaml"])
def test_a_file_may_say_itself_what_the_set_is_called(fmt, send, coordinator, partnership):
    response = send(upload(rows(priorities="neglect"), fmt, header=HEADER))

    waiting = StandardSetImport.objects.get()
    assert response.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert (waiting.code, waiting.title, waiting.scale.code) == ("new", "New standards", "rag")
    assert (waiting.partnership, waiting.uploaded_by) == (partnership, coordinator)
    assert waiting.priorities == HEADER["priorities"]
    assert len(waiting.rows) == 3
    assert "3 new, 0 changed, 0 unchanged, 0 removed" in response.text
    assert not StandardSet.objects.exists()


def test_what_is_typed_counts_before_what_the_file_says(send, shipped):
    send(
        upload(rows(), "json", header=HEADER),
        title="Typed",
        code="typed",
        based_on=shipped.pk,
        priorities="early-help: Early help\nadolescents",
    )

    waiting = StandardSetImport.objects.get()
    assert (waiting.code, waiting.title, waiting.based_on) == ("typed", "Typed", shipped)
    assert waiting.priorities == [
        {"code": "early-help", "title": "Early help"},
        {"code": "adolescents", "title": "adolescents"},
    ]


def test_a_csv_file_needs_a_title_and_a_scale(send):
    response = send(upload(rows()))

    assert "Enter a title: the file does not say one" in response.text
    assert "Choose a rating scale: the file does not say one" in response.text
    assert "Choose the file again: a browser does not keep it." in response.text
    assert not StandardSetImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_with_what_is_typed(encoding, send):
    text = content([row(text="Is it “safe”?")]).decode("utf-8-sig").encode(encoding)

    send(
        SimpleUploadedFile("ours.csv", text),
        title="Our standards 2027",
        scale=factories.scale().pk,
    )

    waiting = StandardSetImport.objects.get()
    assert (waiting.code, waiting.priorities) == ("our-standards-2027", None)
    assert waiting.table.rows[0].values["text"] == "Is it “safe”?"


def test_a_new_version_in_csv_has_the_priorities_of_the_older(send, published):
    response = send(
        upload([row(change="kept", priorities="neglect")]),
        title="Next",
        scale=factories.scale().pk,
        based_on=published.pk,
    )

    assert response.context["preview"].problems == []


def test_a_file_finds_the_set_it_is_based_on(send, published):
    send(upload([row(change="kept")], "yaml", header=HEADER | {"based_on": "ours"}))

    assert StandardSetImport.objects.get().based_on == published


def test_a_file_based_on_what_is_not_there(send):
    response = send(upload(rows(), "yaml", header=HEADER | {"based_on": "section11-1066"}))

    assert (
        "The file says it is based on section11-1066, which is not a published set here"
        in response.text
    )


def test_a_draft_cannot_be_the_older_set(send, draft):
    response = send(upload(rows(), "yaml", header=HEADER | {"based_on": "ours"}))

    assert "which is not a published set here" in response.text


def test_another_partnerships_set_cannot_be_the_older_set(send):
    theirs = factories.standard_set(partnership=factories.partnership(), code="theirs")

    by_name = send(upload(rows(), "yaml", header=HEADER | {"based_on": "theirs"}))
    by_id = send(upload(rows(), "yaml", header=HEADER), based_on=theirs.pk)

    assert "which is not a published set here" in by_name.text
    assert "Select a valid choice" in by_id.text
    assert not StandardSetImport.objects.exists()


def test_a_scale_that_is_not_there(send):
    response = send(upload(rows(), "yaml", header=HEADER | {"scale": "traffic-lights"}))

    assert "there is none with the file&#x27;s code traffic-lights" in response.text


def test_a_code_that_is_taken(send, draft):
    response = send(upload(rows(), "yaml", header=HEADER | {"code": "ours"}))

    assert "There is a set with the code ours already. Choose another" in response.text


def test_a_title_that_no_code_can_be_made_from(send):
    response = send(upload(rows()), title="日本", scale=factories.scale().pk)

    assert "Enter a code: none can be made from the title" in response.text


def test_a_head_of_a_file_with_problems(send):
    response = send(upload(rows(), "yaml", header=HEADER | {"colour": "red", "priorities": "x"}))

    assert "Column colour: There is no such entry in the head of the file." in response.text
    assert "Column priorities: Each priority needs a code and a title." in response.text


def test_priorities_with_problems(send):
    response = send(upload(rows(), "yaml", header=HEADER), priorities="Early Help")

    assert "Priority 1: “Early Help” may hold only small letters" in response.text


def test_a_rating_scale_is_no_set(send):
    file = SimpleUploadedFile(
        "rag.yaml", b"scale: {code: rag, title: RAG}\nlevels: [{code: red}]\n"
    )

    assert "This file holds a rating scale, not a set of questions." in send(file).text


def test_no_file(client, coordinator, partnership):
    client.force_login(coordinator)

    response = client.post(URL, {"partnership": partnership.pk, "title": "Typed"})

    assert "There is a problem" in response.text
    assert 'value="Typed"' in response.text  # what was typed is kept


def test_somebody_who_coordinates_two_partnerships_chooses_a_set_of_the_same(
    client, coordinator, partnership
):
    other = factories.partnership()
    coordinator.memberships.create(role="coordinator", partnership=other)
    theirs = factories.standard_set(partnership=other)
    client.force_login(coordinator)

    response = client.post(
        URL,
        {
            "partnership": partnership.pk,
            "file": upload(rows(), "yaml", header=HEADER),
            "based_on": theirs.pk,
        },
    )

    assert "Choose a set of the same partnership" in response.text
