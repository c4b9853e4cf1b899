"""manage.py seal_journal: seal now what the clock would seal within the minute (before a backup, before printing)."""

from django.core.management.base import BaseCommand

from journal.jobs import seal_all


class Command(BaseCommand):
    """Entries of transactions that are still open are left for the next time."""

    help = "立即封存各县区的操作记录。"

    def handle(self, **options):
        self.stdout.write(f"已封存 {seal_all()} 条记录。")
