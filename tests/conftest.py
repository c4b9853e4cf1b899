"""What tests stand on: a database of their own with the world in it, the application's role, real servers."""

import os

import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection

from tenancy.scope import county_scope, scope
from tests import database, servers
from tests.client import Browser
from tests.world import CITY, HERE, THERE, Place


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """The test database of this process, and its corners of the broker and the disk, for programs it starts too."""
    with database.copied() as copy, django_db_blocker.unblock():
        os.environ |= database.environment(copy.name)
        os.environ["DOCUMENT_ROOT"] = str(tmp_path_factory.mktemp("documents"))
        connection.settings_dict["NAME"] = copy.name
        settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{copy.name}:"
        settings.STORAGES["default"]["OPTIONS"]["location"] = os.environ["DOCUMENT_ROOT"]
        # A module that imports default_storage has had it woken by pytest's collection, at the old place.
        setting_changed.send(sender=settings, setting="STORAGES", value=settings.STORAGES, enter=True)
        yield copy
        connection.close()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Real transactions, which threads and other programs see; afterwards the world is copied anew."""
    with django_db_blocker.unblock():
        servers.empty_queue()
        yield
        connection.close()
        django_db_setup.renew()


@pytest.fixture
def ground(request):
    """A transaction rolled back at the end (`db`), or real ones where the test asks for `committed`."""
    return request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")


@pytest.fixture
def here(ground):
    """修武县; the test looks from it (with `committed` in a transaction it opens itself: `with here.scope(): …`)."""
    with scope(county_scope(HERE)):
        yield Place(HERE)


@pytest.fixture
def there(ground):
    """博爱县, which looks just like it; the test does not look from it."""
    return Place(THERE)


@pytest.fixture
def city(ground):
    """焦作市, above both."""
    return Place(CITY)


@pytest.fixture
def client():
    """A browser without a window; `client.as_(here.county_head)` signs in."""
    return Browser()


@pytest.fixture
def worker(committed, django_db_setup, tmp_path):
    """A real Celery worker on the test database; `worker.kill()` is the power cut, `worker.start()` another begins."""
    with servers.Worker(tmp_path / "worker.log") as program:
        yield program


@pytest.fixture
def printer(committed, django_db_setup, tmp_path):
    """The program that prints, and does nothing else."""
    with servers.Worker(tmp_path / "printer.log", queues="pdf") as program:
        yield program


@pytest.fixture(scope="session")
def site(django_db_setup, tmp_path_factory):
    """The address of the real web server on the test database, for a browser."""
    with servers.Site(tmp_path_factory.mktemp("site") / "log") as program:
        yield program.url
