"""What must agree across the repository."""

import ast
import re
from io import StringIO
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from section11.record.models import Event

ROOT = Path(settings.ROOT)
CODE = [f for app in ("section11", "challenge", "surveys") for f in (ROOT / app).rglob("*.py")]
ALLAUTH = Path(allauth.__file__).parent / "templates"
TEMPLATES = sorted(f for f in (ROOT / "templates").rglob("*") if f.is_file())
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith(("section11.", "challenge.", "surveys."))
]


def name(template):
    return template.relative_to(ROOT / "templates").as_posix()


def strings(file):
    """Every string in a Python file; an f-string with {} for what it puts in."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)


def test_every_template_is_used():
    named = {text for file in CODE for text in strings(file)}
    for template in TEMPLATES:
        named |= set(re.findall(r'{% (?:extends|include) "([^"]+)"', template.read_text()))
    # Django's forms and mail name theirs by a pattern.
    named |= {f"emails/{text}.txt" for text in named}
    by_pattern = {name(t) for t in TEMPLATES if name(t).startswith("govuk/")}
    # allauth names its own, in place of which ours stand.
    by_pattern |= {name(t) for t in TEMPLATES if (ALLAUTH / name(t)).exists()}

    assert sorted({name(t) for t in TEMPLATES} - named - by_pattern) == []


def test_every_template_named_exists():
    asked = {
        (template_name, name(template))
        for template in TEMPLATES
        for template_name in re.findall(r'{% (?:extends|include) "([^"]+)"', template.read_text())
    }
    asked |= {
        (text, file.relative_to(ROOT).as_posix())
        for file in CODE
        for text in strings(file)
        if re.fullmatch(r"[a-z_]+/[a-z_]+\.(html|txt)", text)
    }

    missing = [
        (asked_for, by)
        for asked_for, by in asked
        if not (ROOT / "templates" / asked_for).exists()
        and not asked_for.startswith("django/forms/")
    ]

    assert missing == []


def test_no_migration_is_missing(db):
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


def test_the_drawn_states_are_those_of_the_code():
    out = StringIO()

    call_command("draw_states", stdout=out)

    assert out.getvalue() == (ROOT / "docs/states.md").read_text(), (
        "Run: manage.py draw_states > docs/states.md"
    )


@pytest.mark.parametrize("model", [m for m in OURS if hasattr(m, "TRANSITIONS")])
def test_every_status_says_where_it_may_go(model):
    assert set(model.TRANSITIONS) == set(model.Status)


PAIRS = [
    (model, field.name)
    for model in OURS
    for field in model._meta.get_fields()
    if field.name.endswith("_at")
    and field.null
    and f"{field.name.removesuffix('_at')}_by" in {f.name for f in model._meta.get_fields()}
    and not hasattr(model, "history_id")
]


@pytest.mark.parametrize(("model", "moment"), PAIRS, ids=lambda value: str(value))
def test_when_and_by_whom_come_together(model, moment):
    person = f"{moment.removesuffix('_at')}_by"

    together = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and {moment, person}
        <= {lookup.partition("__")[0] for lookup in lookups(constraint.condition)}
    ]

    assert together != []


def lookups(condition):
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from lookups(child)
        else:
            yield child[0]


def test_every_kind_of_event_is_recorded_by_something():
    recorded = {
        kind
        for file in CODE
        for kind in re.findall(r"record(?:_at)?\(\s*Event\.Kind\.([A-Z_]+)", file.read_text())
    }

    assert sorted(set(Event.Kind.names) - recorded) == []


def test_only_record_makes_events_and_mail():
    makers = [
        file.relative_to(ROOT).as_posix()
        for file in CODE
        if re.search(
            r"(?<!threading\.)\b(Event|Email)(\.objects\.(bulk_)?create)?(?<!class Event)(?<!class Email)\(",
            file.read_text(),
        )
    ]

    assert sorted(makers) == ["section11/record/events.py", "section11/record/outbox.py"]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_are_hashed_and_name_no_host(lock):
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^[a-z0-9][\w.\[\],-]*==", text, re.MULTILINE | re.IGNORECASE)

    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []
    assert len(pinned) > 10
    assert text.count("\n    --hash=sha256:") >= len(pinned)
