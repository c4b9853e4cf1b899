"""Lists of assets: what they load and how they are searched."""

import re
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Coalesce, StrIndex

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet

# What assets are sorted by; the index asset_value has it.
WORTH = Coalesce("original_value", Value(Decimal(0)))
SAMPLE, COMMON = 4_000, 10  # rows looked at for a word, and how many of them make it a common one


class Bigrams(Func):
    """The pairs of neighbouring characters of a text, as the index of names has them (ledger.sql)."""

    function = "bigrams"
    output_field = ArrayField(TextField())


class AssetQuerySet(PermittedQuerySet):
    def for_list(self):
        """With everything a row of the list shows, in one query."""
        return self.select_related("town", "village", "unit")

    def matching(self, words, county=None):
        """Rows whose name, number or an old number holds the words (part of a Chinese name is enough).

        Within one county (its code) the county's rows are few and simply read. Over counties an old number must be
        whole, a number may be its beginning, and names are found by their bigrams (migration 0001), since
        two-character words have no trigram; but the rows of a common word are met sooner in the order of the list.
        """
        from assets.models import Alias  # the manager is made before the models are

        words = words.strip()
        if not words:
            return self
        if county:
            old = Alias.objects.filter(county_id=county, number__contains=words).values("asset")
            return self.filter(Q(name__contains=words) | Q(number__contains=words) | Q(pk__in=old))
        if old := list(Alias.objects.filter(number=words).values_list("asset", flat=True)):
            return self.filter(pk__in=old)
        # A number begins with its county, and goes on in digits and G, J, D.
        if len(words) > 6 and words[:6].isdecimal():
            return self.filter(county_id=int(words[:6]), number__gte=words, number__lt=f"{words}Z")
        # Of LIKE the planner would expect few rows, and collect them all.
        if len(words) < 2 or _is_common(words):
            return self.alias(found_at=StrIndex("name", Value(words))).filter(found_at__gt=0)
        pairs = [words[i : i + 2] for i in range(len(words) - 1)]
        telling = [
            pair for pair in pairs if not re.search(r"\d", pair)
        ] or pairs  # half the names say 20 and 01
        return self.alias(bigrams=Bigrams("name")).filter(bigrams__contains=telling, name__contains=words)


def _is_common(words):
    """Whether names in a sample of pages hold the words; behind the wall PostgreSQL keeps its statistics to itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM assets_asset TABLESAMPLE SYSTEM"
            " ((SELECT least(100, 100.0 * %s / greatest(reltuples, 1))::real FROM pg_class"
            " WHERE oid = 'assets_asset'::regclass)) REPEATABLE (1) WHERE strpos(name, %s) > 0",
            [SAMPLE, words],
        )
        return cursor.fetchone()[0] >= COMMON


AssetManager = CountyManager.from_queryset(AssetQuerySet)
