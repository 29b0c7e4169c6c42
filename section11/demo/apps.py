from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "section11.demo"
    verbose_name = "The demo"

    def ready(self):
        from section11.people import registry  # noqa: PLC0415 - models load after the apps

        from .people import tips  # noqa: PLC0415

        registry.demo_tips.append(tips)
