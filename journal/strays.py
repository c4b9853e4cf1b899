"""Files that no row knows: stored in a transaction that was rolled back, or killed before its end (剩余信息保护).

Every column that keeps a key is a StorageKey, of whatever app; the workbook of an import's faults is named by its job.
"""

import logging
import re
from datetime import timedelta
from itertools import groupby

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from journal.models import ImportBatch
from journal.models.documents import StorageKey
from tenancy.scope import SYSTEM, scope

logger = logging.getLogger(__name__)
OLD = timedelta(days=1)  # no transaction lasts as long: a row that knows the file is there by then
FOLDER, NAME = re.compile("[0-9a-f]{2}"), re.compile(r"([0-9a-f]{40})(-\d+)?")  # of a print also its parts
FEW = 100
SUSPICIOUS = (
    "%s of %s stored files are known to no row; none was deleted. Is this the database they belong to?"
)


def sweep():
    """Delete the files older than a day that no row knows; returns how many keys they had.

    Where they are most of all that is stored, it is rather the database that is another: then nothing is deleted.
    """
    strays, count = {}, 0
    for _, folders in groupby(_folders(), lambda folder: folder[0]):  # a sixteenth at a time: memory
        old = _old(folders)
        count += len(old)
        known = _known(old)
        strays |= {key: names for key, names in old.items() if key not in known}
    if len(strays) > max(FEW, count // 2):
        logger.error(SUSPICIOUS, len(strays), count)
        return 0
    for names in strays.values():
        for name in names:
            default_storage.delete(name)
    return len(strays)


def key_fields():
    """[(model, name of a field that keeps a key)]"""
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    return [(model, field.name) for model, field in fields if isinstance(field, StorageKey)]


def _folders():
    if not default_storage.exists(""):
        return []
    return sorted(filter(FOLDER.fullmatch, default_storage.listdir("")[0]))


def _old(folders):
    """{key: names of its files} of what was stored more than a day ago."""
    old, before = {}, timezone.now() - OLD
    for folder in folders:
        for name in default_storage.listdir(folder)[1]:
            if (found := NAME.fullmatch(name)) and _is_older(f"{folder}/{name}", before):
                old.setdefault(f"{folder}/{found[1]}", []).append(f"{folder}/{name}")
    return old


def _is_older(name, before):
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:  # removed meanwhile
        return False


def _known(keys):
    """Those of the keys that a row of any county has."""
    places = [*key_fields(), (ImportBatch, "marking__params__file")]
    with scope(SYSTEM), transaction.atomic():
        found = [
            model._default_manager.filter(**{f"{name}__in": keys}).values_list(name, flat=True)
            for model, name in places
        ]
        return {key for rows in found for key in rows}
