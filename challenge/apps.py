from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "challenge"
    verbose_name = "The annual challenge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from section11.people import registry, withheld  # noqa: PLC0415 - models load after the apps
        from section11.board import layers  # noqa: PLC0415
        from section11.record import jobs  # noqa: PLC0415

        from .layers import MODERATED  # noqa: PLC0415
        from .operations import interests  # noqa: PLC0415
        from .withheld import by_interest  # noqa: PLC0415

        layers.register(MODERATED)
        withheld.register(by_interest)
        registry.roles_changed.append(interests.refresh_for)
        jobs.register(interests.refresh_all)
