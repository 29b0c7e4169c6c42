from django.urls import path

from .views import agencies, roles, sign_in

app_name = "people"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    # agencies/
    path("agencies/", agencies.agency_list, name="agency-list"),
    path("agencies/<int:pk>/details/", agencies.agency_edit, name="agency-edit"),
    # roles/
    path("roles/", roles.role_table, name="role-table"),
]
