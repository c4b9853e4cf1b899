"""The tables of custody."""

from custody.models.duties import Duty, Handover
from custody.models.engagements import Engagement, WorkedMonth
from custody.models.patrols import Patrol, SpotPhoto
from custody.models.posts import PostAsset, WelfarePost
from custody.models.repairs import Repair
from custody.models.training import Attendance, Training

__all__ = [
    "Attendance",
    "Duty",
    "Engagement",
    "Handover",
    "Patrol",
    "PostAsset",
    "Repair",
    "SpotPhoto",
    "Training",
    "WelfarePost",
    "WorkedMonth",
]
