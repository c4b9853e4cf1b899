"""What a reviewer should look at twice: a photo that was here before, a place not the asset's. Never a verdict."""

from django.urls import reverse
from django.utils import timezone

from custody.choices_patrols import Stage
from custody.patrols import rules

LATE = 2  # days between the look and its being written down that nobody wonders about


def of_patrol(patrol, photos):
    """[{text, url}] for a patrol whose asset is loaded, and its photos (for_hints)."""
    found = [_twin(photo, number) for number, photo in enumerate(photos, 1) if photo.twin_id]
    if patrol.longitude is not None and (metres := _off(patrol)):
        text = f"拍照位置距台账登记的资产位置约 {rules.metres_text(metres)}"
        found.append({"text": text, "url": patrol.asset.get_absolute_url()})
    if patrol.longitude is None and patrol.condition != "lost":
        found.append({"text": "没有取得定位", "url": ""})
    late = (timezone.localdate(patrol.made_at) - patrol.on).days
    if late > LATE:
        found.append({"text": f"巡查 {late} 日后才登记", "url": ""})
    return found


def of_repair(photos):
    """[{text, url}] for the photos of a repair (for_hints), those of before first."""
    found = [_twin(photo, number) for number, photo in enumerate(photos, 1) if photo.twin_id]
    before = [photo for photo in photos if photo.stage != Stage.AFTER]
    after = [photo for photo in photos if photo.stage == Stage.AFTER]
    if after and not before:
        found.append({"text": "没有修复前照片，无法对照", "url": ""})
    placed = [[photo.position for photo in some if photo.position] for some in (before, after)]
    if all(placed) and (metres := rules.far(placed[0][0], placed[1][0])):
        found.append({"text": f"修复后照片距修复前照片约 {rules.metres_text(metres)}", "url": ""})
    return found


def for_hints(photos):
    """A queryset of photos with all that hints and pages show of them, oldest first."""
    related = ("document", "twin__document", "twin__patrol__asset", "twin__repair__asset")
    return photos.select_related(*related).order_by("pk")


def _off(patrol):
    asset = patrol.asset
    if asset.longitude is None or asset.latitude is None:
        return None
    here = (patrol.longitude, patrol.latitude, patrol.accuracy or 0)
    return rules.far(here, (asset.longitude, asset.latitude, 0))


def _twin(photo, number):
    other = photo.twin.patrol or photo.twin.repair
    what = "巡查" if photo.twin.patrol_id else "维修"
    same = photo.document.sha256 == photo.twin.document.sha256 if photo.bits == 0 else False
    how = "相同" if same else f"相近（64 位特征相差 {photo.bits} 位）"
    day = other.on if photo.twin.patrol_id else timezone.localdate(other.made_at)
    text = f"第 {number} 张照片与 {day} 对「{other.asset.name}」{what}时的照片{how}"
    return {"text": text, "url": other.get_absolute_url()}


def shown(photo):
    """What _components/photos shows of a photo, after the policy of its patrol or repair."""
    name, owner = ("photo", photo.patrol_id) if photo.patrol_id else ("repair_photo", photo.repair_id)
    url = reverse(f"patrols:{name}", args=[owner, photo.pk])
    return {
        "name": photo.get_stage_display(),
        "url": url,
        "thumb_url": f"{url}?small=1",
        "at": photo.document.uploaded_at,
        "remove_url": "",
    }
