"""When something breaks, the page says what to do next, and nothing typed is lost."""

import os

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from tests.world import HERE, Place


def cut_off():
    """The database ends the session of the application, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [session])


@pytest.fixture
def clerk(committed, client):
    client.raise_request_exception = False
    return client.as_(Place(HERE).county_clerk)


def test_a_database_that_restarts_gives_back_what_was_typed(clerk):
    cut_off()
    answer = clerk.post(reverse("assets:create"), {"name": "东关村环村路", "csrfmiddlewaretoken": "x"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 'value="东关村环村路"' in page and 'value="x"' not in page


def test_the_next_request_finds_the_database_again(clerk):
    cut_off()
    assert clerk.get(reverse("assets:list")).status_code == 503
    connection.close()
    assert clerk.get(reverse("assets:list")).status_code == 200


def test_a_password_is_never_given_back(clerk):
    cut_off()
    answer = clerk.post(reverse("tenancy:login"), {"username": "xw_xian", "password": "geheim-2020"})
    assert answer.status_code == 503 and "geheim-2020" not in answer.content.decode()


def test_an_address_that_is_none_says_what_to_do(clerk):
    answer = clerk.get("/assets/999999999999/")
    assert answer.status_code == 404 and "没有找到" in answer.content.decode()


def test_a_body_larger_than_any_file_is_refused_before_it_is_read(client, committed):
    answer = client.post(reverse("tenancy:login"), CONTENT_LENGTH=str(300 * 1024 * 1024))
    assert answer.status_code == 413 and "40 MB" in answer.content.decode()


def test_a_form_older_than_the_session_is_asked_for_again(client, committed):
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("tenancy:login"), {"username": "xw_xian", "password": "x"})
    assert answer.status_code == 403 and "刷新" in answer.content.decode()


def test_an_address_that_takes_only_buttons_says_so_when_it_is_opened(clerk):
    answer = clerk.get(reverse("assets:bulk_start"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "返回原来的页面" in answer.content.decode() and 'href="/"' in answer.content.decode()
