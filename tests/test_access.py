"""Who may open what: every URL and every kind of person, in one table.

A page's own tests say what it does; none of them repeats who may come in. A URL without a row here
fails the build. Each row stands for its URL with an object of `agency` or `partnership`, towards
which the people of tests/conftest.py stand in every way there is.
"""

from collections import defaultdict
from copy import deepcopy

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.conftest import PageClient

pytest_plugins = ["tests.subjects", "tests.challenge_subjects", "tests.survey_subjects"]

PEOPLE = [
    "anonymous",
    "outsider",  # a lead in another partnership
    "neighbour",  # a lead of another agency of this partnership
    "reader",
    "contributor",
    "lead",
    "approver",
    "chief officer",
    "coordinator",
    "coordinator elsewhere",
    "chair",
    "board member",
    "panel member",
    "scrutineer",
    "lay member",
    "granted reader",  # an administrator who may read this partnership for a reason
    "administrator",
    "seated member",  # a panel member with a seat, where there is a session with the agency
    "conflicted member",  # a panel member with an interest in the agency
]

# What each is answered, in the order of PEOPLE. "in" is the page itself, "go" a redirect after a
# change, "no" 403, "--" 404, "sign" the way to sign in, "held" a form kept while they sign in.
METHODS = {"get", "post", "put", "patch", "delete"}
STATUS = {"in": 200, "go": 302, "no": 403, "--": 404, "sign": 302, "held": 401}

# fmt: off
ACCESS = [
    # URL name, method, of what                                    anon out  neig read cont lead appr chie coor c-el chai boar pane scru lay  gran admi seat conf
    ("web:home", "get", None,                                    "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("web:accessibility", "get", None,                           "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("web:healthz", "get", None,                                 "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("web:continue-saving", "post", None,                        "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),

    ("people:sign-in", "get", None,                              "in   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("people:sign-in", "post", None,                             "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:sign-out", "post", None,                            "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),

    ("account_login", "get", None,                               "in   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("account_login", "post", None,                              "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("account_request_login_code", "get", None,                  "in   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("account_request_login_code", "post", None,                 "in   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("account_confirm_login_code", "get", None,                  "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("account_confirm_login_code", "post", None,                 "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_login_webauthn", "get", None,                          "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_login_webauthn", "post", None,                         "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_authenticate", "get", None,                            "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_authenticate", "post", None,                           "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("openid_connect_login", "get", "no_provider",               "--   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("openid_connect_callback", "get", "no_provider",            "--   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("account_reauthenticate", "get", None,                      "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("account_reauthenticate", "post", None,                     "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_reauthenticate", "get", "second_steps",                "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_reauthenticate", "post", "second_steps",               "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_reauthenticate_webauthn", "get", "second_steps",       "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_reauthenticate_webauthn", "post", "second_steps",      "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_index", "get", None,                                   "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:your-sign-in", "get", None,                         "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:password", "get", None,                             "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:password", "post", None,                            "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:session-end", "post", "session_elsewhere",          "held --   --   --   --   go   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("people:other-sessions-end", "post", None,                  "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_activate_totp", "get", None,                           "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_activate_totp", "post", None,                          "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_deactivate_totp", "get", "second_steps",               "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_deactivate_totp", "post", "second_steps",              "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_view_recovery_codes", "get", "second_steps",           "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_generate_recovery_codes", "get", "second_steps",       "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_generate_recovery_codes", "post", "second_steps",      "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("mfa_add_webauthn", "get", None,                            "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_add_webauthn", "post", None,                           "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("mfa_remove_webauthn", "get", "passkey",                    "sign --   --   --   --   in   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("mfa_remove_webauthn", "post", "passkey",                   "held --   --   --   --   go   --   --   --   --   --   --   --   --   --   --   --   --   --"),

    ("people:role-table", "get", None,                           "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:agency-list", "get", None,                          "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:agency-edit", "get", "agency",                      "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-edit", "post", "agency",                     "held --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:your-details", "get", None,                         "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:your-details", "post", None,                        "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("people:agency-people", "get", "agency",                    "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-invite", "get", "agency",                    "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-invite", "post", "agency",                   "held --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-second-factor", "get", "agency",             "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-second-factor", "post", "agency",            "held --   --   no   no   go   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("people:partnership-people", "get", "partnership",          "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:partnership-invite", "get", "partnership",          "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:partnership-invite", "post", "partnership",         "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:person-detail", "get", "colleague",                 "sign --   --   --   --   in   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:person-detail", "get", "member",                    "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:person-second-step-remove", "post", "colleague",    "held --   --   --   --   go   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-end", "get", "agency_role",                    "sign --   --   --   --   in   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-end", "post", "agency_role",                   "held --   --   --   --   go   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-end", "get", "board_role",                     "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-end", "post", "board_role",                    "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-leave", "get", "agency_role",                  "sign --   --   --   --   in   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-leave", "post", "agency_role",                 "held --   --   --   --   go   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-leave", "post", "board_role",                  "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-hand-on", "get", "lead_role",                  "sign --   --   --   --   in   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-hand-on", "post", "lead_role",                 "held --   --   --   --   in   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:role-send", "post", "invited_role",                 "held --   --   --   --   go   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:invitation-accept", "get", "invitation_key",        "in   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("people:invitation-accept", "post", "invitation_key",       "go   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("people:agency-record", "get", "agency",                    "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:agency-record-download", "get", "agency_csv",       "sign --   --   no   no   in   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:partnership-record", "get", "partnership",          "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:partnership-record-download", "get", "partnership_csv","sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:service-record", "get", None,                       "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:service-record-download", "get", "csv",             "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:agency-new", "get", None,                           "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:agency-new", "post", None,                          "held no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:place-edit", "get", "place",                        "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:place-edit", "post", "place",                       "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:place-end", "get", "place",                         "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:place-end", "post", "place",                        "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("people:place-return", "post", "left_place",                "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("people:import-upload", "get", "kind",                      "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:import-upload", "post", "kind",                     "held no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:import-template", "get", "kind_csv",                "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:import-detail", "get", "table_import",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("people:import-apply", "post", "table_import",              "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:import-discard", "post", "table_import",            "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("people:held-send", "post", None,                           "held no   no   no   no   no   no   no   go   go   no   no   no   no   no   no   no   no   no"),
    ("people:partnership-list", "get", None,                     "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:partnership-new", "get", None,                      "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:partnership-new", "post", None,                     "held no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:coordinator-new", "get", "partnership",             "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:coordinator-new", "post", "partnership",            "held no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:grant-new", "get", "partnership",                   "sign no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:grant-new", "post", "partnership",                  "held no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   in   no   no"),
    ("people:grant-list", "get", None,                           "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("people:grant-end", "post", "grant",                        "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   go   --   --   --"),

    ("standards:standard-set-list", "get", None,                 "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("standards:standard-set-detail", "get", "shipped_set",      "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("standards:standard-set-detail", "get", "own_set",          "sign --   in   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("standards:standard-set-detail", "get", "draft_set",        "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("standards:standard-set-compare", "get", "own_set",         "sign --   in   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("standards:standard-set-download", "get", "own_set_csv",    "sign --   in   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("standards:standard-set-download", "get", "draft_csv",      "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("standards:standard-set-publish", "get", "draft_set",       "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-publish", "post", "draft_set",      "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-new-version", "get", "own_set",     "sign --   no   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-new-version", "get", "shipped_set", "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("standards:standard-set-new-version", "post", "own_set",    "held --   no   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-upload", "get", None,               "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("standards:standard-set-upload", "post", None,              "held no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("standards:standard-set-upload-into", "get", "draft_set",   "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-upload-into", "post", "draft_set",  "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("standards:standard-set-import-detail", "get", "upload",    "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("standards:standard-set-import-apply", "post", "upload",    "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("standards:standard-set-import-discard", "post", "upload",  "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("standards:standard-set-template", "get", "template",       "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("standards:rating-scale-list", "get", None,                 "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("standards:rating-css", "get", None,                        "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),

    ("audits:self-audit-detail", "get", "open_audit",            "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-detail", "get", "submitted",             "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:self-audit-detail", "get", "challenged_audit",      "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   --"),
    ("audits:self-audit-detail", "get", "planned_audit",         "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-check", "get", "open_audit",             "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-check", "get", "submitted",              "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:self-audit-download", "get", "open_audit",          "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-download", "get", "submitted",           "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:self-audit-download", "get", "challenged_audit",    "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   --"),
    ("audits:standard-edit", "get", "step",                      "sign --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:standard-edit", "post", "step",                     "held --   --   no   go   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-send", "post", "open_audit",             "held --   --   no   no   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-sign-off", "get", "sent",                "sign --   --   no   no   no   in   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-sign-off", "post", "sent",               "held --   --   no   no   no   in   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-send-back", "get", "sent",               "sign --   --   no   no   no   in   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-send-back", "post", "sent",              "held --   --   no   no   no   in   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-reopen", "get", "submitted",             "sign --   --   no   no   no   no   no   in   --   no   no   no   no   --   no   --   no   no"),
    ("audits:self-audit-reopen", "post", "submitted",            "held --   --   no   no   no   no   no   in   --   no   no   no   no   --   no   --   no   no"),
    ("audits:cycle-progress", "get", "cycle",                    "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-remind", "post", "cycle",                     "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-remind-send", "post", "cycle",                "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("audits:self-audit-escalate", "get", "overdue",             "sign --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-escalate", "post", "overdue",            "held --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-sign-off-link", "get", "sent",           "sign --   --   no   no   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-sign-off-link", "post", "sent",          "held --   --   no   no   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:sign-off-link-withdraw", "post", "sign_off_link",   "held --   --   no   no   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:sign-off-by-link", "get", "sign_off_key",           "in   no   no   no   no   no   in   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("audits:sign-off-by-link", "post", "sign_off_key",          "in   no   no   no   no   no   in   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("audits:send-back-by-link", "get", "sign_off_key",          "in   no   no   no   no   no   in   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("audits:send-back-by-link", "post", "sign_off_key",         "in   no   no   no   no   no   in   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("audits:sign-off-by-link-done", "get", None,                "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("audits:submission-detail", "get", "submission",            "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:submission-detail", "get", "challenged_submission", "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   --"),
    ("audits:submission-download", "get", "submission",          "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:submission-download", "get", "challenged_submission","sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   --"),
    ("audits:evidence-edit", "get", "evidence",                  "sign --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:evidence-edit", "post", "evidence",                 "held --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:evidence-download", "get", "file",                  "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:evidence-download", "get", "sent_file",             "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   in"),
    ("audits:evidence-download", "get", "challenged_file",       "sign --   --   in   in   in   in   in   in   --   in   in   in   in   --   in   --   in   --"),
    ("audits:evidence-remove", "post", "evidence",               "held --   --   no   go   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:action-edit", "get", "action",                      "sign --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:action-edit", "post", "action",                     "held --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:action-remove", "post", "action",                   "held --   --   no   go   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:clash-settle", "get", "clash",                      "sign --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:clash-settle", "post", "clash",                     "held --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:warning-confirm", "get", "warning",                 "sign --   --   no   in   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:warning-confirm", "post", "warning",                "held --   --   no   go   go   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:cycle-plan", "get", "partnership",                  "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-plan", "post", "partnership",                 "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-manage", "get", "rated_cycle",                "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-edit", "get", "rated_cycle",                  "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-edit", "post", "rated_cycle",                 "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-agencies", "get", "rated_cycle",              "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-agencies", "post", "rated_cycle",             "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-dates", "get", "rated_cycle",                 "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-dates", "post", "rated_cycle",                "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-launch", "get", "planned_cycle",              "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-launch", "post", "planned_cycle",             "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-pause", "get", "rated_cycle",                 "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-pause", "post", "rated_cycle",                "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-resume", "get", "paused_cycle",               "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-resume", "post", "paused_cycle",              "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-close", "get", "rated_cycle",                 "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("audits:cycle-close", "post", "rated_cycle",                "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("audits:self-audit-extend", "get", "open_audit",            "sign --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-extend", "post", "open_audit",           "held --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-record", "get", "open_audit",            "sign --   --   no   no   in   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-record-download", "get", "open_audit_csv","sign --   --   no   no   in   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-record", "get", "submitted",             "sign --   --   no   no   in   no   no   in   --   no   no   no   no   --   no   --   no   no"),
    ("audits:self-audit-record", "get", "challenged_audit",      "sign --   --   no   no   in   no   no   in   --   no   no   no   no   --   no   --   no   --"),
    ("audits:self-audit-owners", "get", "open_audit",            "sign --   --   no   no   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),
    ("audits:self-audit-owners", "post", "open_audit",           "held --   --   no   no   in   no   no   no   --   --   --   --   --   --   --   --   --   --"),

    ("board:cycle-list", "get", None,                            "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("board:cycle-detail", "get", "rated_cycle",                 "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("board:heatmap", "get", "rated_cycle",                      "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("board:heatmap-download", "get", "heatmap_csv",             "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("board:heatmap-download", "get", "heatmap_png",             "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("board:standard-detail", "get", "standard",                 "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("board:cell-detail", "get", "cell",                         "sign --   --   --   --   --   --   --   in   --   in   in   in   in   --   in   --   in   in"),
    ("board:cell-detail", "get", "challenged_cell",              "sign --   --   --   --   --   --   --   in   --   in   in   in   in   --   in   --   in   --"),

    # The challenge: setting it up, and who can come when.
    ("challenge:challenge-detail", "get", "challenge",           "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("challenge:challenge-set-up", "get", "cycle",               "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-set-up", "post", "cycle",              "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-edit", "get", "challenge",             "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-edit", "post", "challenge",            "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-half-days", "get", "challenge",        "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-half-days", "post", "challenge",       "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-rooms", "get", "challenge",            "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-rooms", "post", "challenge",           "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-panel", "get", "challenge",            "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-panel", "post", "challenge",           "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-agencies", "get", "challenge",         "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-agencies", "post", "challenge",        "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-ask", "get", "challenge",              "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-ask", "post", "challenge",             "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-answers", "get", "challenge",          "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-answers-download", "get", "challenge_csv","sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-answers-upload", "get", "challenge",   "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-answers-upload", "post", "challenge",  "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-answers-apply", "post", "challenge",   "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:timetable-plan", "get", "challenge",             "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:timetable-plan", "post", "challenge",            "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:run-detail", "get", "planning_run",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:run-cancel", "post", "planning_run",             "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:run-problem", "get", "planning_run",             "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-detail", "get", "draft",               "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-compare", "get", "draft",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-publish", "get", "draft",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-publish", "post", "draft",             "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-discard", "get", "draft",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-discard", "post", "draft",             "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-copy", "post", "draft",                "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-problem", "get", "draft",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-agency", "get", "draft_agency",        "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-agency", "post", "draft_agency",       "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-session", "get", "draft_session",      "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:timetable-session", "post", "draft_session",     "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:panel-member-edit", "get", "panel_member",       "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:panel-member-edit", "post", "panel_member",      "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:panel-member-take-off", "get", "panel_member",   "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:panel-member-take-off", "post", "panel_member",  "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:panel-link-send", "post", "panel_member",        "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:panel-availability", "get", "panel_member",      "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   in   no"),
    ("challenge:panel-availability", "post", "panel_member",     "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   go   no"),
    ("challenge:agency-availability", "get", "challenged_agency","sign --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:agency-availability", "post", "challenged_agency","held --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:agency-link-send", "post", "challenged_agency",  "held --   --   no   no   no   no   no   go   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:availability-by-link", "get", "personal_key",    "in   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   no"),
    ("challenge:availability-by-link", "post", "personal_key",   "go   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   go   no"),

    # Conflicts of interest.
    ("challenge:interest-list", "get", "challenge",              "sign --   --   no   no   no   no   no   in   --   in   no   no   no   no   no   --   no   no"),
    ("challenge:declare", "get", "panel_member",                 "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   in   no"),
    ("challenge:declare", "post", "panel_member",                "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   in   no"),
    ("challenge:declare-by-link", "get", "personal_key",         "in   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   no"),
    ("challenge:declare-by-link", "post", "personal_key",        "in   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   in   no"),
    ("challenge:member-recuse", "get", "panel_member",           "sign --   --   no   no   no   no   no   in   --   in   no   no   no   no   no   --   no   no"),
    ("challenge:member-recuse", "post", "panel_member",          "held --   --   no   no   no   no   no   in   --   in   no   no   no   no   no   --   no   no"),
    ("challenge:recusal-lift", "post", "recusal",                "held --   --   --   --   --   --   --   go   --   go   --   --   --   --   --   --   --   no"),
    ("challenge:tie-list", "get", "partnership",                 "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:tie-list", "post", "partnership",                "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:tie-remove", "post", "agency_tie",               "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),

    # Its calendar.
    ("challenge:calendar", "get", "published_challenge",         "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("challenge:running-order", "get", "published_challenge",    "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("challenge:session-running-order", "get", "slot_session",   "sign --   --   in   in   in   in   in   in   --   in   in   --   in   in   in   --   in   --"),
    ("challenge:calendar-picture", "get", "published_challenge", "sign --   --   no   no   no   no   no   in   --   in   in   no   in   in   in   --   no   no"),
    ("challenge:calendar-image", "get", "published_challenge",   "sign --   --   no   no   no   no   no   in   --   in   in   no   in   in   in   --   no   no"),
    ("challenge:calendar-download", "get", "published_csv",      "sign --   --   no   no   no   no   no   in   --   in   in   no   in   in   in   --   no   no"),
    ("challenge:session-move", "get", "slot_session",            "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:session-move", "post", "slot_session",           "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:your-calendar", "get", None,                     "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("challenge:calendar-feed-make", "post", None,               "held in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("challenge:calendar-feed-end", "post", None,                "held go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("challenge:calendar-feed", "get", "feed_key",               "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),

    ("challenge:session-detail", "get", "session",               "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:session-open", "get", "session_today",           "sign --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:session-open", "post", "session_today",          "held --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:session-live", "get", "session_on",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:session-close", "get", "session_on",             "sign --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:session-close", "post", "session_on",            "held --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:session-attendance", "get", "session_on",        "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:session-attendance", "post", "session_on",       "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-detail", "get", "slot",                     "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-detail", "get", "pack",                     "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-standard", "get", "pack_standard",          "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-enquiries", "get", "pack",                  "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-enquiries", "post", "pack",                 "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-enquiries-send", "post", "pack",            "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-rate", "get", "pack",                       "sign --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-rate", "post", "pack",                      "held --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-record", "get", "slot_on",                  "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-record-agency", "get", "slot_on",           "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-record-agency", "post", "slot_on",          "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-record-standard", "get", "slot_on_standard","sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-record-standard", "post", "slot_on_standard","held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   go   --"),
    ("challenge:slot-attendance", "get", "slot_on",              "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:slot-attendance", "post", "slot_on",             "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:agency-enquiries", "get", "challenged_agency",   "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),

    ("challenge:challenge-release", "get", "rated_challenge",    "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-release", "post", "rated_challenge",   "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-close", "get", "released_challenge",   "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:challenge-close", "post", "released_challenge",  "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("challenge:letter-list", "get", "released_challenge",       "sign --   --   no   no   no   no   no   in   --   in   no   no   no   no   no   --   no   no"),
    ("challenge:letters-draft", "post", "released_challenge",    "held --   --   no   no   no   no   no   go   --   go   no   no   no   no   no   --   no   no"),
    ("challenge:letters-release", "post", "released_challenge",  "held --   --   no   no   no   no   no   go   --   go   no   no   no   no   no   --   no   no"),
    ("challenge:agency-results", "get", "challenged_agency",     "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("challenge:agency-results", "get", "results",               "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:replies-accept", "post", "results",              "held --   --   no   no   go   go   no   no   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:reply-edit", "get", "rating",                    "sign --   --   no   no   in   in   no   no   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:reply-edit", "post", "rating",                   "held --   --   no   no   in   in   no   no   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:reply-edit", "get", "rated",                     "sign --   --   --   --   --   --   --   no   --   --   --   --   --   --   --   --   no   --"),
    ("challenge:reply-decide", "get", "disputed",                "sign --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:reply-decide", "post", "disputed",               "held --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:reply-file", "get", "reply_with_file",           "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   in   --"),
    ("challenge:letter-detail", "get", "letter",                 "sign --   --   --   --   --   --   --   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:letter-detail", "get", "released_letter",        "sign --   --   in   in   in   in   in   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:letter-edit", "get", "letter",                   "sign --   --   --   --   --   --   --   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:letter-edit", "post", "letter",                  "held --   --   --   --   --   --   --   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:letter-refresh", "post", "letter",               "held --   --   --   --   --   --   --   go   --   go   --   --   --   --   --   --   --   --"),
    ("challenge:letter-approve", "post", "letter",               "held --   --   --   --   --   --   --   go   --   go   --   --   --   --   --   --   --   --"),
    ("challenge:letter-release", "post", "letter",               "held --   --   --   --   --   --   --   go   --   go   --   --   --   --   --   --   --   --"),
    ("challenge:letter-refresh", "post", "released_letter",      "held --   --   no   no   no   no   no   go   --   go   --   --   --   --   --   --   --   --"),
    ("challenge:letter-download", "get", "letter_docx",          "sign --   --   --   --   --   --   --   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:letter-download", "get", "released_letter_pdf",  "sign --   --   in   in   in   in   in   in   --   in   --   --   --   --   --   --   --   --"),
    ("challenge:action-list", "get", None,                       "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("challenge:action-detail", "get", "agreed",                 "sign --   --   in   in   in   in   in   in   --   in   in   --   in   --   --   --   in   --"),
    ("challenge:action-update", "get", "agreed",                 "sign --   --   no   in   in   in   no   no   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:action-update", "post", "agreed",                "held --   --   no   in   in   in   no   no   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:action-verify", "get", "agreed_done",            "sign --   --   no   no   no   no   no   in   --   in   no   --   in   --   --   --   no   --"),
    ("challenge:action-verify", "post", "agreed_done",           "held --   --   no   no   no   no   no   in   --   in   no   --   in   --   --   --   no   --"),
    ("challenge:action-change", "get", "agreed",                 "sign --   --   no   no   no   no   no   in   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:action-change", "post", "agreed",                "held --   --   no   no   no   no   no   in   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:action-escalate", "get", "agreed_overdue",       "sign --   --   no   no   no   no   no   in   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:action-escalate", "post", "agreed_overdue",      "held --   --   no   no   no   no   no   in   --   no   no   --   no   --   --   --   no   --"),
    ("challenge:update-file", "get", "proof",                    "sign --   --   in   in   in   in   in   in   --   in   in   --   in   --   --   --   in   --"),
    ("challenge:partnership-actions", "get", "partnership",      "sign --   --   --   --   --   --   --   in   --   in   in   no   in   no   no   --   no   no"),
    ("challenge:partnership-actions-download", "get", "partnership_csv","sign --   --   --   --   --   --   --   in   --   in   in   no   in   no   no   --   no   no"),

    # Surveys: running one, and an agency's part in it.
    ("surveys:survey-set-list", "get", None,                     "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("surveys:survey-set-detail", "get", "shipped_survey_set",   "sign --   --   --   --   --   --   --   in   in   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-detail", "get", "own_survey_set",       "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-detail", "get", "draft_survey_set",     "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-compare", "get", "own_survey_set",      "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-download", "get", "own_survey_set_csv", "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-publish", "get", "draft_survey_set",    "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-publish", "get", "shipped_survey_set",  "sign --   --   --   --   --   --   --   no   no   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-publish", "post", "draft_survey_set",   "held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-new-version", "get", "own_survey_set",  "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-new-version", "get", "shipped_survey_set","sign --   --   --   --   --   --   --   in   in   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-new-version", "post", "own_survey_set", "held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-upload", "get", None,                   "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("surveys:survey-set-upload", "post", None,                  "held no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("surveys:survey-set-upload-into", "get", "draft_survey_set","sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-upload-into", "post", "draft_survey_set","held --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-import-detail", "get", "survey_set_upload","sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-import-apply", "post", "survey_set_upload","held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-import-discard", "post", "survey_set_upload","held --   --   --   --   --   --   --   go   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:survey-set-template", "get", "csv_format",         "sign no   no   no   no   no   no   no   in   in   no   no   no   no   no   no   no   no   no"),
    ("surveys:survey-list", "get", None,                         "sign in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("surveys:survey-set-up", "get", "cycle",                    "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-set-up", "post", "cycle",                   "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-detail", "get", "survey",                   "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:survey-detail", "get", "planned_survey",           "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:survey-edit", "get", "planned_survey",             "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-edit", "post", "planned_survey",            "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-agencies", "get", "planned_survey",         "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-agencies", "post", "planned_survey",        "held --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-open", "get", "planned_survey",             "sign --   --   --   --   --   --   --   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-open", "post", "planned_survey",            "held --   --   --   --   --   --   --   go   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-extend", "get", "survey",                   "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-extend", "post", "survey",                  "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-close", "get", "survey",                    "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-close", "post", "survey",                   "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-share", "get", "counted_survey",            "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-share", "post", "counted_survey",           "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-headcounts", "get", "survey",               "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-headcounts", "post", "survey",              "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-remind", "get", "survey",                   "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:survey-remind", "post", "survey",                  "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:surveyed-agency-detail", "get", "surveyed_agency", "sign --   --   in   in   in   in   in   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-headcount", "get", "surveyed_agency","sign --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-headcount", "post", "surveyed_agency","held --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-poster", "get", "surveyed_agency", "sign --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-code", "get", "survey_code",       "sign --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-renew", "get", "surveyed_agency",  "sign --   --   no   no   no   no   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-renew", "post", "surveyed_agency", "held --   --   no   no   no   no   no   go   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-addresses", "get", "token_agency", "sign --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:surveyed-agency-addresses", "post", "token_agency","held --   --   no   no   in   in   no   in   --   --   --   --   --   --   --   --   --   --"),

    # What came of one.
    ("surveys:survey-results", "get", "shared_survey",           "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:survey-results", "get", "counted_survey",          "sign --   --   no   no   no   no   no   in   --   go   go   go   go   go   go   --   go   go"),
    ("surveys:standard-results", "get", "survey_standard",       "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:question-results", "get", "survey_question",       "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:group-results", "get", "shared_survey",            "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:results-download", "get", "shared_survey_csv",     "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:agency-results", "get", "shared_part",             "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:agency-results", "get", "counted_part",            "sign --   --   go   go   go   go   go   in   --   go   go   go   go   go   go   --   go   go"),
    ("surveys:agency-results", "get", "challenged_part",         "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   --"),
    ("surveys:agency-results-download", "get", "shared_part_csv","sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:free-text-list", "get", "shared_survey",           "sign --   --   no   no   no   no   no   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:agency-free-text-list", "get", "shared_part",      "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:agency-free-text-list", "get", "challenged_part",  "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   --"),
    ("surveys:free-text-review", "get", "shared_survey",         "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:free-text-review", "post", "shared_survey",        "held --   --   no   no   no   no   no   go   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:free-text-edit", "get", "free_text",               "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:free-text-edit", "get", "challenged_text",         "sign --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   --"),
    ("surveys:free-text-edit", "get", "unread_text",             "sign --   --   --   --   --   --   --   in   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:free-text-edit", "post", "free_text",              "held --   --   no   no   no   no   no   in   --   no   no   no   no   no   no   --   no   no"),
    ("surveys:chart", "get", "shared_survey",                    "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:chart", "get", "counted_survey",                   "sign --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("surveys:chart-image", "get", "shared_survey",              "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:chart-download", "get", "shared_survey_svg",       "sign --   --   in   in   in   in   in   in   --   in   in   in   in   in   in   --   in   in"),
    ("surveys:session-feedback", "get", "cycle",                 "sign --   --   --   --   --   --   --   in   --   in   in   in   in   in   in   --   in   in"),

    # A respondent has no account: whoever has the link answers, and no one is told from another.
    ("surveys:answer-once", "get", "survey_token",               "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("surveys:answer-start", "get", "survey_key",                "in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in"),
    ("surveys:answer-start", "post", "survey_key",               "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("surveys:answer-step", "get", "survey_step",                "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),
    ("surveys:answer-step", "post", "survey_step",               "no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no   no"),
    ("surveys:answer-thanks", "get", "survey_key",               "go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go"),

    # Only a demo has it: tests/demo/test_mail.py
    ("demo:mail-calendar", "get", "mail_calendar",               "--   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --"),
    ("demo:mail", "get", None,                                   "--   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --   --"),
]
# fmt: on


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)


def test_every_url_has_a_row():
    assert {name for name, *_ in ACCESS} == set(names(get_resolver().url_patterns))


SUBJECTS = list(dict.fromkeys(subject for _, _, subject, _ in ACCESS))


@pytest.fixture
def visit(people):
    """visit(person, method, url): the answer to that person, each in a browser of their own.

    What it changed is undone, the browser's cookies too, so that each finds the same.
    """
    cookies = {}
    for person, user in people.items():
        client = PageClient()
        if user:
            client.force_login(user)
        cookies[person] = client.cookies

    def answered(person, method, url):
        client = PageClient()
        client.cookies = deepcopy(cookies[person])
        with transaction.atomic():
            response = getattr(client, method)(url)
            response.getvalue()  # a download is read to its end, which closes its file
            transaction.set_rollback(True)
        return response

    return answered


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_access(address, visit, subject):
    """Each row of that subject, and every other method of the URLs that it is the first row of:
    it takes longer to make than to ask for.
    """
    differing = {}
    for name, method, of, answers in ACCESS:
        if of == subject:
            for person, answer in zip(PEOPLE, answers.split(), strict=True):
                answered = in_words(visit(person, method, address(name, subject)))
                if answered != (STATUS[answer], "to sign in" if answer == "sign" else ""):
                    differing[name, method, person] = (*answered, f"not {answer!r}")
    allowed = {
        (name, method): status
        for name, methods in other_methods(subject).items()
        for method in methods
        if (status := visit("lead", method, address(name, subject)).status_code) != 405
    }

    assert differing == {}
    assert allowed == {}


def in_words(response):
    to = response.headers.get("Location", "")
    signs_in = to.startswith(f"{reverse(settings.LOGIN_URL)}?next=")
    return response.status_code, "to sign in" if signs_in else ""


def other_methods(subject):
    """Of each URL whose first row is of that subject, the methods that no row has."""
    first, known = {}, defaultdict(set)
    for name, method, of, _ in ACCESS:
        first.setdefault(name, of)
        known[name].add(method)
    return {name: sorted(METHODS - known[name]) for name in first if first[name] == subject}
