"""The feedback letter as it is first drafted from the record, section by section.

A section has a key that stays, a heading, a text and perhaps a table. The texts are the
partnership's and the panel's to edit; the tables come from the record alone, and can be taken anew
from it when a rating changed after a reply.
"""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from ..models import Finding
from .agency_results import AgencyResults

OPENING = (
    "Thank you for taking part in the annual challenge. This letter says what the panel made of your"
    " self-audit, what was agreed, and what happens next. It stands beside your self-audit and"
    " replaces nothing in it."
)
CLOSING = (
    "Please share this letter with those who lead safeguarding in your organisation. The actions"
    " agreed are followed until somebody else has verified that they are done."
)
RATINGS, ACTIONS = "ratings", "actions"
TABLES = (RATINGS, ACTIONS)
NO_RATING = "Not rated"
# What the sections without a heading are called while the letter is edited.
NAMES = {"opening": "Opening", "more": "Anything else", "closing": "Closing"}


def sections(results: AgencyResults) -> list[dict[str, Any]]:
    """The sections of a new letter, in order, as JSON."""
    challenge = results.challenged.challenge
    drafted = [
        _section("opening", "", challenge.letter_opening or OPENING),
        _section(
            RATINGS,
            "Ratings",
            "Your self-rating and the rating that the panel agreed, standard by standard.",
        ),
        _section("reasons", "Why the panel’s rating differs from yours", _reasons(results)),
        _section("strengths", "Strengths and good practice", _said(results, Finding.Kind.STRENGTH)),
        _section("concerns", "What concerned the panel", _said(results, Finding.Kind.CONCERN)),
        _section(
            "recommendations",
            "Recommendations",
            _said(results, Finding.Kind.RECOMMENDATION),
        ),
        _section(ACTIONS, "Actions agreed", _actions_text(results)),
        _section("replies", "Your reply", _replies(results)),
        _section("more", "", ""),
        _section("closing", "", challenge.letter_closing or CLOSING),
    ]
    return with_tables(drafted, results)


def with_tables(body: list[dict[str, Any]], results: AgencyResults) -> list[dict[str, Any]]:
    """The same sections with their tables as the record has them now."""
    made = {RATINGS: _ratings(results), ACTIONS: _actions(results)}
    return [
        {**section, "table": made[section["key"]]} if section["key"] in made else section
        for section in body
    ]


def rows(body: list[dict[str, Any]]) -> list[SimpleNamespace]:
    """The sections as objects, for forms and pages."""
    return [SimpleNamespace(**{"table": None} | section) for section in body]


def _section(key, heading, text):
    return {"key": key, "heading": heading, "text": text}


def _ratings(results):
    return {
        "head": ["Standard", "Your self-rating", "The panel’s rating"],
        "widths": [4, 2, 2],
        "rows": [
            [
                str(one.standard),
                one.own.look.label if one.own else NO_RATING,
                one.moderation.level.label,
            ]
            for one in results.standards
        ],
    }


def _actions(results):
    return {
        "head": ["Action", "Lead", "Due"],
        "widths": [4, 2, 2],
        "rows": [[one.what, one.lead, f"{one.due_on:%-d %B %Y}"] for one in results.all_actions],
    }


def _reasons(results):
    """The panel's reason wherever its rating is another than the agency's own."""
    differing = [
        (one, one.reply.decision_reason if one.was_changed else one.moderation.reason)
        for one in results.standards
        if not (one.own and one.own.level and one.own.level.pk == one.moderation.level_id)
    ]
    return _listed(f"{one.standard.title}: {reason}" for one, reason in differing if reason)


def _said(results, kind):
    """The findings of that kind; good practice stands with the strengths."""
    kinds = {kind}
    if kind == Finding.Kind.STRENGTH:
        kinds.add(Finding.Kind.GOOD_PRACTICE)
    return _listed(
        f"{finding.standard.title}: {finding.text}" if finding.standard else finding.text
        for finding in results.all_findings
        if finding.kind in kinds
    )


def _actions_text(results):
    if not results.all_actions:
        return "No action was agreed in the session."
    return "These were agreed in the session. Please keep them up to date in the service."


def _replies(results):
    """What the panel decided on each disputed rating."""
    said = []
    for one in results.standards:
        reply = one.reply
        if reply and reply.decided_at:
            on = timezone.localtime(reply.decided_at)
            to = f" to {one.moderation.level.label}" if one.was_changed else ""
            said.append(
                f"{one.standard.title}: you asked the panel to look again. On {on:%-d %B %Y} the"
                f" rating was {reply.get_decision_display().lower()}{to}. {reply.decision_reason}"
            )
    return _listed(said)


def _listed(texts):
    """Each text as a line of a list; several lines of one text become one."""
    return "\n".join(f"- {' '.join(text.split())}" for text in texts)
