from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.text import capfirst

HEAD = """# States

Drawn from the `TRANSITIONS` of each model by `manage.py draw_states > docs/states.md`; a test fails
while the two differ. Only operations change a state, by `move_to` or by the moment it follows from.
"""


class Command(BaseCommand):
    help = "Print every model's states and the ways between them, as docs/states.md holds them."

    def handle(self, **options):
        self.stdout.write(HEAD)
        for model in sorted(_with_states(), key=lambda model: model._meta.label):
            self.stdout.write("\n" + "\n".join(_section(model)))


def _with_states():
    return [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]


def _section(model):
    begins = next(iter(model.TRANSITIONS))
    return [
        f"## {capfirst(model._meta.verbose_name)}",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *[f'    state "{status.label}" as {status}' for status in model.Status],
        f"    [*] --> {begins}",
        *[f"    {a} --> {b}" for a, ways in model.TRANSITIONS.items() for b in ways],
        "```",
        "",
        "| State | Can become |",
        "| --- | --- |",
        *[
            f"| {status.label} | {', '.join(way.label for way in ways) or 'Nothing: it is final'} |"
            for status, ways in model.TRANSITIONS.items()
        ],
    ]
