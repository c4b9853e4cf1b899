"""Photos taken on the spot, and whether one like it was here before: a hint to whoever judges, never a verdict."""

from django.db.models import F, Func, IntegerField, Q, Value

from custody.models import SpotPhoto
from custody.patrols import rules
from journal import documents
from journal.acts import Refused

PICTURES = ("jpg", "png")
MOST = 6  # at once; more is taken with another patrol


def keep(files, *, by, county, stage, place=None, patrol=None, repair=None):
    """Store pictures (UploadedFile) of one patrol or repair; returns [SpotPhoto]. Raises Refused, Unreadable.

    `place` is (longitude, latitude, accuracy) or None. In the act that causes it; a file that is refused undoes all.
    """
    if len(files) > MOST:
        raise Refused({"photos": f"一次最多上传 {MOST} 张照片。"})
    longitude, latitude, accuracy = place or (None, None, None)
    kept = []
    for file in files:
        document = documents.store(file, by=by, county=county, kinds=PICTURES)
        photo = SpotPhoto(
            county_id=county,
            patrol=patrol,
            repair=repair,
            stage=stage,
            document=document,
            longitude=longitude,
            latitude=latitude,
            accuracy=accuracy,
        )
        photo.twin, photo.bits = like(document, {one.pk for one in kept})
        photo.save()
        kept.append(photo)
    return kept


def like(document, besides=()):
    """(the photo of the county that is most like a document's picture, in how many bits it differs), or (None, None).

    Those taken with it (`besides`) are left out. One query; the very same file counts whatever it shows.
    """
    same = Q(document__sha256=document.sha256)
    told = document.look is not None and not rules.is_featureless(document.look)
    bits = Func(
        F("document__look"),
        Value(document.look or 0),
        template="bit_count((%(expressions)s::bigint)::bit(64))",
        arg_joiner=" # ",
        output_field=IntegerField(),
    )
    rows = SpotPhoto.objects.filter(county_id=document.county_id).exclude(pk__in=besides)
    rows = rows.filter(document__look__isnull=False).annotate(differ=bits)
    found = rows.filter(same | Q(differ__lte=rules.LIKE) if told else same).order_by("differ", "pk").first()
    return (found, found.differ) if found else (None, None)
