from django.core.management.base import BaseCommand

from section11.record import outbox


class Command(BaseCommand):
    help = "Send the mail that waits in the outbox. Run every minute; safe to run twice at once."

    def handle(self, **options):
        self.stdout.write(f"{outbox.send_waiting()} sent.")
