from django.apps import AppConfig

from . import navigation


class WebConfig(AppConfig):
    name = "section11.web"
    verbose_name = "What every page shares"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        navigation.register("Home", "web:home", order=0)
