"""What a phone on the spot sends besides: photos, and a position with its accuracy; it works without a script, too."""

from django import forms


class Pictures(forms.FileField):
    """Any number of pictures; a phone opens its camera. Each is examined by journal.documents when it is stored."""

    def __init__(self, label="现场照片", **options):
        attrs = {"accept": "image/jpeg,image/png", "capture": "environment"}
        super().__init__(label=label, widget=_Several(attrs=attrs), **options)

    def clean(self, data, initial=None):
        """[UploadedFile], empty where none is given and none is required."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(Pictures, self).clean(file, initial) for file in files]


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


def _degrees(least, most, digits):
    return forms.DecimalField(
        required=False,
        min_value=least,
        max_value=most,
        max_digits=digits,
        decimal_places=6,
        widget=forms.HiddenInput,
    )


class SpotForm(forms.Form):
    """Fields of the position, which a script fills in; without it, or without leave to ask, they stay empty."""

    longitude, latitude = _degrees(73, 136, 9), _degrees(3, 54, 8)
    accuracy = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    class Media:
        js = [forms.Script("spot.js", defer=True)]  # it looks for the form, which stands below it

    def clean(self):
        """Puts `place` in place of its three parts: (longitude, latitude, accuracy) or None; half of one is none."""
        told = super().clean()
        place = tuple(told.pop(name, None) for name in ("longitude", "latitude", "accuracy"))
        for name in ("longitude", "latitude", "accuracy"):
            self.errors.pop(name, None)  # what the phone reckons wrongly is not its bearer's fault
        whole = place[0] is not None and place[1] is not None
        return told | {"place": (*place[:2], place[2] or 0) if whole else None}
