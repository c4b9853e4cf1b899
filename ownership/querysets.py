"""Lists of titles: what they load and how they are searched."""

from django.db.models import Q

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet


class TitleQuerySet(PermittedQuerySet):
    def living(self):
        """Those that are not extinguished: one an asset."""
        return self.exclude(state="extinguished")

    def for_list(self):
        """With everything a row of the list shows."""
        return self.select_related("unit", "asset__town", "asset__village", "reviewer").prefetch_related(
            "shares"
        )

    def matching(self, words):
        """Rows whose asset, certificate or owner has these words in its name or number."""
        from ownership.models import Share  # the manager is made before the models are

        words = words.strip()
        if not words:
            return self
        owners = Share.objects.filter(name__contains=words).values("title")
        return self.filter(
            Q(name__contains=words)
            | Q(number__contains=words)
            | Q(asset__number__contains=words)
            | Q(book_number__contains=words)
            | Q(pk__in=owners)
        )


TitleManager = CountyManager.from_queryset(TitleQuerySet)
