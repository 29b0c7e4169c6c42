"""What follows the sessions: release, right of reply, letters, agreed actions, closing."""

from django.urls import path

from ..views import agreed_actions, letters, releases, replies

urlpatterns = [
    path("challenges/<int:pk>/release/", releases.challenge_release, name="challenge-release"),
    path("challenges/<int:pk>/close/", releases.challenge_close, name="challenge-close"),
    path("challenges/<int:pk>/letters/", letters.letter_list, name="letter-list"),
    path("challenges/<int:pk>/letters/draft/", letters.letters_draft, name="letters-draft"),
    path("challenges/<int:pk>/letters/release/", letters.letters_release, name="letters-release"),
    path(
        "challenged-agencies/<int:pk>/results/",
        replies.agency_results_page,
        name="agency-results",
    ),
    path("challenged-agencies/<int:pk>/accept/", replies.replies_accept, name="replies-accept"),
    path("moderated-ratings/<int:pk>/reply/", replies.reply_edit, name="reply-edit"),
    path("replies/<int:pk>/decide/", replies.reply_decide, name="reply-decide"),
    path("replies/<int:pk>/files/<int:version>/", replies.reply_file, name="reply-file"),
    path("letters/<int:pk>/", letters.letter_detail, name="letter-detail"),
    path("letters/<int:pk>/edit/", letters.letter_edit, name="letter-edit"),
    path("letters/<int:pk>/refresh/", letters.letter_refresh, name="letter-refresh"),
    path("letters/<int:pk>/approve/", letters.letter_approve, name="letter-approve"),
    path("letters/<int:pk>/release/", letters.letter_release, name="letter-release"),
    path("letters/<int:pk>/download/<str:fmt>/", letters.letter_download, name="letter-download"),
    path("agreed-actions/", agreed_actions.action_list, name="action-list"),
    path("agreed-actions/<int:pk>/", agreed_actions.action_detail, name="action-detail"),
    path("agreed-actions/<int:pk>/update/", agreed_actions.action_update, name="action-update"),
    path("agreed-actions/<int:pk>/verify/", agreed_actions.action_verify, name="action-verify"),
    path("agreed-actions/<int:pk>/change/", agreed_actions.action_change, name="action-change"),
    path(
        "agreed-actions/<int:pk>/escalate/",
        agreed_actions.action_escalate,
        name="action-escalate",
    ),
    path("agreed-action-files/<int:pk>/", agreed_actions.update_file, name="update-file"),
    path(
        "partnerships/<int:pk>/agreed-actions/",
        agreed_actions.partnership_actions,
        name="partnership-actions",
    ),
    path(
        "partnerships/<int:pk>/agreed-actions/download/<str:fmt>/",
        agreed_actions.partnership_actions_download,
        name="partnership-actions-download",
    ),
]
