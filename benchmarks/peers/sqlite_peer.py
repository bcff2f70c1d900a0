"""SQLite on the simplified question: clustered tables by (occupation, latitude), one prepared statement a query.

    sqlite_peer.py DATA WORK DIRECTION(suggest|shortlist) STRIDE PROCESSES OUT
"""
import csv
import json
import multiprocessing
import os
import sqlite3
import sys
import time

SCHEMA = """
CREATE TABLE candidates(id INTEGER PRIMARY KEY, x, y, z, lat, lon, reach, licence_mask, degrees);
CREATE TABLE practised(candidate, occupation, months, PRIMARY KEY(candidate, occupation)) WITHOUT ROWID;
CREATE TABLE items(candidate, item, PRIMARY KEY(candidate, item)) WITHOUT ROWID;
CREATE TABLE offers(id INTEGER PRIMARY KEY, x, y, z, lat, lon, occupation, licence_mask, asked_months, w_occ, w_comp, w_exp, sum_weights);
CREATE TABLE requirements(offer, item, weight, PRIMARY KEY(offer, item)) WITHOUT ROWID;
CREATE TABLE related(to_occupation, from_occupation, points, PRIMARY KEY(to_occupation, from_occupation)) WITHOUT ROWID;
"""
# The tables a query walks: in the order of the walk, with all it needs.
POSTINGS = """
CREATE TABLE opens(from_occupation, to_occupation, points, PRIMARY KEY(from_occupation, to_occupation)) WITHOUT ROWID;
INSERT INTO opens SELECT from_occupation, to_occupation, points FROM related ORDER BY 1, 2;
CREATE TABLE offer_posting(occupation, lat, id, x, y, z, licence_mask, asked_months, w_occ, w_comp, w_exp, sum_weights,
                           PRIMARY KEY(occupation, lat, id)) WITHOUT ROWID;
INSERT INTO offer_posting SELECT occupation, lat, id, x, y, z, licence_mask, asked_months, w_occ, w_comp, w_exp, sum_weights FROM offers ORDER BY 1, 2, 3;
CREATE TABLE practised_posting(occupation, lat, id, months, x, y, z, reach, licence_mask, PRIMARY KEY(occupation, lat, id)) WITHOUT ROWID;
INSERT INTO practised_posting SELECT p.occupation, c.lat, c.id, p.months, c.x, c.y, c.z, c.reach, c.licence_mask
  FROM practised p JOIN candidates c ON c.id = p.candidate ORDER BY 1, 2, 3;
ANALYZE;
"""
SUGGEST = """
WITH c AS MATERIALIZED (SELECT * FROM candidates WHERE id = :query),
reached AS MATERIALIZED (
  SELECT r.to_occupation AS occupation, max(r.points) AS points, max(CASE WHEN r.from_occupation = r.to_occupation THEN p.months ELSE 0 END) AS months
  FROM practised p CROSS JOIN opens r ON r.from_occupation = p.occupation WHERE p.candidate = :query GROUP BY 1)
SELECT o.id, o.w_occ * points / 10000
  + o.w_comp * (coalesce((SELECT sum(q.weight) FROM requirements q CROSS JOIN items i ON i.candidate = :query AND i.item = q.item WHERE q.offer = o.id), 0)
                * 10000 / max(o.sum_weights, 1)) / 10000
  + o.w_exp * (min(months, o.asked_months) * 10000 / max(o.asked_months, 1)) / 10000 AS score
FROM c CROSS JOIN reached CROSS JOIN offer_posting o
WHERE o.occupation = reached.occupation AND o.lat BETWEEN c.lat - c.degrees AND c.lat + c.degrees
  AND (o.x - c.x) * (o.x - c.x) + (o.y - c.y) * (o.y - c.y) + (o.z - c.z) * (o.z - c.z) <= c.reach AND (o.licence_mask & ~c.licence_mask) = 0
ORDER BY score DESC, o.id LIMIT 20
"""
SHORTLIST = """
WITH o AS MATERIALIZED (SELECT * FROM offers WHERE id = :query),
near AS MATERIALIZED (
  SELECT p.id, max(r.points) AS points, max(CASE WHEN r.from_occupation = o.occupation THEN p.months ELSE 0 END) AS months
  FROM o CROSS JOIN related r CROSS JOIN practised_posting p
  WHERE r.to_occupation = o.occupation AND p.occupation = r.from_occupation AND p.lat BETWEEN o.lat - :furthest AND o.lat + :furthest
    AND (o.x - p.x) * (o.x - p.x) + (o.y - p.y) * (o.y - p.y) + (o.z - p.z) * (o.z - p.z) <= p.reach AND (o.licence_mask & ~p.licence_mask) = 0
  GROUP BY p.id)
SELECT near.id, o.w_occ * points / 10000
  + o.w_comp * (coalesce((SELECT sum(q.weight) FROM items i CROSS JOIN requirements q ON q.offer = :query AND q.item = i.item WHERE i.candidate = near.id), 0)
                * 10000 / max(o.sum_weights, 1)) / 10000
  + o.w_exp * (min(months, o.asked_months) * 10000 / max(o.asked_months, 1)) / 10000 AS score
FROM o CROSS JOIN near ORDER BY score DESC, near.id LIMIT 20
"""


def build(folder, path):
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000;" + SCHEMA)
    for table in ("candidates", "practised", "items", "offers", "requirements", "related"):
        with open(f"{folder}/{table}.csv", newline="") as file:
            rows = csv.reader(file)
            width = len(next(rows))
            # Numbers, not text: columns have no declared type, so that what is stored is what is given.
            numbers = ([float(v) if "." in v else int(v) for v in row] for row in rows)
            extra = ", NULL" if table == "candidates" else ""
            db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)}{extra})", numbers)
    db.execute("UPDATE candidates SET degrees = degrees(2 * asin(min(1.0, sqrt(reach) / 2147483648.0))) * 1.0005 + 0.0001")
    db.executescript(POSTINGS)
    db.commit()
    db.close()


def connect(path):
    global DB, FURTHEST
    DB = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    DB.executescript("PRAGMA cache_size=-1000000; PRAGMA mmap_size=8000000000;")
    FURTHEST = DB.execute("SELECT max(degrees) FROM candidates").fetchone()[0]


def run(job):
    statement, queries = job
    return [(query, DB.execute(statement, {"query": query, "furthest": FURTHEST}).fetchall()) for query in queries]


def main():
    folder, work, direction, stride, processes, out = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]
    path = f"{work}/peer.sqlite"
    start = time.perf_counter()
    if direction == "suggest" or not os.path.exists(path):
        build(folder, path)
    built = time.perf_counter() - start
    connect(path)
    n = DB.execute("SELECT count(*) FROM " + ("candidates" if direction == "suggest" else "offers")).fetchone()[0]
    statement = SUGGEST if direction == "suggest" else SHORTLIST
    queries = list(range(0, n, stride))
    jobs = [(statement, queries[i:i + 32]) for i in range(0, len(queries), 32)]
    with multiprocessing.get_context("fork").Pool(processes, connect, (path,)) as pool:
        pool.map(run, jobs[:processes * 2], chunksize=1)  # pages and statements, untimed
        start = time.perf_counter()
        answers = pool.map(run, jobs, chunksize=1)
        seconds = time.perf_counter() - start
    with open(out, "w") as file:
        for block in answers:
            for query, lines in block:
                file.writelines(f"{query},{i},{s}\n" for i, s in lines)
    print(json.dumps({"peer": "sqlite", "direction": direction, "queries": len(queries), "stride": stride, "threads": processes,
                      "seconds": round(seconds, 3), "us_per_query": round(seconds * 1e6 / len(queries), 2), "build_seconds": round(built, 2)}))


if __name__ == "__main__":
    main()
