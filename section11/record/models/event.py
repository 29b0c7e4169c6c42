from django.conf import settings
from django.db import models
from django.utils import timezone


class EventQuerySet(models.QuerySet):
    def about(self, obj):
        return self.filter(subject_type=obj._meta.label_lower, subject_id=obj.pk)


class Event(models.Model):
    """One act: who did what to what, and when. Written once, never changed.

    The subject and its agency and partnership are plain numbers, not foreign keys: an event
    outlives what it describes, and this app knows nothing of the apps above it.
    """

    class Kind(models.TextChoices):
        """Each kind with the sentence a person reads: "{by} {label}"."""

        SIGNED_IN = "signed_in", "signed in"
        SIGN_IN_FAILED = "sign_in_failed", "failed to sign in"
        SIGNED_OUT = "signed_out", "signed out"
        SECOND_FACTOR_ADDED = "second_factor_added", "added a second factor"
        SECOND_FACTOR_REMOVED = "second_factor_removed", "removed a second factor"
        PASSWORD_CHANGED = "password_changed", "changed the password"  # noqa: S105
        SESSION_ENDED = "session_ended", "ended another session"
        PERSON_ADDED = "person_added", "added a person"
        PERSON_CHANGED = "person_changed", "changed a person's details"
        PERSON_DEACTIVATED = "person_deactivated", "deactivated a person"
        PERSON_REACTIVATED = "person_reactivated", "let a person back in"
        PERSON_INVITED = "person_invited", "invited a person"
        INVITATION_WITHDRAWN = "invitation_withdrawn", "withdrew an invitation"
        INVITATION_USED = "invitation_used", "came in by invitation"
        LINK_REFUSED = "link_refused", "opened a link that no longer works"
        PEOPLE_IMPORTED = "people_imported", "imported people"
        AGENCIES_IMPORTED = "agencies_imported", "imported agencies"
        ACCESS_GRANTED = "access_granted", "was granted reading for a reason"
        RECORD_EXPORTED = "record_exported", "exported the record"
        PARTNERSHIP_ADDED = "partnership_added", "added a partnership"
        AGENCY_ADDED = "agency_added", "added an agency"
        AGENCY_JOINED = "agency_joined", "brought an agency into a partnership"
        AGENCY_LEFT = "agency_left", "ended an agency's part in a partnership"
        AGENCY_CHANGED = "agency_changed", "changed the agency's details"
        ROLE_GIVEN = "role_given", "gave a role"
        ROLE_ENDED = "role_ended", "ended a role"
        STANDARD_SET_IMPORTED = "standard_set_imported", "imported questions into the standard set"
        STANDARD_SET_PUBLISHED = "standard_set_published", "published the standard set"
        STANDARD_SET_COPIED = "standard_set_copied", "began a new version of the standard set"
        CYCLE_PLANNED = "cycle_planned", "planned a cycle"
        CYCLE_CHANGED = "cycle_changed", "changed the cycle"
        CYCLE_OPENED = "cycle_opened", "opened the cycle"
        CYCLE_PAUSED = "cycle_paused", "paused the cycle"
        CYCLE_RESUMED = "cycle_resumed", "resumed the cycle"
        CYCLE_CLOSED = "cycle_closed", "closed the cycle"
        SELF_AUDIT_ADDED = "self_audit_added", "brought the agency into the cycle"
        SELF_AUDIT_LEFT_OUT = "self_audit_left_out", "left the agency out of the cycle"
        SELF_AUDIT_EXTENDED = "self_audit_extended", "gave the agency more time"
        STANDARD_OWNER_GIVEN = "standard_owner_given", "gave a standard an owner"
        REMINDER_SENT = "reminder_sent", "sent a reminder"
        ESCALATED = "escalated", "escalated an overdue self-audit"
        SIGN_OFF_LINK_SENT = "sign_off_link_sent", "sent a sign-off link"
        SIGN_OFF_LINK_WITHDRAWN = "sign_off_link_withdrawn", "withdrew a sign-off link"
        STANDARD_SAVED = "standard_saved", "saved a standard"
        CLASH_FOUND = "clash_found", "saved a text that someone else had changed"
        CLASH_SETTLED = "clash_settled", "settled which text stands"
        EVIDENCE_ADDED = "evidence_added", "added evidence"
        EVIDENCE_CHANGED = "evidence_changed", "changed evidence"
        EVIDENCE_REMOVED = "evidence_removed", "removed evidence"
        EVIDENCE_DOWNLOADED = "evidence_downloaded", "downloaded evidence"
        ACTION_ADDED = "action_added", "added an action"
        ACTION_CHANGED = "action_changed", "changed an action"
        ACTION_REMOVED = "action_removed", "removed an action"
        WARNING_CONFIRMED = "warning_confirmed", "confirmed that a text holds no child's data"
        SELF_AUDIT_SENT = "self_audit_sent", "sent the self-audit for sign-off"
        SELF_AUDIT_SENT_BACK = "self_audit_sent_back", "sent the self-audit back"
        SELF_AUDIT_SUBMITTED = "self_audit_submitted", "signed off and submitted the self-audit"
        SELF_AUDIT_REOPENED = "self_audit_reopened", "reopened the self-audit"
        SELF_AUDIT_DOWNLOADED = "self_audit_downloaded", "downloaded the self-audit"
        HEATMAP_DOWNLOADED = "heatmap_downloaded", "downloaded the heatmap"
        ANSWERS_IMPORTED = "answers_imported", "imported answers"
        CHALLENGE_SET_UP = "challenge_set_up", "set up the challenge"
        CHALLENGE_CHANGED = "challenge_changed", "changed the challenge"
        CHALLENGED_AGENCIES_CHOSEN = "challenged_agencies_chosen", "chose agencies to challenge"
        PANEL_CHANGED = "panel_changed", "changed who sits on panels"
        AVAILABILITY_ASKED = "availability_asked", "asked who can come when"
        AVAILABILITY_GIVEN = "availability_given", "said who can come when"
        AVAILABILITY_IMPORTED = "availability_imported", "imported who can come when"
        ATTENDEES_NAMED = "attendees_named", "named who attends"
        AGENCY_TIED = "agency_tied", "noted that two agencies are tied"
        AGENCY_UNTIED = "agency_untied", "removed a tie between two agencies"
        INTEREST_FOUND = "interest_found", "found a conflict of interest"
        INTERESTS_DECLARED = "interests_declared", "declared interests"
        INTEREST_ENDED = "interest_ended", "ended a conflict of interest"
        MEMBER_RECUSED = "member_recused", "recused a panel member"
        PLANNING_ASKED = "planning_asked", "asked for a timetable"
        PLANNING_CANCELLED = "planning_cancelled", "cancelled the planning"
        PLANNING_FAILED = "planning_failed", "failed to plan"
        TIMETABLE_DRAFTED = "timetable_drafted", "drafted a timetable"
        TIMETABLE_DISCARDED = "timetable_discarded", "threw a draft away"
        TIMETABLE_PUBLISHED = "timetable_published", "published the timetable"
        TIMETABLE_EXPORTED = "timetable_exported", "exported the timetable"
        SESSION_MOVED = "session_moved", "moved a challenge session"
        CALENDAR_FEED_MADE = "calendar_feed_made", "made a private calendar address"
        CALENDAR_FEED_ENDED = "calendar_feed_ended", "ended a private calendar address"
        PACK_OPENED = "pack_opened", "opened a pack"
        ENQUIRIES_CHANGED = "enquiries_changed", "changed the lines of enquiry"
        ENQUIRIES_SENT = "enquiries_sent", "sent the lines of enquiry"
        MEMBER_RATED = "member_rated", "rated alone before the session"
        SESSION_OPENED = "session_opened", "opened the session"
        SESSION_RECORDED = "session_recorded", "recorded the session"
        SESSION_CLOSED = "session_closed", "closed the session"
        RATINGS_RELEASED = "ratings_released", "released the moderated ratings"
        REPLY_GIVEN = "reply_given", "replied to a moderated rating"
        REPLY_DECIDED = "reply_decided", "decided on a reply"
        LETTER_DRAFTED = "letter_drafted", "drafted a feedback letter"
        LETTER_CHANGED = "letter_changed", "changed a feedback letter"
        LETTER_APPROVED = "letter_approved", "approved a feedback letter"
        LETTER_RELEASED = "letter_released", "released a feedback letter"
        LETTER_DOWNLOADED = "letter_downloaded", "downloaded a feedback letter"
        AGREED_ACTION_UPDATED = "agreed_action_updated", "updated an agreed action"
        AGREED_ACTION_VERIFIED = "agreed_action_verified", "verified an agreed action"
        AGREED_ACTION_ESCALATED = "agreed_action_escalated", "escalated an overdue agreed action"
        AGREED_ACTIONS_EXPORTED = "agreed_actions_exported", "downloaded agreed actions"
        CHALLENGE_CLOSED = "challenge_closed", "closed the challenge"
        SURVEY_SET_IMPORTED = "survey_set_imported", "imported questions into the survey set"
        SURVEY_SET_PUBLISHED = "survey_set_published", "published the survey set"
        SURVEY_SET_COPIED = "survey_set_copied", "began a new version of the survey set"
        SURVEY_SET_UP = "survey_set_up", "set up a survey"
        SURVEY_CHANGED = "survey_changed", "changed the survey"
        SURVEY_REMOVED = "survey_removed", "removed a survey that was never opened"
        SURVEY_OPENED = "survey_opened", "opened the survey"
        SURVEY_EXTENDED = "survey_extended", "gave the survey more time"
        SURVEY_CLOSED = "survey_closed", "closed the survey"
        SURVEY_COUNTED = "survey_counted", "counted the answers to the survey"
        SURVEY_SHARED = "survey_shared", "shared the results of the survey"
        SURVEY_HEADCOUNT_SAID = "survey_headcount_said", "said how many staff could answer"
        SURVEY_LINK_RENEWED = "survey_link_renewed", "renewed an agency's survey link"
        SURVEY_LINKS_SENT = "survey_links_sent", "sent personal survey links"
        SURVEY_LINK_LOST = "survey_link_lost", "asked for a new link in place of a lost one"
        SURVEY_REMINDER_SENT = "survey_reminder_sent", "asked an agency for more answers"
        SURVEY_TEXTS_RELEASED = "survey_texts_released", "released what practitioners wrote"
        SURVEY_TEXTS_HELD_BACK = "survey_texts_held_back", "held back what practitioners wrote"
        SURVEY_EXPORTED = "survey_exported", "downloaded the results of the survey"

    kind = models.CharField(max_length=40, choices=Kind)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    # The address that the request came from; none for what the service did by itself.
    address = models.GenericIPAddressField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events"
    )
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    about = models.CharField(max_length=200)
    agency_id = models.BigIntegerField(null=True)
    partnership_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_by_subject"),
            models.Index(fields=["partnership_id", "at"], name="event_by_partnership"),
            models.Index(fields=["agency_id", "at"], name="event_by_agency"),
            models.Index(fields=["by", "at"], name="event_by_person"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
        ]

    def __str__(self):
        return f"{self.by or 'Someone not signed in'} {self.get_kind_display()}: {self.about}"
