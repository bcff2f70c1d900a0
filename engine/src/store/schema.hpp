// The tables, as SQL. README.md says what each column means; a change is a new step in migrations.cpp.
#pragma once

namespace passerelle::store {

/// Version 1. Record tables are WITHOUT ROWID: a list in id order is one sequential read, whatever the order of
/// the import.
inline constexpr const char* kSchemaVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE reference_part(
  name TEXT PRIMARY KEY NOT NULL, fingerprint BLOB NOT NULL, imported_at TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE vocabulary(
  name TEXT PRIMARY KEY NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, licence TEXT NOT NULL,
  source TEXT NOT NULL, position INTEGER NOT NULL, fingerprint BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE item(
  vocabulary TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
  item_group TEXT NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY(vocabulary, key)) WITHOUT ROWID;
CREATE INDEX item_by_key ON item(key);
CREATE TABLE item_alias(
  vocabulary TEXT NOT NULL, item TEXT NOT NULL, position INTEGER NOT NULL, alias TEXT NOT NULL,
  PRIMARY KEY(vocabulary, item, position)) WITHOUT ROWID;
CREATE TABLE occupation(
  vocabulary TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, label TEXT NOT NULL, parent TEXT NOT NULL,
  domain TEXT NOT NULL, sector TEXT NOT NULL, regulated INTEGER NOT NULL, definition TEXT NOT NULL,
  PRIMARY KEY(vocabulary, key)) WITHOUT ROWID;
CREATE INDEX occupation_by_key ON occupation(key);
CREATE TABLE occupation_title(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,
  PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_item(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, item TEXT NOT NULL, core TEXT NOT NULL,
  PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_proximity(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, other TEXT NOT NULL,
  rank INTEGER NOT NULL, PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_context(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, context TEXT NOT NULL,
  PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_trait(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, trait TEXT NOT NULL,
  PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_certificate(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, item TEXT NOT NULL,
  level TEXT NOT NULL, PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE occupation_licence(
  vocabulary TEXT NOT NULL, occupation TEXT NOT NULL, position INTEGER NOT NULL, licence TEXT NOT NULL,
  level TEXT NOT NULL, PRIMARY KEY(vocabulary, occupation, position)) WITHOUT ROWID;
CREATE TABLE regulated(
  vocabulary TEXT NOT NULL, position INTEGER NOT NULL, occupation TEXT NOT NULL, choice INTEGER NOT NULL,
  item TEXT, PRIMARY KEY(vocabulary, position, choice)) WITHOUT ROWID;
CREATE TABLE context(
  vocabulary TEXT NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL,
  PRIMARY KEY(vocabulary, position)) WITHOUT ROWID;

CREATE TABLE commune(
  position INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, department TEXT NOT NULL,
  region TEXT NOT NULL, epci TEXT NOT NULL, population INTEGER NOT NULL, latitude_udeg INTEGER,
  longitude_udeg INTEGER, position_source TEXT NOT NULL);
CREATE INDEX commune_by_code ON commune(code);
CREATE TABLE commune_postal_code(
  commune INTEGER NOT NULL, position INTEGER NOT NULL, postal_code TEXT NOT NULL,
  PRIMARY KEY(commune, position)) WITHOUT ROWID;
CREATE TABLE commune_alias(
  position INTEGER PRIMARY KEY, old_code TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE basin(position INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL);
CREATE TABLE commune_basin(position INTEGER PRIMARY KEY, commune TEXT NOT NULL, basin TEXT NOT NULL);
CREATE TABLE tension(
  position INTEGER PRIMARY KEY, occupation TEXT NOT NULL, basin TEXT NOT NULL, tension INTEGER NOT NULL,
  hiring_intensity INTEGER NOT NULL, workforce INTEGER NOT NULL, durability INTEGER NOT NULL,
  conditions INTEGER NOT NULL, mismatch INTEGER NOT NULL, training INTEGER NOT NULL,
  offers_milli INTEGER NOT NULL, seekers_milli INTEGER NOT NULL);
CREATE TABLE travel_time(
  position INTEGER PRIMARY KEY, origin TEXT NOT NULL, destination TEXT NOT NULL, means TEXT NOT NULL,
  minutes INTEGER NOT NULL);
CREATE TABLE derived(name TEXT PRIMARY KEY NOT NULL, input BLOB NOT NULL, content BLOB NOT NULL);

CREATE TABLE offer(
  id TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, occupation TEXT NOT NULL, insee TEXT NOT NULL,
  title TEXT NOT NULL, contract TEXT NOT NULL, published TEXT, closed_at TEXT, flags INTEGER NOT NULL,
  fingerprint BLOB NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX offer_by_occupation ON offer(occupation);
CREATE INDEX offer_open ON offer(source) WHERE closed_at IS NULL;
CREATE INDEX offer_closed ON offer(closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX offer_flagged ON offer(id) WHERE flags > 0 AND closed_at IS NULL;
CREATE TABLE offer_source(
  offer TEXT NOT NULL, position INTEGER NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY(offer, position)) WITHOUT ROWID;

CREATE TABLE candidate(
  id TEXT PRIMARY KEY NOT NULL, occupation TEXT NOT NULL, insee TEXT NOT NULL, flags INTEGER NOT NULL,
  fingerprint BLOB NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX candidate_by_occupation ON candidate(occupation);
CREATE INDEX candidate_flagged ON candidate(id) WHERE flags > 0;
CREATE TABLE candidate_restricted(
  candidate TEXT PRIMARY KEY NOT NULL, record TEXT NOT NULL, fingerprint BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE quarantine(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, position TEXT NOT NULL, field TEXT NOT NULL,
  reason TEXT NOT NULL, detail TEXT NOT NULL, record_id TEXT NOT NULL, payload NOT NULL, imported_at TEXT NOT NULL,
  fingerprint BLOB NOT NULL UNIQUE);
CREATE TABLE quarantine_restricted(fingerprint BLOB PRIMARY KEY NOT NULL, payload NOT NULL) WITHOUT ROWID;
CREATE TABLE import_run(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, started TEXT NOT NULL, finished TEXT NOT NULL,
  read INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
  flagged INTEGER NOT NULL, quarantined INTEGER NOT NULL, closed INTEGER NOT NULL);

CREATE VIEW v_offer AS SELECT
  id, source, title, occupation, json_extract(record, '$.occupation_label') AS occupation_label,
  json_extract(record, '$.employer.name') AS employer, insee, json_extract(record, '$.place.name') AS place,
  json_extract(record, '$.place.postal_code') AS postal_code, coalesce(json_extract(record, '$.posts'), 1) AS posts,
  contract, json_extract(record, '$.hours_per_week') AS hours_per_week,
  json_extract(record, '$.salary.monthly_min') AS salary_monthly_min,
  json_extract(record, '$.salary.monthly_max') AS salary_monthly_max, published,
  json_extract(record, '$.start') AS start, json_extract(record, '$.closing') AS closing, closed_at, flags,
  json_extract(record, '$.description') AS description
  FROM offer;
CREATE VIEW v_candidate AS SELECT
  id, occupation, json_extract(record, '$.sought') AS sought, json_extract(record, '$.practised') AS practised,
  insee, json_extract(record, '$.home.name') AS home, json_extract(record, '$.mobility.radius_km') AS radius_km,
  json_extract(record, '$.mobility.radius_minutes') AS radius_minutes,
  json_extract(record, '$.mobility.means') AS means, json_extract(record, '$.education') AS education,
  json_extract(record, '$.licences') AS licences, json_extract(record, '$.wishes.contracts') AS contracts,
  json_extract(record, '$.available') AS available, flags
  FROM candidate;
CREATE VIEW v_commune AS SELECT
  code, name, department, region, epci, population, latitude_udeg / 1e6 AS latitude,
  longitude_udeg / 1e6 AS longitude, position_source,
  (SELECT group_concat(postal_code, ' ') FROM commune_postal_code p WHERE p.commune = commune.position) AS postal_codes
  FROM commune;

INSERT INTO meta(key, value) VALUES
  ('snapshot', '00000000000000000000000000000000'),
  ('restricted_snapshot', '00000000000000000000000000000000'),
  ('created_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));
)sql";

/// Version 2: the tables of barriers and levers as the institution imports them, and who read a restricted record.
inline constexpr const char* kSchemaVersion2 = R"sql(
CREATE TABLE lever_table(
  kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, valid_from TEXT NOT NULL, imported_at TEXT NOT NULL,
  fingerprint BLOB NOT NULL, content TEXT NOT NULL, PRIMARY KEY(kind, name, version)) WITHOUT ROWID;
CREATE TABLE access_log(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, agent TEXT NOT NULL, role TEXT NOT NULL, purpose TEXT NOT NULL,
  candidate TEXT NOT NULL, action TEXT NOT NULL);
CREATE TABLE service(
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, fees TEXT NOT NULL, city TEXT NOT NULL,
  insee TEXT NOT NULL, url TEXT NOT NULL, thematics TEXT NOT NULL, publics TEXT NOT NULL, zones TEXT NOT NULL,
  latitude_udeg INTEGER, longitude_udeg INTEGER, updated TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE certification(
  code TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, level INTEGER NOT NULL, rncp TEXT NOT NULL, rs TEXT NOT NULL,
  formacode TEXT NOT NULL, formacode_label TEXT NOT NULL, last_session INTEGER NOT NULL, occupations TEXT NOT NULL)
  WITHOUT ROWID;
CREATE INDEX access_log_by_candidate ON access_log(candidate);
)sql";

/// Version 3: one offer, many sources. `offer` keeps one row per source and id there; those that are one job share a row of
/// `merged_offer`, which lists, matching and the snapshot see in their place.
inline constexpr const char* kSchemaVersion3 = R"sql(
CREATE TABLE merged_offer(
  id TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, occupation TEXT NOT NULL, insee TEXT NOT NULL,
  title TEXT NOT NULL, contract TEXT NOT NULL, published TEXT, closed_at TEXT, flags INTEGER NOT NULL,
  fingerprint BLOB NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX merged_offer_by_occupation ON merged_offer(occupation);
CREATE TABLE offer_member(posting TEXT PRIMARY KEY NOT NULL, offer TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX offer_member_by_offer ON offer_member(offer, posting);
CREATE TABLE offer_join(
  a TEXT NOT NULL, b TEXT NOT NULL, offer TEXT NOT NULL, position INTEGER NOT NULL, reason TEXT NOT NULL,
  same_place INTEGER NOT NULL, same_board INTEGER NOT NULL, employer TEXT NOT NULL, title TEXT NOT NULL,
  text_shared INTEGER NOT NULL, text_contained INTEGER NOT NULL, PRIMARY KEY(offer, position)) WITHOUT ROWID;
CREATE TABLE offer_apart(
  a TEXT NOT NULL, b TEXT NOT NULL, parted_at TEXT NOT NULL, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE INDEX offer_apart_by_b ON offer_apart(b);
CREATE TABLE offer_unmerged(posting TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE offer_traits(posting TEXT PRIMARY KEY NOT NULL, traits BLOB NOT NULL) WITHOUT ROWID;
ALTER TABLE import_run ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;

DROP VIEW v_offer;
CREATE VIEW v_offer AS SELECT
  id, source, title, occupation, json_extract(record, '$.occupation_label') AS occupation_label,
  json_extract(record, '$.employer.name') AS employer, insee, json_extract(record, '$.place.name') AS place,
  json_extract(record, '$.place.postal_code') AS postal_code, coalesce(json_extract(record, '$.posts'), 1) AS posts,
  contract, json_extract(record, '$.hours_per_week') AS hours_per_week,
  json_extract(record, '$.salary.monthly_min') AS salary_monthly_min,
  json_extract(record, '$.salary.monthly_max') AS salary_monthly_max, published,
  json_extract(record, '$.start') AS start, json_extract(record, '$.closing') AS closing, closed_at, flags,
  json_extract(record, '$.description') AS description, sources
  FROM (
    SELECT id, source, title, occupation, insee, contract, published, closed_at, flags, record, 1 AS sources
    FROM offer WHERE NOT EXISTS (SELECT 1 FROM offer_member WHERE posting = offer.id)
    UNION ALL
    SELECT id, source, title, occupation, insee, contract, published, closed_at, flags, record,
      (SELECT count(*) FROM offer_member m WHERE m.offer = merged_offer.id)
    FROM merged_offer);
)sql";

/// Version 5: which records changed, so that whoever holds a corpus can follow (change_log.hpp).
inline constexpr const char* kSchemaVersion5 = R"sql(
CREATE TABLE change(
  sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, before BLOB NOT NULL, after BLOB NOT NULL);
)sql";

/// Version 7: recruitment operations and who was invited to them. Nothing tells of which public anybody is.
inline constexpr const char* kSchemaVersion7 = R"sql(
CREATE TABLE operation(id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, basin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE operation_session(
  operation TEXT NOT NULL, position INTEGER NOT NULL, session TEXT NOT NULL, date TEXT NOT NULL, from_minute INTEGER NOT NULL,
  to_minute INTEGER NOT NULL, seats INTEGER NOT NULL, PRIMARY KEY(operation, session)) WITHOUT ROWID;
CREATE TABLE invitation(
  operation TEXT NOT NULL, session TEXT NOT NULL, candidate TEXT NOT NULL, state TEXT NOT NULL, rank INTEGER NOT NULL,
  hired INTEGER NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY(operation, session, candidate)) WITHOUT ROWID;
CREATE INDEX invitation_by_candidate ON invitation(candidate);
)sql";

/// Version 8: what the last night gave. Lists are JSON arrays, so that SQL alone reads them (views below).
inline constexpr const char* kSchemaVersion8 = R"sql(
CREATE TABLE night_run(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, date TEXT NOT NULL, snapshot TEXT NOT NULL, build TEXT NOT NULL,
  suggest_policy TEXT NOT NULL, shortlist_policy TEXT NOT NULL, night_policy TEXT NOT NULL, top INTEGER NOT NULL,
  digest TEXT NOT NULL);
CREATE TABLE night_offer(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, content BLOB NOT NULL, cap INTEGER NOT NULL,
  suggested INTEGER NOT NULL, list TEXT NOT NULL);
CREATE TABLE night_person(
  id TEXT PRIMARY KEY NOT NULL, content BLOB NOT NULL, licences INTEGER NOT NULL, list TEXT NOT NULL,
  displaced TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE night_indicator(
  date TEXT NOT NULL, territory TEXT NOT NULL, indicator TEXT NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY(date, territory, indicator)) WITHOUT ROWID;

CREATE VIEW v_night_suggestion AS SELECT
  p.id AS candidate, line.key + 1 AS rank, o.id AS offer, json_extract(line.value, '$[1]') AS score,
  json_extract(line.value, '$[2]') AS suits, json_extract(line.value, '$[3]') AS wanted,
  CASE json_extract(line.value, '$[4]') WHEN 0 THEN 'now' WHEN 1 THEN 'with' WHEN 2 THEN 'ask' ELSE 'no' END AS verdict
  FROM night_person p, json_each(p.list) line JOIN night_offer o ON o.number = json_extract(line.value, '$[0]');
CREATE VIEW v_night_shortlist AS SELECT
  o.id AS offer, line.key + 1 AS rank, json_extract(line.value, '$[0]') AS candidate,
  json_extract(line.value, '$[1]') AS score, json_extract(line.value, '$[2]') AS suits,
  CASE json_extract(line.value, '$[3]') WHEN 0 THEN 'now' WHEN 1 THEN 'with' WHEN 2 THEN 'ask' ELSE 'no' END AS verdict
  FROM night_offer o, json_each(o.list) line;
CREATE VIEW v_night_displaced AS SELECT
  p.id AS candidate, o.id AS offer, json_extract(line.value, '$[1]') AS score, o.suggested AS proposed_to
  FROM night_person p, json_each(p.displaced) line JOIN night_offer o ON o.number = json_extract(line.value, '$[0]');
)sql";

}  // namespace passerelle::store
