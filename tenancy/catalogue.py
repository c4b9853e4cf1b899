"""What PostgreSQL's catalogue says of the wall, compared with what the models ask for."""

from tenancy.models import CountyKey

TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       coalesce((SELECT array_agg(p.polname::text || ' ' || r.rolname) FROM pg_policy p
                 JOIN pg_roles r ON r.oid = ANY (p.polroles) WHERE p.polrelid = c.oid), '{}'),
       has_table_privilege('scope_county', c.oid, 'SELECT'),
       coalesce((SELECT array_agg(conname::text) FROM pg_constraint WHERE conrelid = c.oid), '{}')
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid)"""
INDEXES = """
SELECT t.relname, i.relname, a.attname FROM pg_index x
JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE NOT x.indisprimary AND m.amname = 'btree' AND pg_table_is_visible(t.oid)"""
NEEDED = {"county scope_county", "wide scope_city", "wide scope_audit", "system scope_system"}


def faults(cursor, models):
    """Sentences, one for each thing a county table lacks: forced policies, grants, county keys, county-led indexes."""
    cursor.execute(TABLES)
    live = {name: rest for name, *rest in cursor.fetchall()}
    cursor.execute(INDEXES)
    indexes = cursor.fetchall()
    return [text for model in models for text in _of(model, live.get(model._meta.db_table), indexes)]


def _of(model, live, indexes):
    table = model._meta.db_table
    if live is None:
        return [f"{table} 不存在。"]
    forced, policies, granted, constraints = live
    found = []
    if not forced:
        found.append(f"{table} 没有强制行级安全。")
    if lacking := NEEDED - set(policies):
        found.append(f"{table} 缺少策略：{'、'.join(sorted(lacking))}。")
    if not granted:
        found.append(f"{table} 没有授予 scope_county。")
    wanted = [f"{table}_county_key"] + [
        f"{table}_{f.name}_same" for f in model._meta.local_concrete_fields if isinstance(f, CountyKey)
    ]
    found += [f"{table} 缺少同县约束 {name}。" for name in wanted if name not in constraints]
    leading = {"county_id", *getattr(model, "FOUND_BY", ())}
    found += [
        f"{table} 的索引 {name} 不以 county_id 开头。"
        for t, name, first in indexes
        if t == table and first not in leading
    ]
    return found
