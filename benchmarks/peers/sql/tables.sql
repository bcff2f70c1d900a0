-- Tables of the flat files, in SQL that PostgreSQL and DuckDB both read. Coordinates are bigint so that squared chords do
-- not overflow; weights are integer so that their sum stays bigint.
CREATE TABLE candidates(id integer, x bigint, y bigint, z bigint, lat double precision, lon double precision, reach bigint, licence_mask integer);
CREATE TABLE practised(candidate integer, occupation integer, months integer);
CREATE TABLE items(candidate integer, item integer);
CREATE TABLE offers(id integer, x bigint, y bigint, z bigint, lat double precision, lon double precision, occupation integer,
                    licence_mask integer, asked_months integer, w_occ integer, w_comp integer, w_exp integer, sum_weights integer);
CREATE TABLE requirements(offer integer, item integer, weight integer);
CREATE TABLE related(to_occupation integer, from_occupation integer, points integer);
