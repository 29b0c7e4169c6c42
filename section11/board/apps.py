from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "section11.board"
    verbose_name = "The Board's view"
    default_auto_field = "django.db.models.BigAutoField"
