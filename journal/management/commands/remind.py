"""manage.py remind: send today's reminders now, or show what would go out on a day (--dry-run, --as-of)."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from journal.deadlines import KINDS, digests, reminders
from journal.models import Deadline
from tenancy.models import Appointment, Region
from tenancy.scope import SYSTEM, county_scope, scope


class Command(BaseCommand):
    """With --dry-run nothing is written and nobody told; the posts are those of today, the deadlines those open now."""

    help = "发送期限提醒；加 --dry-run 只显示将发出什么。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只试算，不写入、不发送")
        parser.add_argument("--as-of", type=_day, help="试算这一天，例如 2020-09-13；省略时为今天")

    def handle(self, *, dry_run, as_of, **options):
        if as_of and not dry_run:
            raise CommandError("--as-of 只用于试算：请同时加上 --dry-run。正式提醒总是按今天发送。")
        if not dry_run:
            digests.owe_now(timezone.now())
            self.stdout.write("已交办今天的期限提醒和邮件，由后台任务发送。")
            return
        self._show(as_of or timezone.localdate())

    def _show(self, on):
        self.stdout.write(
            f"{on:%Y-%m-%d} 将发出的期限提醒（试算：按今天的岗位和未办结的期限，不写入、不发送）"
        )
        with scope(SYSTEM), transaction.atomic():
            codes = Deadline.objects.filter(cleared_at=None).order_by().values("county_id").distinct()
            counties = list(Region.objects.filter(pk__in=codes).order_by("pk"))
        total = sum(self._county(county, on) for county in counties)
        self.stdout.write(f"共 {total:,} 条。" if total else "没有要发出的提醒。")

    def _county(self, county, on):
        with scope(county_scope(county)), transaction.atomic():
            planned = reminders.plan(county.pk, on)
            people = _people({user for *_, user, _ in planned})
        if planned:
            self.stdout.write(f"\n{county.name}")
        last = None
        for kind, due_on, step, user, count in planned:
            if last != (kind, due_on, step):
                last = kind, due_on, step
                self.stdout.write(
                    f"  {KINDS[kind].label}，{due_on:%Y-%m-%d} 到期，{_told(step)}（{KINDS[kind].basis}）"
                )
            self.stdout.write(f"    {people[user]}：{count:,} 件")
        return sum(count for *_, count in planned)


def _told(step):
    return f"提前 {step} 天提醒" if step > 0 else f"逾期 {-step} 天提醒" if step < 0 else "当天提醒"


def _people(users):
    """{user id: name, post and address} of these people."""
    posts = Appointment.objects.current().filter(user__in=users).select_related("user", "unit").order_by("pk")
    told = {}
    for post in posts:
        address = f"，{post.user.email}" if post.user.email else "，无邮箱"
        told.setdefault(post.user_id, f"{post.user.name}（{post}{address}）")
    return told


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"“{text}”不是日期，请按 2020-09-13 这样填写。") from fault
