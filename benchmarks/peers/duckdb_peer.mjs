// DuckDB on the simplified question: whole chunks of queries as one statement, which is how a column store is used.
//   node duckdb_peer.mjs DATA DIRECTION(suggest|shortlist) STRIDE THREADS OUT     (NODE_PATH's @duckdb/node-api)
import { createRequire } from "node:module";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { DuckDBInstance } = createRequire(join(process.env.PEERS_NODE, "package.json"))("@duckdb/node-api");
const [data, direction, strideText, threads, out] = process.argv.slice(2);
const stride = Number(strideText);
const suggest = direction === "suggest";
const kChunk = suggest ? 1000 : 250;

const instance = await DuckDBInstance.create(":memory:", { threads });
const db = await instance.connect();
const begin = performance.now();
const tables = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "sql/tables.sql"), "utf8");
await db.run(tables);
for (const table of ["candidates", "practised", "items", "offers", "requirements", "related"])
  await db.run(`COPY ${table} FROM '${data}/${table}.csv' (HEADER)`);
// Sorted by what joins and filters read together: zone maps then skip.
await db.run(`
  CREATE TABLE offer_rows AS SELECT * FROM offers ORDER BY occupation, lat;
  CREATE TABLE practised_rows AS SELECT p.occupation, p.months, c.* FROM practised p JOIN candidates c ON c.id = p.candidate ORDER BY 1, lat;
  CREATE TABLE held AS SELECT * FROM items ORDER BY candidate;
  CREATE TABLE asked AS SELECT * FROM requirements ORDER BY offer;`);
const furthest = `(SELECT max(degrees(2 * asin(least(1, sqrt(reach) / 2147483648.0)))) * 1.0005 + 0.0001 FROM candidates)`;
await db.run(`SET VARIABLE furthest = ${furthest}`);
const build = (performance.now() - begin) / 1000;

const chord = (a, b) => `(${a}.x - ${b}.x) * (${a}.x - ${b}.x) + (${a}.y - ${b}.y) * (${a}.y - ${b}.y) + (${a}.z - ${b}.z) * (${a}.z - ${b}.z)`;
const score = `w_occ * points // 10000 + w_comp * (coalesce(met.met, 0)::BIGINT * 10000 // greatest(sum_weights, 1)) // 10000
  + w_exp * (least(months, asked_months) * 10000 // greatest(asked_months, 1)) // 10000`;
const sqlOf = (first, last) => suggest ? `
  WITH q AS (SELECT * FROM candidates WHERE id BETWEEN ${first} AND ${last} AND id % ${stride} = 0),
  reached AS (SELECT p.candidate, r.to_occupation AS occupation, max(r.points) AS points,
                     max(CASE WHEN r.from_occupation = r.to_occupation THEN p.months ELSE 0 END) AS months
              FROM practised p JOIN q ON q.id = p.candidate JOIN related r ON r.from_occupation = p.occupation GROUP BY ALL),
  near AS MATERIALIZED (SELECT q.id AS c, o.id AS o, points, months, o.w_occ, o.w_comp, o.w_exp, o.asked_months, o.sum_weights
           FROM q JOIN reached ON reached.candidate = q.id JOIN offer_rows o ON o.occupation = reached.occupation
           WHERE ${chord("o", "q")} <= q.reach AND (o.licence_mask & ~q.licence_mask) = 0),
  met AS (SELECT h.candidate AS c, a.offer AS o, sum(a.weight) AS met
          FROM near JOIN asked a ON a.offer = near.o JOIN (SELECT held.* FROM held JOIN q ON q.id = held.candidate) h ON h.candidate = near.c AND h.item = a.item
          GROUP BY ALL)
  SELECT c, o, score FROM (SELECT near.c, near.o, ${score} AS score FROM near LEFT JOIN met ON met.c = near.c AND met.o = near.o)
  QUALIFY row_number() OVER (PARTITION BY c ORDER BY score DESC, o) <= 20 ORDER BY c, score DESC, o` : `
  WITH q AS (SELECT * FROM offers WHERE id BETWEEN ${first} AND ${last} AND id % ${stride} = 0),
  near AS MATERIALIZED (SELECT q.id AS o, p.id AS c, max(r.points) AS points, max(CASE WHEN p.occupation = q.occupation THEN p.months ELSE 0 END) AS months
           FROM q JOIN related r ON r.to_occupation = q.occupation JOIN practised_rows p ON p.occupation = r.from_occupation
           WHERE abs(p.lat - q.lat) <= getvariable('furthest') AND ${chord("p", "q")} <= p.reach AND (q.licence_mask & ~p.licence_mask) = 0
           GROUP BY ALL),
  met AS (SELECT near.o, near.c, sum(a.weight) AS met
          FROM near JOIN held h ON h.candidate = near.c JOIN (SELECT asked.* FROM asked JOIN q ON q.id = asked.offer) a ON a.offer = near.o AND a.item = h.item
          GROUP BY ALL)
  SELECT o, c, score FROM (SELECT near.o, near.c, ${score} AS score FROM near JOIN q ON q.id = near.o LEFT JOIN met ON met.c = near.c AND met.o = near.o)
  QUALIFY row_number() OVER (PARTITION BY o ORDER BY score DESC, c) <= 20 ORDER BY o, score DESC, c`;

const n = Number((await (await db.run(`SELECT count(*) FROM ${suggest ? "candidates" : "offers"}`)).getRows())[0][0]);
const queries = Math.ceil(n / stride);
writeFileSync(out, "");
let seconds = 0;
const ask = async (first) => (await db.runAndReadAll(sqlOf(first, first + (kChunk - 1) * stride))).getColumns();
await ask(0);  // reads what is lazily read, untimed
for (let first = 0; first < n; first += kChunk * stride) {
  const start = performance.now();
  const [query, id, points] = await ask(first);
  seconds += (performance.now() - start) / 1000;
  let lines = "";
  for (let i = 0; i < (query ?? []).length; i++) lines += `${query[i]},${id[i]},${points[i]}\n`;
  appendFileSync(out, lines);
}
console.log(JSON.stringify({ peer: "duckdb", direction, queries, stride, threads: Number(threads), seconds: +seconds.toFixed(3),
  us_per_query: +(seconds * 1e6 / queries).toFixed(2), build_seconds: +build.toFixed(2) }));
