from django.urls import path

from ..views import survey_set_imports as imports
from ..views import survey_sets as sets

urlpatterns = [
    # survey-sets/
    path("survey-sets/", sets.survey_set_list, name="survey-set-list"),
    path("survey-sets/<int:pk>/", sets.survey_set_detail, name="survey-set-detail"),
    path("survey-sets/<int:pk>/compare/", sets.survey_set_compare, name="survey-set-compare"),
    path(
        "survey-sets/<int:pk>/download/<slug:fmt>/",
        sets.survey_set_download,
        name="survey-set-download",
    ),
    path("survey-sets/<int:pk>/publish/", sets.survey_set_publish, name="survey-set-publish"),
    path(
        "survey-sets/<int:pk>/new-version/",
        sets.survey_set_new_version,
        name="survey-set-new-version",
    ),
    path(
        "survey-sets/<int:pk>/upload/",
        imports.survey_set_upload_into,
        name="survey-set-upload-into",
    ),
    path("survey-sets/template/<slug:fmt>/", sets.survey_set_template, name="survey-set-template"),
    # survey-sets/imports/
    path("survey-sets/upload/", imports.survey_set_upload, name="survey-set-upload"),
    path(
        "survey-sets/imports/<int:pk>/",
        imports.survey_set_import_detail,
        name="survey-set-import-detail",
    ),
    path(
        "survey-sets/imports/<int:pk>/apply/",
        imports.survey_set_import_apply,
        name="survey-set-import-apply",
    ),
    path(
        "survey-sets/imports/<int:pk>/discard/",
        imports.survey_set_import_discard,
        name="survey-set-import-discard",
    ),
]
