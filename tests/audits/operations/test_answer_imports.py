import io

import pytest
from django.core.management import CommandError, call_command

from section11.audits.models import Answer, SelfAudit
from section11.audits.operations import answer_imports
from section11.record.models import Event
from section11.tables import reading
from tests import factories


def table(*rows, columns="agency,question_code,rating,narrative"):
    text = "\n".join([columns, *rows])
    return reading.read(io.BytesIO(text.encode()), "answers.csv")


def test_answers_come_in_with_their_history(self_audit, agency, people):
    rows = [f'{agency},1.1,green,"Good, mostly"', f"{agency},1.2,Not applicable,"]

    count = answer_imports.bring_in(
        cycle=self_audit.cycle, table=table(*rows), by=people["coordinator"]
    )

    assert count == 2
    answers = self_audit.answers.order_by("question__code")
    assert [(a.level.code, a.narrative) for a in answers] == [("green", "Good, mostly"), ("na", "")]
    assert [a.history.get().history_user for a in answers] == [people["coordinator"]] * 2
    self_audit.refresh_from_db()
    assert self_audit.status == SelfAudit.Status.IN_PROGRESS
    assert Event.objects.get(kind=Event.Kind.ANSWERS_IMPORTED).detail == {"answers": 2}


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("Nobody,1.1,green,", "agency", "“Nobody” has no open self-audit in this cycle."),
        ("{agency},9.9,green,", "question_code", "The standard set has no question “9.9”."),
        ("{agency},1.1,purple,", "rating", "“purple” is no rating of this cycle's scale."),
        ("{agency},1.2,green,", "question_code", "{agency} has an answer to 1.2 already."),
    ],
)
def test_one_bad_row_keeps_all_out_and_says_where(
    self_audit, agency, people, row, column, sentence
):
    factories.answer(self_audit=self_audit, question=self_audit.questions[1])
    rows = [f"{agency},2.1,green,", row.format(agency=agency)]

    with pytest.raises(answer_imports.ImportRefused) as refused:
        answer_imports.bring_in(
            cycle=self_audit.cycle, table=table(*rows), by=people["coordinator"]
        )

    assert refused.value.problems == [
        answer_imports.Problem(3, column, sentence.format(agency=agency))
    ]
    assert Answer.objects.count() == 1


def test_every_problem_is_listed(self_audit, agency, people):
    rows = ["Nobody,9.9,purple,", f"{agency},1.1,green,", f"{agency},1.1,red,"]

    with pytest.raises(answer_imports.ImportRefused) as refused:
        answer_imports.bring_in(
            cycle=self_audit.cycle, table=table(*rows), by=people["coordinator"]
        )

    assert [(p.row, p.column) for p in refused.value.problems] == [
        (2, "agency"),
        (2, "question_code"),
        (2, "rating"),
        (4, "question_code"),
    ]


def test_missing_and_unknown_columns_are_named(self_audit, people):
    with pytest.raises(answer_imports.ImportRefused) as missing:
        answer_imports.bring_in(
            cycle=self_audit.cycle, table=table("a,b", columns="agency,rating"), by=people["lead"]
        )
    with pytest.raises(answer_imports.ImportRefused) as unknown:
        answer_imports.bring_in(
            cycle=self_audit.cycle,
            table=table("a,b,c,d", columns="agency,question_code,rating,mood"),
            by=people["lead"],
        )

    assert [p.column for p in missing.value.problems] == ["question_code"]
    assert [p.column for p in unknown.value.problems] == ["mood"]


def test_a_question_the_agency_is_not_asked_is_refused(self_audit, agency, people):
    question = self_audit.questions[0]
    question.sectors = ["housing"]
    question.save(update_fields=["sectors"])

    with pytest.raises(answer_imports.ImportRefused) as refused:
        answer_imports.bring_in(
            cycle=self_audit.cycle, table=table(f"{agency},1.1,green,"), by=people["coordinator"]
        )

    assert refused.value.problems[0].sentence == f"{agency} is not asked question 1.1."


def test_the_command_says_what_is_wrong(self_audit, people, tmp_path, capsys):
    file = tmp_path / "answers.csv"
    file.write_text("agency,question_code,rating\nNobody,1.1,green\n")

    with pytest.raises(CommandError, match="Nothing was brought in: 1 problem"):
        call_command(
            "import_answers", file, cycle=self_audit.cycle_id, by=people["coordinator"].email
        )


def test_the_command_brings_answers_in(self_audit, agency, people, tmp_path, capsys):
    file = tmp_path / "answers.csv"
    file.write_text(f"agency,question_code,rating\n{agency},1.1,green\n")

    call_command("import_answers", file, cycle=self_audit.cycle_id, by=people["coordinator"].email)

    assert capsys.readouterr().out == "Answers brought in: 1.\n"
    assert self_audit.answers.count() == 1
