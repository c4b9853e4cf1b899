"""manage.py add_county 410821 --divisions FILE: a county comes in, with its places, units and first administrator."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from journal.bootstrap import add_county
from tenancy import divisions
from tenancy.models import Appointment
from tenancy.roles import ROLES
from tenancy.scope import SYSTEM, scope


class Command(BaseCommand):
    """Safe to run again after the divisions changed: adds what is new, brings names up to date, removes nothing."""

    help = "接入一个县（市、区）：区划、单位和首个管理员。可以重复执行。"

    def add_arguments(self, parser):
        parser.add_argument("code", help="统计用区划代码：县 6 位（如 410821），市本级 4 位（如 4108）")
        parser.add_argument("--divisions", required=True, metavar="文件", help="CSV：code,name,level,parent")
        parser.add_argument("--admin", metavar="登录名", help="首个管理员；省略时为 admin 加代码")
        parser.add_argument("--name", metavar="姓名", default="管理员", help="首个管理员的姓名")

    def handle(self, *, code, divisions: str, admin, name, **options):
        if not (code.isascii() and code.isdecimal() and len(code) in (4, 6)):
            raise CommandError(f"区划代码「{code}」应为 6 位（县）或 4 位（市本级）数字。")
        try:
            self._add(int(code), divisions, admin, name)
        except ValidationError as wrong:
            raise CommandError("；".join(wrong.messages)) from wrong

    def _add(self, code, path, admin, name):
        login = admin or (None if has_administrator(code) else f"admin{code}")
        added = add_county(code, divisions.read(path), admin=login, admin_name=name)
        self.stdout.write(f"{added.county.name}（{code}）：新增 {added.units} 个单位。")
        if added.password:
            self.stdout.write(
                f"首个管理员 {added.admin.username}，初始密码 {added.password}（只显示这一次）。"
            )
        else:
            self.stdout.write("管理员已有，未新建。")


def has_administrator(county):
    """Whether somebody manages people there today."""
    roles = [key for key, role in ROLES.items() if "manage_people" in role.verbs]
    with scope(SYSTEM), transaction.atomic():
        return Appointment.objects.current().filter(county_id=county, role__in=roles).exists()
