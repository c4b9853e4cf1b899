"""manage.py demo_accounts: who can sign in to the demonstration, as JSON."""

import json

from django.core.management.base import BaseCommand

from oversight.demo.people import accounts


class Command(BaseCommand):
    """Prints [{label, login, password, role, unit}]; [] where the demonstration was not made."""

    help = "列出示范账号（JSON）。"

    def handle(self, **options):
        self.stdout.write(json.dumps(accounts(), ensure_ascii=False, indent=2))
