"""Conflicts of interest: declared, found, and recusals; and ties between agencies."""

from django.urls import path

from ..views import agency_ties, interests

urlpatterns = [
    path("challenges/<int:pk>/interests/", interests.interest_list, name="interest-list"),
    path("panel-members/<int:pk>/interests/", interests.declare, name="declare"),
    path("panel-members/<int:pk>/recuse/", interests.member_recuse, name="member-recuse"),
    path("interests/<int:pk>/lift/", interests.recusal_lift, name="recusal-lift"),
    # for those who hold a link
    path("declaration/<str:key>/", interests.declare_by_link, name="declare-by-link"),
    path("partnerships/<int:pk>/agency-ties/", agency_ties.tie_list, name="tie-list"),
    path("agency-ties/<int:pk>/remove/", agency_ties.tie_remove, name="tie-remove"),
]
