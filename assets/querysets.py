"""Lists of assets: what they load, how they are searched, counted and turned page by page."""

from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet
from tenancy.scope import current


class AssetQuerySet(PermittedQuerySet):
    def for_list(self):
        """With everything a row of the list shows, in one query."""
        return self.select_related("town", "village", "unit", "county")

    def matching(self, words):
        """Rows whose name, number or an old number holds the words (part of a Chinese name is enough).

        Within one county the county's rows are few and simply read; over counties the bigram index of names
        (migration 0002) finds the candidates, since two-character words have no trigram.
        """
        from assets.models import Alias  # the manager is made before the models are

        words = words.strip()
        if not words:
            return self
        if words[:6].isdigit() and len(words) > 6:
            alias = Alias.objects.filter(asset=OuterRef("pk"), county=OuterRef("county"), number=words)
            return self.filter(Q(number__startswith=words) | Exists(alias))
        found = self.filter(name__contains=words)
        if current().role != "county" and len(words) >= 2:
            return found.filter(RawSQL("bigrams(assets_asset.name) @> bigrams(%s)", [words], BooleanField()))
        alias = Alias.objects.filter(asset=OuterRef("pk"), county=OuterRef("county"), number__contains=words)
        return self.filter(Q(name__contains=words) | Q(number__contains=words) | Exists(alias))


AssetManager = CountyManager.from_queryset(AssetQuerySet)
