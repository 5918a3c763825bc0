"""What the models declare is there: a migration of one thing can take another with it."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_every_declared_constraint_and_index_is_in_the_database() -> None:
    declared = {
        one.name
        for model in apps.get_models()
        if model.__module__.startswith("lapak.")
        for one in (*model._meta.constraints, *model._meta.indexes)
    }
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint union select indexname from pg_indexes")
        there = {name for (name,) in cursor.fetchall()}
    assert "order_one_open_per_claim" in declared
    assert declared - there == set()
