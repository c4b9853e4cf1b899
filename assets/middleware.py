"""What a request reads of its county's own fields, it reads once."""

from assets.models.custom import read_once


class FieldsReadOnce:
    """Form, filter, list, history and export of one page ask for the same few rows (decision 009)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with read_once():
            return self.get_response(request)
