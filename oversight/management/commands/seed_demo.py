"""manage.py seed_demo: the demonstration's counties, people and ledgers; what is there already stays as it is."""

from django.core.management.base import BaseCommand

from oversight.demo.seeding import seed


class Command(BaseCommand):
    """Runs at each start of `./jiadi run`; after the first it finds nothing to do."""

    help = "建立示范数据：焦作市各县（市、区）、示例资产、公开台账和示范账号。可以重复执行。"

    def handle(self, **options):
        seed(self.stdout.write)
