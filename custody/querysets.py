"""Lists of duties: what they load and how they are searched."""

from django.db.models import Q
from django.utils import timezone

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet


class DutyQuerySet(PermittedQuerySet):
    def held(self):
        """Those by which somebody was, is or will be responsible: not drafts, not what was withdrawn."""
        return self.filter(state__in=self.model.HELD)

    def standing(self):
        """In force and not run out; those to begin yet are among them."""
        today = timezone.localdate()
        return self.filter(Q(to_on=None) | Q(to_on__gte=today), state="in_force")

    def lapsed(self):
        """In force by the books, though the term is over."""
        return self.filter(state="in_force", to_on__lt=timezone.localdate())

    def for_list(self):
        """With everything a row of the list shows."""
        return self.select_related("unit", "asset__town", "asset__village", "body")

    def matching(self, words, names=True):
        """Rows whose asset or body, or (where the reader sees `names`) custodian has these words."""
        words = words.strip()
        if not words:
            return self
        found = Q(name__contains=words) | Q(asset__number__contains=words) | Q(body_name__contains=words)
        return self.filter(found | Q(custodian__contains=words) if names else found)


DutyManager = CountyManager.from_queryset(DutyQuerySet)
