"""System checks of the wall: a county table without its policies, or a login that can step over it, is an error."""

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tenancy.catalogue import faults
from tenancy.models import CountyKey, Region

LOGIN = """
SELECT rolname, rolsuper OR rolbypassrls OR rolinherit,
       EXISTS (SELECT FROM pg_class WHERE relowner = me.oid AND relkind IN ('r', 'p')),
       EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls) AND r.oid <> me.oid
               AND pg_has_role(me.oid, r.oid, 'MEMBER'))
FROM pg_roles me WHERE rolname = session_user"""


@register()
def county_models(app_configs, **kwargs):
    """A model with a county refers to other county rows only through CountyKey, and lets the county go nowhere."""
    found = []
    for model in apps.get_models():
        fields = [f for f in model._meta.concrete_fields if f.is_relation]
        walled = {f.name for f in fields} >= {"county"}
        for field in fields:
            target = field.related_model
            if not _walled(target) or isinstance(field, CountyKey):
                continue
            text = f"{model.__name__}.{field.name} 指向县级数据，须用 CountyKey。"
            found.append(Error(text, obj=model, id="tenancy.E001"))
        if not walled and any(_walled(f.related_model) for f in fields):
            found.append(
                Error(f"{model.__name__} 引用县级数据，自身却没有 county。", obj=model, id="tenancy.E002")
            )
    return found


def _walled(model):
    """A model each of whose rows belongs to a county for good (a person's account does not)."""
    county = {f.name: f for f in model._meta.concrete_fields}.get("county")
    return county is not None and county.related_model is Region and not county.null


def walled_models():
    """Every model whose table the wall must guard."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and _walled(m)]


@register(Tags.database)
def the_wall(app_configs, databases=None, **kwargs):
    """Compare the models with the catalogue, and look at the login itself."""
    if "default" not in (databases or []):
        return []
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return []  # `migrate` runs the checks first: do not stand in the way of the cure
    with connection.cursor() as cursor:
        found = [Error(text, id="tenancy.E003") for text in faults(cursor, walled_models())]
        cursor.execute(LOGIN)
        name, above, owns, via = cursor.fetchone()
    if name != "jiadi_owner" and (above or owns or via):
        found.append(
            Error(
                f"登录角色 {name} 能够越过县级隔离，请按 config/postgres/roles.sql 重建。", id="tenancy.E004"
            )
        )
    return found
