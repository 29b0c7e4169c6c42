from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "section11.record"
    verbose_name = "What happened, and what was sent"
    default_auto_field = "django.db.models.BigAutoField"
