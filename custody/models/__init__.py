"""The tables of custody."""

from custody.models.duties import Duty, Handover
from custody.models.engagements import Engagement, WorkedMonth
from custody.models.posts import PostAsset, WelfarePost

__all__ = ["Duty", "Engagement", "Handover", "PostAsset", "WelfarePost", "WorkedMonth"]
