"""Static files out of node_modules, and the two addresses for whoever watches."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from config.celery import app
from config.static_vendor import MODULES, VENDOR, HashedStaticStorage, VendorFinder

NAMES = [f"{prefix}/{name}" for prefix, (_, names) in VENDOR.items() for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_a_named_file_is_found(name):
    assert finders.find(name).startswith(str(MODULES))


@pytest.mark.parametrize(
    "name",
    [
        "vendor/tabler/css/tabler.css",
        "vendor/echarts/package.json",
        "vendor/echarts/../package.json",
        "vendor/echarts//echarts.min.js",
        "vendor/axe/axe.min.js",
    ],
)
def test_no_other_file_is_found(name):
    assert VendorFinder().find(name) == []


def test_what_is_collected_is_what_is_named():
    listed = {f"{storage.prefix}/{name}" for name, storage in VendorFinder().list([])}

    assert listed == set(NAMES)


def test_a_style_sheet_that_names_a_missing_map_is_collected(tmp_path):
    storage = HashedStaticStorage(location=tmp_path, base_url="/static/")
    (tmp_path / "a.css").write_text("a{}/*# sourceMappingURL=a.css.map */")

    results = list(storage.post_process({"a.css": (storage, "a.css")}))

    assert not [error for *_, error in results if isinstance(error, Exception)]
    assert (tmp_path / storage.stored_name("a.css")).exists()


def test_the_process_lives_without_a_database():
    answer = Client().get("/healthz")  # this test asked for no database: a query would fail it

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_everything_there_is_ready(db):
    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "broker": True}


def test_without_the_broker_it_is_not_ready(db, monkeypatch):
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere")

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": True, "broker": False}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_watching_changes_nothing(db, address):
    assert Client().post(address).status_code == 405
