from django.urls import include, path

urlpatterns = [
    # First what thousands of practitioners open within a few days: an address is compared with every
    # one before it.
    path("", include("surveys.urls")),
    path("", include("section11.web.urls")),
    path("", include("section11.people.urls")),
    path("", include("section11.people.accounts.urls")),
    path("", include("section11.standards.urls")),
    path("", include("section11.audits.urls")),
    path("", include("section11.board.urls")),
    path("", include("challenge.urls")),
    path("", include("section11.demo.urls")),
]

handler400 = "section11.web.errors.bad_request"
handler403 = "section11.web.errors.permission_denied"
handler404 = "section11.web.errors.page_not_found"
handler429 = "section11.web.errors.too_many_requests"
handler500 = "section11.web.errors.server_error"
