"""The tables of custody."""

from custody.models.duties import Duty, Handover

__all__ = ["Duty", "Handover"]
