from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "section11.audits"
    verbose_name = "Self-audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from section11.people import registry  # noqa: PLC0415 - models load after the apps
        from section11.record import jobs  # noqa: PLC0415
        from section11.web import home  # noqa: PLC0415

        from . import unfinished  # noqa: PLC0415
        from .home import cycles_run, own_self_audits  # noqa: PLC0415
        from .operations import reminders, self_audits  # noqa: PLC0415

        home.register(own_self_audits)
        home.register(cycles_run)
        registry.profile_changed.append(self_audits.rescope)
        jobs.register(reminders.remind_due)
        registry.unfinished.append(unfinished.self_audits)
