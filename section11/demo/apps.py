from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "section11.demo"
    verbose_name = "The demo partnership"
