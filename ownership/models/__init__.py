"""二（四）Whose each asset is, by which parts, and who looks into it."""

from ownership.models.reviewers import Reviewer
from ownership.models.titles import Share, Title

__all__ = ["Reviewer", "Share", "Title"]
