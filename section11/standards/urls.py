from django.urls import path

from .views import rating_scales, standard_set_imports, standard_sets

app_name = "standards"

urlpatterns = [
    # standards/
    path("standards/", standard_sets.standard_set_list, name="standard-set-list"),
    path("standards/<int:pk>/", standard_sets.standard_set_detail, name="standard-set-detail"),
    path(
        "standards/<int:pk>/compare/",
        standard_sets.standard_set_compare,
        name="standard-set-compare",
    ),
    path(
        "standards/<int:pk>/download/<slug:fmt>/",
        standard_sets.standard_set_download,
        name="standard-set-download",
    ),
    path(
        "standards/<int:pk>/publish/",
        standard_sets.standard_set_publish,
        name="standard-set-publish",
    ),
    path(
        "standards/<int:pk>/new-version/",
        standard_sets.standard_set_new_version,
        name="standard-set-new-version",
    ),
    path(
        "standards/<int:pk>/upload/",
        standard_set_imports.standard_set_upload_into,
        name="standard-set-upload-into",
    ),
    # standards/imports/
    path("standards/upload/", standard_set_imports.standard_set_upload, name="standard-set-upload"),
    path(
        "standards/imports/<int:pk>/",
        standard_set_imports.standard_set_import_detail,
        name="standard-set-import-detail",
    ),
    path(
        "standards/imports/<int:pk>/apply/",
        standard_set_imports.standard_set_import_apply,
        name="standard-set-import-apply",
    ),
    path(
        "standards/imports/<int:pk>/discard/",
        standard_set_imports.standard_set_import_discard,
        name="standard-set-import-discard",
    ),
    # standards/rating-scales/
    path("standards/rating-scales/", rating_scales.rating_scale_list, name="rating-scale-list"),
    path(
        "standards/rating-scales/<slug:code>/template/<slug:fmt>/",
        standard_sets.standard_set_template,
        name="standard-set-template",
    ),
    # The one public page: its address is in the head of pages shown before sign-in.
    path("rating-scales.css", rating_scales.rating_css, name="rating-css"),
]
