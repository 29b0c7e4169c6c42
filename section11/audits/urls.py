from django.urls import path

from .views import (
    actions,
    answers,
    cycle_agencies,
    cycles,
    escalations,
    evidence,
    owners,
    progress,
    record,
    self_audits,
    sign_off_links,
    submissions,
)
from .views.standard_edit import standard_edit

app_name = "audits"
urlpatterns = [
    # self-audits/
    path("self-audits/<int:pk>/", self_audits.self_audit_detail, name="self-audit-detail"),
    path("self-audits/<int:pk>/standards/<str:step>/", standard_edit, name="standard-edit"),
    path("self-audits/<int:pk>/check/", self_audits.self_audit_check, name="self-audit-check"),
    path("self-audits/<int:pk>/send/", self_audits.self_audit_send, name="self-audit-send"),
    path(
        "self-audits/<int:pk>/sign-off/",
        self_audits.self_audit_sign_off,
        name="self-audit-sign-off",
    ),
    path(
        "self-audits/<int:pk>/send-back/",
        self_audits.self_audit_send_back,
        name="self-audit-send-back",
    ),
    path("self-audits/<int:pk>/reopen/", self_audits.self_audit_reopen, name="self-audit-reopen"),
    path(
        "self-audits/<int:pk>/download/",
        self_audits.self_audit_download,
        name="self-audit-download",
    ),
    path(
        "self-audits/<int:pk>/escalate/",
        escalations.self_audit_escalate,
        name="self-audit-escalate",
    ),
    path(
        "self-audits/<int:pk>/sign-off-link/",
        sign_off_links.self_audit_sign_off_link,
        name="self-audit-sign-off-link",
    ),
    # sign-off/, for those who hold a link
    path(
        "sign-off-links/<int:pk>/withdraw/",
        sign_off_links.sign_off_link_withdraw,
        name="sign-off-link-withdraw",
    ),
    path("sign-off/done/", sign_off_links.sign_off_by_link_done, name="sign-off-by-link-done"),
    path("sign-off/<str:key>/", sign_off_links.sign_off_by_link, name="sign-off-by-link"),
    path(
        "sign-off/<str:key>/send-back/",
        sign_off_links.send_back_by_link,
        name="send-back-by-link",
    ),
    path(
        "self-audits/<int:pk>/extend/", cycle_agencies.self_audit_extend, name="self-audit-extend"
    ),
    path("self-audits/<int:pk>/record/", record.self_audit_record, name="self-audit-record"),
    path(
        "self-audits/<int:pk>/record/<slug:fmt>/",
        record.self_audit_record_download,
        name="self-audit-record-download",
    ),
    path("self-audits/<int:pk>/owners/", owners.self_audit_owners, name="self-audit-owners"),
    # cycles/, as a coordinator runs them
    path("partnerships/<int:pk>/plan-cycle/", cycles.cycle_plan, name="cycle-plan"),
    path("cycles/<int:pk>/manage/", cycles.cycle_manage, name="cycle-manage"),
    path("cycles/<int:pk>/edit/", cycles.cycle_edit, name="cycle-edit"),
    path("cycles/<int:pk>/agencies/", cycle_agencies.cycle_agencies, name="cycle-agencies"),
    path("cycles/<int:pk>/dates/", cycle_agencies.cycle_dates, name="cycle-dates"),
    path("cycles/<int:pk>/launch/", cycles.cycle_launch, name="cycle-launch"),
    path("cycles/<int:pk>/pause/", cycles.cycle_pause, name="cycle-pause"),
    path("cycles/<int:pk>/resume/", cycles.cycle_resume, name="cycle-resume"),
    path("cycles/<int:pk>/close/", cycles.cycle_close, name="cycle-close"),
    # cycles/…/progress/
    path("cycles/<int:pk>/progress/", progress.cycle_progress, name="cycle-progress"),
    path("cycles/<int:pk>/remind/", progress.cycle_remind, name="cycle-remind"),
    path("cycles/<int:pk>/remind/send/", progress.cycle_remind_send, name="cycle-remind-send"),
    # submissions/
    path("submissions/<int:pk>/", submissions.submission_detail, name="submission-detail"),
    path(
        "submissions/<int:pk>/download/",
        submissions.submission_download,
        name="submission-download",
    ),
    # evidence/
    path("evidence/<int:pk>/", evidence.evidence_edit, name="evidence-edit"),
    path("evidence/<int:pk>/download/", evidence.evidence_download, name="evidence-download"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    # actions/
    path("actions/<int:pk>/", actions.action_edit, name="action-edit"),
    path("actions/<int:pk>/remove/", actions.action_remove, name="action-remove"),
    # what needs a person's word
    path("clashes/<int:pk>/", answers.clash_settle, name="clash-settle"),
    path("data-warnings/<int:pk>/confirm/", answers.warning_confirm, name="warning-confirm"),
]
