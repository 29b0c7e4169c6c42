from django.core.management.base import BaseCommand

from section11.record.worker import Worker


class Command(BaseCommand):
    help = (
        "Send mail as it is queued, and reminders as they fall due, until SIGTERM or SIGINT."
        " Several may run."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside", type=int, metavar="PROCESS", help="End when the process with this id ends"
        )

    def handle(self, *, beside, **options):
        Worker(beside=beside).run()
