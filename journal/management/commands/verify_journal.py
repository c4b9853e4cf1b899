"""manage.py verify_journal: reckon every seal anew from the entries and changes, and name the first that is broken."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from journal.models import Seal
from tenancy.models import Region
from tenancy.scope import Scope, scope


class Command(BaseCommand):
    """Reads only, over all counties; ends with an error where something was changed, put in or taken out."""

    help = "核验操作记录的封存链：逐段重算摘要，指出第一处不符。"

    def add_arguments(self, parser):
        parser.add_argument("county", nargs="*", type=int, help="区划代码；省略时核验全部")

    def handle(self, *, county, **options):
        wrong = []
        with scope(Scope("audit")), transaction.atomic():
            sealed = Seal.objects.values_list("county", flat=True).distinct()
            places = Region.objects.filter(pk__in=county or sealed).order_by("pk")
            if unknown := set(county) - {place.pk for place in places}:
                codes = "、".join(map(str, sorted(unknown)))
                raise CommandError(f"没有区划代码 {codes}，什么也没有核验；请核对代码。")
            for place in places:
                seals = list(Seal.objects.filter(county=place).order_by("pk"))
                if fault := first_fault(seals):
                    wrong.append(f"{place}（{place.pk}）{fault}")
                    continue
                entries = sum(seal.entries for seal in seals)
                head = f"末段摘要 {seals[-1]}" if seals else "尚未封存"
                self.stdout.write(f"{place}（{place.pk}）：{len(seals)} 段，{entries} 条记录，相符；{head}")
        if wrong:
            raise CommandError("操作记录与封存不符：\n" + "\n".join(wrong))


def first_fault(seals):
    """The sentence about the first seal of a county that does not agree with the journal or its forerunner, or None."""
    last = None
    for seal in seals:
        where = f"第 {seal.pk} 号封存（{timezone.localtime(seal.at):%Y-%m-%d %H:%M:%S}）"
        if seal.previous != (last and last.digest) or seal.from_tx != (last.to_tx if last else 0):
            return f"{where}与上一段不相接，其间有封存被删除或改动。"
        entries, digest = reckon(seal)
        if entries != seal.entries:
            return f"{where}应有 {seal.entries} 条记录，现有 {entries} 条。"
        if digest != bytes(seal.digest):
            return f"{where}所封的记录或数据变动被改动过。"
        last = seal


def reckon(seal):
    """(number of entries, digest) of what a seal covers, as the journal stands now."""
    with connection.cursor() as cursor:
        bounds = [seal.county_id, seal.from_tx, seal.to_tx, seal.previous, seal.form]
        cursor.execute("SELECT n, digest FROM journal_digest(%s, %s, %s, %s, %s)", bounds)
        entries, digest = cursor.fetchone()
    return entries, bytes(digest)
