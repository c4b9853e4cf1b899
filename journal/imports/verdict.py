"""What a check comes to: the doubts that only the whole batch shows, the counts, the kinds of faults, the digest."""

import json
from hashlib import sha256

from journal.imports.lines import ASK, BAD, ODD, asked, fault, is_open
from journal.imports.staged import ALL, THESE, as_json, ask
from tenancy.models import Unit

SKIP = "skip"  # the option of a question about the whole batch that leaves the row out as a duplicate
MOST_KINDS = 60
# Faults that say the same but for what they quote and count are one kind.
SHAPE = "regexp_replace(f->>'text', '“[^”]*”|[0-9][0-9.,]*', '…', 'g')"
OPEN = f"f->>'level' = '{ASK}' AND f->>'answer' IS NULL"


def doubt(batch, resource, found, places):
    """Replace what was said of the whole batch: by what rows of it say otherwise than each other (resource.between),
    and by these questions: [(row number, key, question, sentence, options, proposal)].

    A row whose answer (or, unanswered, the proposal) is "skip" is a duplicate and stays out.
    """
    _forget(batch)
    if settle := getattr(resource, "settle", None):
        settle(batch)
    told = [
        {"number": number, "fault": fault(places, number, key, level, sentence), "level": level}
        for number, key, level, sentence in resource.between(batch)
    ]
    if told:
        _add(batch, told)
    answers, told = _answers(batch, [number for number, *_ in found]), []
    for number, key, question, sentence, options, proposal in found:
        more = asked(question, options, proposal, answers.get(number, {}))
        holds = proposal if more["answer"] is None else more["answer"]
        told.append(
            {
                "number": number,
                "fault": fault(places, number, key, ASK, sentence, **more),
                "level": ODD if is_open({"level": ASK} | more) else "",
                "skip": holds == SKIP,
            }
        )
    if told:
        _add(batch, told)


def _forget(batch):
    """Take away what an earlier look at the whole batch said; `late` keeps what became of the row before."""
    ask(
        f"""UPDATE journal_importrow r SET faults = k.kept, is_wrong = k.bad, is_doubtful = k.odd, action = k.was
            FROM (SELECT id, coalesce(jsonb_agg(f ORDER BY at) FILTER (WHERE NOT f ? 'late'), '[]') AS kept,
                         coalesce(bool_or(f->>'level' = '{BAD}') FILTER (WHERE NOT f ? 'late'), false) AS bad,
                         coalesce(bool_or(f->>'level' = '{ODD}' OR {OPEN}) FILTER (WHERE NOT f ? 'late'), false) AS odd,
                         max(f->>'late') AS was
                  FROM ({ALL}) a, jsonb_array_elements(faults) WITH ORDINALITY e(f, at)
                  WHERE faults @? '$[*].late' GROUP BY id) k
            WHERE {THESE} AND r.id = k.id""",
        batch,
    )


def _answers(batch, numbers):
    rows = ask(
        f"SELECT number, answers FROM ({ALL}) r WHERE number = ANY(%(numbers)s) AND answers <> '{{}}'",
        batch,
        numbers=numbers,
    )
    return {number: json.loads(given) for number, given in rows}


def _add(batch, told):
    ask(
        f"""UPDATE journal_importrow r SET
                faults = r.faults || (SELECT jsonb_agg(f || jsonb_build_object('late', r.action))
                                      FROM jsonb_array_elements(d.faults) f),
                is_wrong = r.is_wrong OR d.bad, is_doubtful = r.is_doubtful OR d.odd,
                action = CASE WHEN d.skip AND r.action = 'new' AND NOT r.is_wrong THEN 'duplicate' ELSE r.action END
            FROM (SELECT number, jsonb_agg(fault) AS faults, bool_or(level = '{BAD}') AS bad,
                         bool_or(level = '{ODD}') AS odd, coalesce(bool_or(skip), false) AS skip
                  FROM jsonb_to_recordset(%(told)s) AS d(number int, fault jsonb, level text, skip bool)
                  GROUP BY number) d
            WHERE {THESE} AND r.number = d.number AND r.action <> 'skip'""",
        batch,
        told=as_json(told),
    )


def counted(batch):
    """What the counters show: {all, error, warning, open (questions), and each action of rows without fault}."""
    numbers = ask(
        f"""SELECT count(*), count(*) FILTER (WHERE is_wrong), count(*) FILTER (WHERE is_doubtful AND NOT is_wrong),
                   (SELECT count(*) FROM ({ALL}) q, jsonb_array_elements(q.faults) f WHERE NOT q.is_wrong AND {OPEN}),
                   count(*) FILTER (WHERE NOT is_checked)
            FROM ({ALL}) r""",
        batch,
    )[0]
    actions = ask(f"SELECT action, count(*) FROM ({ALL}) r WHERE NOT is_wrong GROUP BY action", batch)
    return dict(zip(("all", "error", "warning", "open", "unchecked"), numbers, strict=True)) | dict(actions)


def kinds(batch):
    """The faults, doubts and questions by kind, the worst and most frequent first.

    [{id, level, column, question, shape, text (an example), count, texts (how many different), options}]; `options`
    only where every row has the same.
    """
    rows = ask(
        f"""SELECT f->>'level', (f->>'column')::int, coalesce(f->>'question', ''),
                   CASE WHEN f ? 'question' THEN '' ELSE {SHAPE} END, min(f->>'text'), count(*),
                   count(DISTINCT f->>'text'), min(f->>'options'), max(f->>'options'), count(*) FILTER (WHERE {OPEN})
            FROM ({ALL}) r, jsonb_array_elements(faults) f
            GROUP BY 1, 2, 3, 4
            ORDER BY f->>'level' <> '{BAD}', f->>'level' <> '{ASK}', count(*) DESC LIMIT {MOST_KINDS}""",
        batch,
    )
    return [_kind(*row) for row in rows]


def _kind(level, column, question, shape, text, count, texts, least, most, unanswered):
    told = [level, column, question, shape]
    return {
        "id": sha256(json.dumps(told).encode()).hexdigest()[:10],
        "level": level,
        "column": column,
        "question": question,
        "shape": shape,
        "text": text,
        "count": count,
        "texts": texts,
        "options": json.loads(most) if most and least == most else [],
        "open": unanswered,
    }


def of_kind(kind):
    """(SQL condition over the faults of a staged row, its parameters): the row has a fault of this kind."""
    same = "f->>'level' = %s AND (f->>'column')::int IS NOT DISTINCT FROM %s AND coalesce(f->>'question', '') = %s"
    values = [kind["level"], kind["column"], kind["question"]]
    if not kind["question"]:
        same, values = f"{same} AND {SHAPE} = %s", [*values, kind["shape"]]
    return f"EXISTS (SELECT FROM jsonb_array_elements(faults) f WHERE {same})", values


def world(batch, resource, by, columns):
    """A hash of all that rows are held against beside the register's own rows, as it is now."""
    told = [resource.world(batch, by), [[key, column.column_name] for key, column in columns.items()]]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def stale(batch, model):
    """Have rows checked anew whose subject has moved on since they were; returns how many.

    A row that updates says in its values which `version` of its subject it saw.
    """
    if not hasattr(model, "version"):
        return 0
    return ask(
        f"""UPDATE journal_importrow r SET is_checked = false FROM {model._meta.db_table} t
            WHERE {THESE} AND r.subject_id IS NOT NULL AND t.county_id = %(county)s AND t.id = r.subject_id
            AND t.version <> (r.values->>'version')::int""",
        batch,
    )


def changes(batch, resource):
    """How often the journal has seen the rows change that a batch is held against, by now.

    The journal only grows: while this is the same, the register has not moved on.
    """
    tables = [model._meta.db_table for model, _ in resource.checker.tables]
    return ask(
        """SELECT count(*) FROM journal_change WHERE county_id = %(county)s AND "table" = ANY(%(tables)s)""",
        batch,
        tables=[*tables, Unit._meta.db_table],
    )[0][0]


def beside(batch, resource, twins=None):
    """A hash of what the register says of a batch: of rows like its own, and of those it is about.

    `twins`: the former, where the caller has just asked.
    """
    told = as_json(
        [resource.twins(batch) if twins is None else twins, _versions(batch, resource.checker.tables[0][0])]
    )
    return sha256(told.encode()).hexdigest()


def versions(batch):
    """A hash of which versions of the staged rows are there: whoever changes one in any way leaves another."""
    return ask(
        f"""SELECT md5(string_agg(concat_ws(' ', number, xmin, ctid), ',' ORDER BY number))
            FROM journal_importrow r WHERE {THESE}""",
        batch,
    )[0][0]


def stands(batch, resource, by, columns):
    """Whether a batch is true still: neither its rows nor what they were held against moved on since its digest."""
    held = batch.counts.get("held")
    now = [versions(batch), world(batch, resource, by, columns)]
    if held is None or now != [held["rows"], batch.counts["world"]]:
        return False
    return changes(batch, resource) == held["changes"] or beside(batch, resource) == held["beside"]


def digest(batch):
    """A hash of all that was checked: file, mapping, rows with their faults, and what they were held against."""
    rows = ask(
        f"""SELECT encode(sha256(coalesce(string_agg(sha256(said), '' ORDER BY number), '')), 'hex')
            FROM (SELECT number, convert_to(number || action || coalesce(subject_id::text, '') || values::text
                         || faults::text || differences::text || is_wrong, 'UTF8') AS said
                  FROM ({ALL}) r) told""",
        batch,
    )[0][0]
    told = [batch.pk, batch.document.sha256, batch.mapping, batch.money_unit, rows]
    told += [batch.counts["held"]["beside"], batch.counts["world"]]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _versions(batch, model):
    """A hash of the versions of the rows that a batch is about."""
    if not hasattr(model, "version"):
        return ""
    return ask(
        f"""SELECT md5(coalesce(string_agg(t.id || ':' || t.version, ',' ORDER BY t.id), ''))
            FROM {model._meta.db_table} t WHERE t.county_id = %(county)s
            AND t.id IN (SELECT subject_id FROM ({ALL}) r WHERE subject_id IS NOT NULL)""",
        batch,
    )[0][0]
