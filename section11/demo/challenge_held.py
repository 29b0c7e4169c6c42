"""The challenge of the cycle before: its sessions, replies, letters, and what came of its actions."""

import uuid
from datetime import timedelta
from itertools import cycle as in_turn
from random import Random

from django.utils import timezone

from challenge import problem_json, timetable
from challenge.models import AgreedAction, Challenge, ChallengeSession, Moderation, Reply, Slot
from challenge.operations import (
    action_updates,
    asking,
    attendance,
    availabilities,
    chosen,
    enquiries,
    letters,
    moderations,
    planning_runs,
    publishing,
    releases,
    replies,
    sessions,
)
from challenge.problem import Answer
from challenge.sessions import typed
from challenge.sessions.self_ratings import SelfRatings
from section11.board import flags, numbers, tallies
from section11.board.heatmap import lines
from section11.people.models import User

from .challenge_stage import Stage, declare, set_up, tuesday_after
from .passing import Story

SECONDS = 30  # to plan three sessions; it takes less than one


def play(stage: Stage, cycle, story: Story) -> Challenge:
    """Three sessions, then the release, the replies, the letters, and what came of the actions."""
    challenge = set_up(stage, cycle, tuesday_after(stage.today + timedelta(days=8)), weeks=3)
    keys = stage.asks["before"]["challenged"]
    chosen.choose(
        challenge=challenge,
        bring_in={stage.agency(key).pk: ["Drawn as one of a sample of nine."] for key in keys},
        by=stage.by,
    )
    asking.ask(challenge=challenge, due_on=stage.today + timedelta(days=3), by=stage.by)
    for of in (*challenge.panel_members.all(), *challenge.agencies.all()):
        open_ones = challenge.possible_sessions.filter(is_shut=False)
        availabilities.give(
            of=of, answers={one.pk: Answer.YES for one in open_ones}, by=stage.by, on_behalf=True
        )
    for challenged in challenge.agencies.select_related("agency"):
        leads = [one.pk for one in challenged.agency.leads[:1]]
        availabilities.name_attendees(challenged_agency=challenged, users=leads, by=stage.by)
    declare(stage, challenge)
    _publish(stage, challenge)
    _enquire(challenge)
    for session in challenge.sessions.held():
        _until(story, challenge, session)
        _sit(stage, session)
    story.pass_days(challenge, 14)
    _release(stage, challenge, story)
    _follow(stage, challenge, story)
    _to_its_place(challenge, cycle, story)
    story.forget_mail()
    return challenge


def _publish(stage, challenge):
    run = planning_runs.ask(challenge=challenge, by=stage.by)
    planning_runs.take()
    outcome = timetable.solve(problem_json.from_json(run.problem), seconds=SECONDS)
    planning_runs.finish(run, outcome=problem_json.outcome_to_json(outcome))
    publishing.publish(timetable=planning_runs.draft_of(run), by=stage.by)
    challenge.refresh_from_db()


def _enquire(challenge):
    """The chair of each session proposes lines of enquiry from the data, and sends them."""
    ratings, flagged = SelfRatings(challenge.cycle), flags.of(challenge.cycle)
    for session in challenge.sessions.held():
        chair = session.seats.get(is_chair=True).panel_member.user
        for slot in session.slots.kept():
            enquiries.propose(slot=slot, by=chair, ratings=ratings, flagged=flagged)
            enquiries.send(slot=slot, by=chair)


def _until(story, challenge, session):
    """Let the days pass up to that of the session."""
    session.refresh_from_db()
    day = session.possible_session.on
    story.pass_days(challenge, (day - timezone.localdate()).days)
    session.refresh_from_db()


def _sit(stage, session: ChallengeSession):
    """The session, from its opening to its closing; its chair keeps the record."""
    chair = session.seats.get(is_chair=True).panel_member.user
    sessions.open_session(session=session, by=chair)
    sessions.note_who_sat(
        session=session, came={seat.pk for seat in session.seats.all()}, drawn=set(), by=chair
    )
    for slot in session.slots.kept().select_related("challenged_agency__agency"):
        attendance.note(
            slot=slot, came=slot.challenged_agency.agency.leads[:1], gone=(), names=(), by=chair
        )
        _record(stage, slot, by=chair)
    sessions.close(session=session, by=chair)


def _record(stage, slot: Slot, *, by):
    """Every standard that the agency rated: talked about, rated, some with findings and actions;
    and a finding about the agency as a whole.
    """
    agency = slot.challenged_agency.agency
    key = next(key for key, one in stage.cast.agencies.items() if one == agency)
    told = stage.asks["before"]["challenged"][key].get("moderated", {})
    chance = Random(f"challenge of {key}")  # noqa: S311 - repeatable on purpose
    texts = {
        name: in_turn(chance.sample(bank, len(bank)))
        for name, bank in stage.asks["before"]["texts"].items()
        if isinstance(bank, list)
    }
    cycle = slot.challenged_agency.challenge.cycle
    levels = {level.letter: level for level in cycle.standard_set.scale.levels.all()}
    counted = [level for level in cycle.standard_set.scale.levels.all() if level.counts_in_score]
    for standard, own in _self_ratings(cycle, agency):
        theme = stage.content.theme(standard.questions.first().lineage)
        level = levels[told[theme]] if theme in told else own
        moved = counted.index(level) - counted.index(own)
        moderations.record_standard(
            slot=slot,
            standard=standard,
            entry=_entry(stage, texts, level, moved),
            by=by,
        )
    whole = {"kind": "recommendation", "text": next(texts["whole"]), "token": uuid.uuid4()}
    moderations.record_standard(
        slot=slot, standard=None, entry=moderations.Entry(new_findings=[whole]), by=by
    )


def _self_ratings(cycle, agency):
    """(standard, level) for each standard that the agency's own answers give a level."""
    results = numbers.read([cycle], user=None)[cycle.pk]
    row = results.row_of[agency.pk]
    [line] = lines(results.among([row]), tallies.of(results.among([row])), cycle.roll_up)
    for standard, cell in zip(results.standards, line.cells, strict=True):
        if cell.level is not None:
            yield standard, results.levels[cell.level]


def _entry(stage, texts, level, moved):
    """What the chair types about one standard; `moved` is how much better than the agency's own."""
    reason = next(texts["higher" if moved > 0 else "lower"]) if moved else ""
    values = {"discussion": next(texts["discussion"]), "level": level, "reason": reason}
    findings = [("strength", next(texts["strength"]))] if moved >= 0 else []
    if moved > 0:
        findings.append(("good_practice", next(texts["good_practice"])))
    if moved < 0:
        findings = [(kind, next(texts[kind])) for kind in ("concern", "recommendation")]
    actions = [
        {
            "what": next(texts["actions"]),
            "lead": next(texts["leads"]),
            "due_on": stage.today + timedelta(weeks=26),
            "token": uuid.uuid4(),
        }
    ]
    return moderations.Entry(
        moderation=typed.Typed(
            values, typed.parted(typed.base_of(None, list(values)), list(values))
        ),
        new_findings=[
            {"kind": kind, "text": text, "token": uuid.uuid4()} for kind, text in findings
        ],
        new_actions=actions if moved < 0 else [],
    )


def _release(stage, challenge: Challenge, story):
    """Ratings to all agencies at once; their replies, the panel's decisions, the letters."""
    releases.release(challenge=challenge, without=set(), by=stage.by)
    texts = stage.asks["before"]["texts"]
    story.pass_days(challenge, 7)
    for key, told in stage.asks["before"]["challenged"].items():
        challenged = challenge.agencies.get(agency=stage.agency(key))
        lead = challenged.agency.leads[0]
        for moderation in challenged.moderations.select_related("standard"):
            theme = stage.content.theme(moderation.standard.questions.first().lineage)
            if theme in told.get("disputed", {}):
                replies.give(
                    moderation=moderation,
                    stance=Reply.Stance.DISPUTED,
                    text=texts["dispute"],
                    by=lead,
                )
        replies.accept_rest(challenged=challenged, by=lead)
    story.pass_days(challenge, challenge.reply_days)
    _decide(stage, challenge)
    for challenged in challenge.agencies.current():
        letter = letters.draft(challenged=challenged, by=stage.by)
        chair = User.objects.get(email=stage.asks["panel"][0]["email"])
        letter = letters.approve(letter=letter, seen=letters.version_of(letter), by=chair)
        letters.release(letter=letter, by=stage.by)


def _decide(stage, challenge):
    """Each disputed rating, as the file has it."""
    decided = {
        (stage.agency(key).pk, theme): decision
        for key, told in stage.asks["before"]["challenged"].items()
        for theme, decision in told.get("disputed", {}).items()
    }
    waiting = Reply.objects.filter(
        moderation__challenged_agency__challenge=challenge, stance=Reply.Stance.DISPUTED
    ).select_related("moderation__challenged_agency", "moderation__standard", "moderation__slot")
    for reply in waiting:
        moderation: Moderation = reply.moderation
        theme = stage.content.theme(moderation.standard.questions.first().lineage)
        decision = decided[moderation.challenged_agency.agency_id, theme]
        chair = moderation.slot.session.seats.get(is_chair=True).panel_member.user
        better = challenge.cycle.standard_set.scale.levels.get(letter="G")
        replies.decide(
            reply=reply,
            decision=decision,
            reason=stage.asks["before"]["texts"]["decision"][decision],
            level=better if decision == Reply.Decision.CHANGED else None,
            by=chair,
        )


def _follow(stage, challenge, story):
    """In turn an action is verified, waits to be, was sent back, is open."""
    texts = stage.asks["before"]["texts"]
    story.pass_days(challenge, 60)
    agreed = AgreedAction.objects.kept().filter(challenged_agency__challenge=challenge)
    for place, action in enumerate(agreed.order_by("pk")):
        lead = action.challenged_agency.agency.leads[0]
        if place % 4 == 3:
            action_updates.update(
                action=action, token=uuid.uuid4(), text=texts["progress"], by=lead
            )
            continue
        action_updates.update(
            action=action, token=uuid.uuid4(), text=texts["done"], done=True, by=lead
        )
        if place % 4 == 0:
            action_updates.verify(action=action, by=stage.by)
        elif place % 4 == 2:
            action_updates.send_back(action=action, reason=texts["sent_back"], by=stage.by)
    releases.close(challenge=challenge, letterless=set(), by=stage.by)


def _to_its_place(challenge, cycle, story):
    """The first session three months after the cycle's deadline, on the same weekday."""
    wanted = tuesday_after(cycle.due_on + timedelta(weeks=12))
    challenge.refresh_from_db()
    story.pass_days(challenge, (challenge.first_day - wanted).days)
