#!/usr/bin/env python3
"""End-to-end tests of the command `passerelle`. Usage: cli_test.py BINARY [unittest arguments]."""
import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
import support
from support import DATE, CommandTest, Template, candidate, environment, ndjson, offer, zstd_frame

COUNTS = ("read", "new", "changed", "unchanged", "merged", "flagged", "quarantined", "closed")


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


class ExitCodes(CommandTest):
    store = "small.db"

    def test_arguments(self):
        for arguments in ([], ["frobnicate"], ["shortlist"], ["explain", "C1"], ["import"], ["import", "offers"],
                          ["import", "offers", "--format", "xml", "f"], ["import", "reference"], ["offers", "extra"],
                          ["shortlist", "O1", "--top", "0"], ["shortlist", "O1", "--top", "many"],
                          ["shortlist", "O1", "--date", "2025-13-01"], ["shortlist", "O1", "--date", "tomorrow"],
                          ["shortlist", "O1", "--date", ""], ["suggest", "C1", "--date", ""],
                          ["explain", "C1", "O1", "--date", ""], ["shortlist", "O1", "--top", ""],
                          ["import", "candidates", "--format", "json-resume", "f", "--as-of", ""],
                          ["shortlist", "O1", "--policy", "nobody"], ["status", "--threads", "-1"],
                          ["offers", "--limit", "-1"],
                          ["status", "--nope"], ["generate", "--candidates", "-3"], ["generate", "--region", "999"]):
            with self.subTest(arguments=arguments):
                error = self.error(*arguments, code=2)
                self.assertEqual(error["code"], "request-invalid")
                self.assertTrue(error["reason"])
        self.command("status", lang="de", code=2)

    def test_an_empty_figure_is_said_in_words(self):
        for lang, words in (("fr", "la valeur manque"), ("en", "the value is missing")):
            self.assertIn(words, self.command("shortlist", "O1", "--top", "", lang=lang, code=2).stderr.decode())

    def test_an_instruction_set_that_is_not_there_is_refused(self):
        error = self.error("status", env=environment(PASSERELLE_SIMD="avx1024"), code=2)
        self.assertEqual((error["code"], error["field"]), ("request-invalid", "PASSERELLE_SIMD"))
        self.assertIn("plain", error["reason"])
        self.command("status", env=environment(PASSERELLE_SIMD="plain"))

    def test_an_unknown_command_is_named(self):
        self.assertIn("frobnicate", self.error("frobnicate", code=2)["reason"])

    def test_a_missing_store(self):
        error = self.error("status", "--store", "absent.db", code=5)
        self.assertEqual((error["code"], error["source"]), ("store-missing", "absent.db"))
        self.assertFalse(os.path.exists(self.path("absent.db")))

    def test_a_foreign_file_is_not_touched(self):
        for content in (b"hello", b"", b"SQLite format 3\0" + b"\0" * 5000, b"\xff" * 20000):
            self.write("foreign.db", content)
            for command in (["status"], ["init"], ["import", "offers", "--format", "passerelle", "x"]):
                self.assertEqual(self.error(*command, "--store", "foreign.db", code=5)["code"], "store-not-ours")
            self.assertEqual(self.read("foreign.db"), content)
        self.assertEqual(sorted(os.listdir(self.directory)), ["foreign.db", "passerelle.db"])

    def test_a_store_of_a_newer_version_is_not_touched(self):
        content = bytearray(self.read("passerelle.db"))
        content[60:64] = (9999).to_bytes(4, "big")  # user_version in the header of an SQLite file
        self.write("newer.db", bytes(content))
        for command in (["status"], ["init"], ["offers"]):
            self.assertEqual(self.error(*command, "--store", "newer.db", code=5)["code"], "store-too-new")
        self.assertEqual(self.read("newer.db"), bytes(content))

    def test_a_directory_as_store(self):
        self.assertEqual(self.error("status", "--store", ".", code=5)["code"], "store-not-ours")

    def test_a_truncated_store(self):
        content = self.read("passerelle.db")
        self.write("cut.db", content[:len(content) // 2])
        self.assertEqual(self.error("status", "--store", "cut.db", code=5)["code"], "store-damaged")

    def test_unknown_ids(self):
        for command in (["shortlist", "nobody"], ["suggest", "nobody"], ["explain", "nobody", "nothing"]):
            error = self.error(*command, code=4)
            self.assertEqual(error["code"], "not-found")
            self.assertIn("nobody", error["reason"])

    def test_unreadable_files(self):
        self.write("empty.json", "")
        self.write("blank.json", " \n\n")
        self.write("cut.json", '[{"id":"O1","title":"x"}')
        self.write("cut.gz", gzip.compress(b'{"id":"O1","title":"x"}\n')[:-5])
        self.write("utf16.json", '[{"id":"O1"}]'.encode("utf-16"))
        before = self.status()
        for name, code in (("absent.json", "file-not-found"), (".", "file-is-directory"), ("empty.json", "file-empty"),
                           ("blank.json", "file-empty"), ("cut.json", "document-truncated"),
                           ("cut.gz", "compression-damaged"), ("utf16.json", "not-utf8")):
            for kind in ("offers", "candidates")[:2 if name == "cut.json" else 1]:
                with self.subTest(name=name, kind=kind):
                    error = self.error("import", kind, "--format", "passerelle", name, code=3)
                    self.assertEqual(error["code"], code)
                    self.assertIn("source", error)
        # A good file before a bad one: all or nothing.
        self.write("good.json", ndjson([offer(1)]))
        self.error("import", "offers", "--format", "passerelle", "good.json", "absent.json", code=3)
        self.assertEqual(self.status(), before)

    def test_a_reference_is_needed(self):
        self.command("init", "--empty", "--store", "bare.db")
        self.assertEqual(self.error("evaluate", "recovery", "--store", "bare.db", code=6)["code"], "reference-missing")

    def test_a_full_disk_is_no_success(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([support.BINARY, "status", "--lang", "en"], cwd=self.directory, stdout=full,
                                  stderr=subprocess.PIPE, env=environment())
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No space left", done.stderr)

    def test_more_threads_than_cores_are_no_matter(self):
        self.import_offers([offer(i) for i in range(500)], "--threads", "64")
        done = self.command("import", "offers", "--format", "passerelle", "in.ndjson", "--threads", "64")
        self.assertEqual(done.stderr, b"")

    def test_closing_too_many_offers_asks(self):
        self.import_offers([offer(i) for i in range(10)], "--complete")
        before = self.status()
        self.write("fewer.ndjson", ndjson([offer(i) for i in range(5)]))
        fewer = ["import", "offers", "--format", "passerelle", "fewer.ndjson", "--complete"]
        error = self.error(*fewer, code=7)
        self.assertEqual(error["code"], "would-close-too-many")
        self.assertIn("5", error["reason"])
        self.assertEqual(self.status(), before)
        self.error(*fewer, "--max-close", "49", code=7)
        self.assertEqual(self.json(*fewer, "--yes")["closed"], 5)
        self.assertEqual([o["id"] for o in self.lines("offers")], [f"O{i}" for i in range(5)])
        self.assertEqual(len(self.lines("offers", "--closed")), 10)
        self.assertEqual(self.status()["offers_closed"], 5)

    def test_a_closed_offer_is_in_no_list(self):
        self.import_offers([offer(1), offer(2)], "--complete")
        self.import_candidates([candidate(1)])
        self.assertEqual(len(self.json("suggest", "C1", "--date", DATE)["results"]), 2)
        self.import_offers([offer(2)], "--complete", "--yes")
        self.assertEqual([r["offer"] for r in self.json("suggest", "C1", "--date", DATE)["results"]], ["O2"])
        self.error("shortlist", "O1", code=4)


class Languages(CommandTest):
    store = "small.db"

    def test_the_environment_decides_unless_an_option_does(self):
        cases = [({}, "offres ouvertes"), ({"LC_ALL": "C"}, "offres ouvertes"),
                 ({"LC_ALL": "fr_FR.UTF-8"}, "offres ouvertes"),
                 ({"LC_ALL": "en_US.UTF-8"}, "open offers"), ({"LANG": "en_GB"}, "open offers"),
                 ({"LC_ALL": "fr_FR.UTF-8", "LANG": "en_US.UTF-8"}, "offres ouvertes"),
                 ({"LC_MESSAGES": "en_US", "LANG": "fr_FR"}, "open offers"),
                 ({"LC_ALL": "", "LANG": "en"}, "open offers")]
        for variables, expected in cases:
            with self.subTest(variables=variables):
                self.assertIn(expected, self.text("status", lang=None, env=environment(**variables)))
        self.assertIn("open offers", self.text("status", lang="en", env=environment(LC_ALL="fr_FR.UTF-8")))
        self.assertIn("offres ouvertes", self.text("status", lang="fr", env=environment(LC_ALL="en_US.UTF-8")))

    def test_help(self):
        french, english = self.text("--help", lang="fr"), self.text("--help", lang="en")
        for text in (french, english):
            for word in ("init", "import", "shortlist", "suggest", "explain", "quarantine", "evaluate", "--store",
                         "--json", "--threads"):
                self.assertIn(word, text)
        self.assertIn("Codes de sortie", french)
        self.assertIn("Exit codes", english)
        for english_word in ("Print", "Exit codes", "Subcommands", "SUBCOMMAND", "Usage:"):
            self.assertNotIn(english_word, french)
        for command in (["init"], ["import", "offers"], ["import", "candidates"], ["import", "reference"],
                        ["import", "vocabulary"], ["offers"], ["candidates"], ["quarantine"], ["status"], ["generate"],
                        ["shortlist"], ["suggest"], ["explain"], ["evaluate", "proximity"], ["evaluate", "recovery"],
                        ["evaluate", "occupation"]):
            with self.subTest(command=command):
                self.assertNotEqual(self.text(*command, "--help", lang="fr"), self.text(*command, "--help", lang="en"))

    def test_errors(self):
        self.assertIn("introuvable", self.command("status", "--store", "x.db", lang="fr", code=5).stderr.decode())
        self.assertIn("no such store", self.command("status", "--store", "x.db", lang="en", code=5).stderr.decode())
        self.assertIn("n'est pas entre", self.command("suggest", "C1", "--top", "0", lang="fr", code=2).stderr.decode())

    def test_lists_speak_it_and_their_figures_do_not_change(self):
        self.import_offers([offer(1)])
        self.import_candidates([candidate(1)])
        french, english = (self.json("suggest", "C1", "--date", DATE, lang=lang) for lang in ("fr", "en"))
        self.assertNotEqual(french, english)

        def without_texts(answer):
            return json.loads(json.dumps(answer), object_hook=lambda o: {k: v for k, v in o.items() if k != "text"})
        self.assertEqual(without_texts(french), without_texts(english))

    def test_the_version(self):
        self.assertRegex(self.text("--version", lang=None), r"^\d+\.\d+\.\d+")


class Imports(CommandTest):
    store = "small.db"

    def test_counts_and_their_shape(self):
        good = ndjson([offer(1), offer(2), offer(3, posts="two")])
        counts = self.import_offers(good + '{"title":"no id"}\n{"id":"cut",\n')
        self.assertEqual({k: counts[k] for k in COUNTS},
                         dict(read=5, new=2, changed=0, unchanged=0, merged=0, flagged=0, quarantined=3, closed=0))
        self.assertEqual(len(counts["problems"]), 3)
        self.assertEqual(counts["problems"][0]["position"], "line 3 /posts")
        self.assertEqual(counts["problems"][0]["field"], "posts")
        counts = self.import_offers([offer(1), offer(2, title="Another"), offer(4)])
        self.assertEqual([counts[k] for k in ("read", "new", "changed", "unchanged")], [3, 1, 1, 1])

    def test_twice_changes_nothing(self):
        content = ndjson([offer(1), offer(2, posts="two"), offer(3)]) + "rubbish\n"
        first = self.import_offers(content)
        before, listing, quarantine = self.status(), self.text("offers", "--json"), self.text("quarantine", "--json")
        again = self.import_offers(content)
        self.assert_whole(again)
        self.assertEqual([again[k] for k in ("new", "changed", "unchanged", "quarantined")],
                         [0, 0, first["new"], first["quarantined"]])
        self.assertEqual(self.status(), before)
        self.assertEqual(self.text("offers", "--json"), listing)
        self.assertEqual(self.text("quarantine", "--json"), quarantine)

    def test_standard_input(self):
        counts = self.json("import", "offers", "--format", "passerelle", "-",
                           stdin=ndjson([offer(1), offer(2, posts=[])]).encode())
        self.assertEqual((counts["new"], counts["quarantined"]), (1, 1))
        self.assertEqual(self.lines("quarantine")[0]["source"], "stdin")

    def test_compressed_files(self):
        content = ndjson(offer(i) for i in range(3000)).encode()
        self.write("offers.gz", gzip.compress(content))
        self.write("offers.zst", zstd_frame(content))
        self.write("named-otherwise.json", gzip.compress(content[:1000]) + gzip.compress(content[1000:]))
        for index, name in enumerate(("offers.gz", "offers.zst", "named-otherwise.json")):
            counts = self.json("import", "offers", "--format", "passerelle", name)
            self.assertEqual((counts["read"], counts["new" if index == 0 else "unchanged"]), (3000, 3000))
        if zstd := shutil.which("zstd"):
            packed = subprocess.run([zstd, "-q", "-c"], input=content, capture_output=True, check=True).stdout
            counts = self.json("import", "offers", "--format", "passerelle", self.write("real.zst", packed))
            self.assertEqual(counts["unchanged"], 3000)

    def test_bad_records_are_told_apart(self):
        lines = [b'{"id":"A","title":"P\xe2tissier"}', b'{"id":"B","title":"a\0b"}', b'{"id":"C","title":5}',
                 b"[1]", b"{", b'{"id":"D","tytle":"x"}', b'{"id":"E","title":"x","title":"y"}',
                 b'{"id":"G","title":"x","posts":-1}']
        expected = ["not-utf8", "nul-byte", "field-type", "field-type", "record-malformed", "field-unknown",
                    "field-value", "field-value"]
        counts = self.import_offers(ndjson([offer(1)]).encode() + b"\n".join(lines) + b"\n")
        self.assertEqual((counts["read"], counts["quarantined"]), (9, 8))
        entries = self.lines("quarantine")
        self.assertEqual([e["position"].split(" /")[0] for e in entries], [f"line {i}" for i in range(2, 10)])
        for entry, code in zip(entries, expected):
            self.assertEqual(entry["source"], "in.ndjson")
            self.assertEqual(entry["kind"], "offer")
            self.assertTrue(entry["reason"])
            self.assertRegex(entry["imported_at"], r"^\d{4}-\d\d-\d\dT")
            self.assertEqual(entry["code"], code)
        table = self.text("quarantine", lang="fr")
        self.assertIn("ligne 2", table)
        self.assertIn("il faut un texte", table)
        self.assertNotIn("string", table)
        self.assertIn("UTF-8", table)
        self.assertEqual(len(self.lines("quarantine", "--limit", "2")), 2)

    def test_the_same_id_with_other_content(self):
        counts = self.import_offers([offer(1), offer(1), offer(1, title="Other")])
        self.assertEqual([counts[k] for k in ("read", "new", "unchanged", "quarantined")], [3, 1, 1, 1])
        self.assertEqual(self.lines("quarantine")[0]["code"], "duplicate-id")

    def test_unknown_places_and_occupations_are_kept_and_flagged(self):
        counts = self.import_offers([offer(1, place={"insee": "99999"}), offer(2, occupation="rome:Z9999"), offer(3),
                                     offer(4, place={"latitude": 0, "longitude": 0})])
        self.assertEqual((counts["new"], counts["flagged"], counts["quarantined"]), (4, 3, 0))
        self.assertEqual([o["id"] for o in self.lines("offers", "--flagged")], ["O1", "O2", "O4"])

    def test_a_description_of_a_megabyte(self):
        self.assertEqual(self.import_offers([offer(1, description="é" * (1 << 19))])["new"], 1)
        self.assertEqual(len(self.lines("offers")[0]["description"]), 1 << 19)
        self.assertLess(len(self.text("offers")), 10_000)

    def test_one_record_that_is_too_large_stops_no_array(self):
        records = [offer(1), offer(2, description="x" * (17 << 20)), offer(3)]
        counts = self.import_offers(json.dumps(records))
        self.assertEqual((counts["new"], counts["quarantined"]), (2, 1))
        entry = self.lines("quarantine")[0]
        self.assertEqual((entry["code"], entry["position"]), ("record-too-large", "/1"))

    def test_what_is_listed_can_be_imported(self):
        self.import_offers([offer(i) for i in range(5)])
        self.import_candidates([candidate(i, restricted={"publics": ["rsa"]}) for i in range(3)])
        snapshot = self.status()["snapshot"]
        for kind, count in (("offers", 5), ("candidates", 3)):
            listing = self.command(kind, "--json").stdout
            self.assertNotIn(b"rsa", listing)
            counts = self.json("import", kind, "--format", "passerelle", "-", stdin=listing)
            self.assertEqual(counts["unchanged"], count)
        self.assertEqual(self.status()["snapshot"], snapshot)

    def test_barriers_are_erased_only_when_the_record_says_so(self):
        held = candidate(1, restricted={"publics": ["rsa"]})
        self.import_candidates([held])
        for nothing in (None, {}, {"barriers": [], "publics": []}):
            self.assertEqual(self.import_candidates([candidate(1)])["unchanged"], 1)
            self.assertEqual(self.import_candidates([held])["unchanged"], 1, "kept while the field is absent")
            self.assertEqual(self.import_candidates([candidate(1, restricted=nothing)])["changed"], 1)
            self.assertEqual(self.import_candidates([candidate(1, restricted=nothing)])["unchanged"], 1)
            self.assertEqual(self.import_candidates([held])["changed"], 1, "it was erased")

    def test_a_refused_person_is_reported_without_their_barriers(self):
        person = candidate(1, restricted={"barriers": [{"constraint": 25, "impact": "SECRET"}]})
        self.write("people.ndjson", ndjson([candidate(0), person]))
        importing = ["import", "candidates", "--format", "passerelle", "people.ndjson"]
        outputs = [self.command(*importing), self.command(*importing, "--json"), self.command("quarantine"),
                   self.command("quarantine", "--json"), self.command("candidates", "--json")]
        for done in outputs:
            self.assertNotIn(b"SECRET", done.stdout + done.stderr)
        self.assertIn("/restricted", self.lines("quarantine")[0]["position"])

    def test_a_value_refused_of_a_person_is_not_quoted(self):
        secrets = [dict(attestations=["SECRET"]), dict(licences=["SECRET"]), dict(available="SECRET"), dict(home={"insee": "SECRET"}),
                   dict(wishes={"schedules": ["SECRET"]}), dict(mobility={"means": "SECRET"}), dict(sought=["a:b:SECRET "]),
                   dict(languages=[{"language": "SECRET", "level": "SECRET"}]), dict(items=[{"label": "x", "origin": "SECRET"}])]
        people = [candidate(i, **fields) for i, fields in enumerate(secrets)]
        people += [candidate(20, mobility={"radius_km": 99999}), candidate(21, attestations=5)]
        self.write("people.ndjson", ndjson(people))
        importing = ["import", "candidates", "--format", "passerelle", "people.ndjson"]
        outputs = [self.command(*importing), self.command(*importing, "--json"), self.command("quarantine"),
                   self.command("quarantine", "--json"), self.command("quarantine", "--json", lang="fr")]
        for done in outputs:
            self.assertNotIn(b"SECRET", done.stdout + done.stderr)
        reasons = " ".join(entry["reason"] for entry in self.lines("quarantine"))
        for part in ("***", "99999", "array"):
            self.assertIn(part, reasons)

    def test_what_refused_persons_said_is_purged_on_demand(self):
        self.import_candidates([candidate(1, restricted={"barriers": [{"constraint": 25, "impact": "SECRET"}]})])
        self.import_offers([offer(1, posts="two")])
        self.assertIn(b"SECRET", self.read("passerelle.db"))
        self.assertEqual(self.json("quarantine", "--purge-restricted"), {"purged": 1})
        for name in os.listdir(self.directory):
            if name.startswith("passerelle.db"):
                self.assertNotIn(b"SECRET", self.read(name))
        self.assertEqual([(e["kind"], e["code"]) for e in self.lines("quarantine")],
                         [("candidate", "field-value"), ("offer", "field-type")])
        self.assertIn("0 dossiers", self.text("quarantine", "--purge-restricted", lang="fr"))

    def test_a_resume_without_a_date_ends_its_jobs_on_the_day_given(self):
        resume = {"id": "R", "work": [{"position": "Préparateur de commandes", "startDate": "2024-01-10"}]}
        importing = ["import", "candidates", "--format", "json-resume", self.write("r.json", json.dumps(resume))]
        self.command(*importing)
        self.assertEqual([f["code"] for f in self.lines("candidates")[0]["flags"]].count("text-unread"), 1)
        for _ in range(2):
            counts = self.json(*importing, "--as-of", "2025-03-20")
        self.assertEqual(counts["unchanged"], 1)
        self.assertEqual([p["months"] for p in self.lines("candidates")[0]["practised"]], [14])
        self.error(*importing, "--as-of", "2025-3", code=2)

    def test_lists_page_by_id(self):
        self.import_offers([offer(i) for i in range(10, 20)])
        self.assertEqual([o["id"] for o in self.lines("offers", "--limit", "3")], ["O10", "O11", "O12"])
        self.assertEqual([o["id"] for o in self.lines("offers", "--after", "O16")], ["O17", "O18", "O19"])

    def test_an_import_that_is_killed_leaves_a_usable_store(self):
        self.import_offers([offer(i) for i in range(50)])
        before = self.status()
        importing = subprocess.Popen([support.BINARY, "import", "offers", "--format", "passerelle", "-"],
                                     cwd=self.directory, env=environment(), stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # More than a batch and a pipe hold: when this has been written, the import is in the middle of its work.
        importing.stdin.write(ndjson(offer(i, description="x" * 400) for i in range(6000)).encode())
        importing.stdin.flush()
        self.assertIsNone(importing.poll())
        importing.send_signal(signal.SIGKILL)
        importing.communicate()
        self.assertEqual(self.status(), before)
        self.assertEqual(self.import_offers([offer(i) for i in range(60)])["new"], 10)


class OwnVocabulary(CommandTest):
    VOCABULARY = {
        "vocabulary": "metiers", "occupation_scheme": "metiers", "item_scheme": "metiers",
        "items": [{"code": "weld", "label": "Weld pipes", "weight": 1000},
                  {"code": "smile", "label": "Smile", "weight": 10},
                  "Read a plan"],
        "occupations": [{"code": "welder", "label": "Welder",
                         "items": [{"item": "weld", "core": True}, "smile", "read-a-plan"]}]}
    MONTREAL = {"latitude": 45.5019, "longitude": -73.5674}
    QUEBEC = {"latitude": 46.8139, "longitude": -71.2080}
    TOKYO = {"latitude": 35.6762, "longitude": 139.6503}
    SUVA = {"latitude": -18.1248, "longitude": 178.4501}

    def setUp(self):
        super().setUp()
        self.command("init", "--empty")

    def job(self, name, place, items=("metiers:weld", "metiers:smile"), occupation="metiers:welder"):
        return {"id": name, "title": name, "occupation": occupation, "place": place,
                "requirements": {"items": list(items)}}

    def person(self, name, home, items, radius=50, sought="metiers:welder"):
        return {"id": name, "sought": [sought], "items": list(items), "home": home, "mobility": {"radius_km": radius}}

    def ranking(self, *arguments):
        answer = self.json(*arguments, "--date", DATE)
        return [r.get("offer") or r.get("candidate") for r in answer["results"]], answer["results"]

    def test_words_with_weights_and_places_by_coordinates(self):
        self.json("import", "vocabulary", self.write("metiers.json", json.dumps(self.VOCABULARY)))
        counts = self.import_offers([self.job("montreal", self.MONTREAL), self.job("quebec", self.QUEBEC),
                                     self.job("tokyo", self.TOKYO)])
        self.assertEqual((counts["new"], counts["flagged"]), (3, 0))
        near_montreal = {"latitude": 45.60, "longitude": -73.60}
        self.import_candidates([
            self.person("both", near_montreal, ["metiers:weld", "metiers:smile"]),
            self.person("heavy", near_montreal, ["metiers:weld"]),
            self.person("light", near_montreal, ["metiers:smile"]),
            self.person("wide", near_montreal, ["metiers:weld"], radius=500),
            self.person("tokyo", self.TOKYO, ["metiers:weld"])])
        names, results = self.ranking("shortlist", "montreal", "--policy", "adviser")
        self.assertLess(names.index("both"), names.index("heavy"))
        self.assertLess(names.index("heavy"), names.index("light"))
        self.assertNotIn("tokyo", names)
        by_name = {r["candidate"]: r for r in results}
        self.assertGreater(by_name["heavy"]["suits"], 2 * by_name["light"]["suits"])
        self.assertEqual(self.ranking("suggest", "both")[0], ["montreal"])
        self.assertEqual(self.ranking("suggest", "wide")[0], ["montreal", "quebec"])
        self.assertEqual(self.ranking("suggest", "tokyo")[0], ["tokyo"])

    def test_neighbours_across_the_antimeridian(self):
        self.json("import", "vocabulary", self.write("metiers.json", json.dumps(self.VOCABULARY)))
        self.import_offers([self.job("east", {"latitude": -17.0, "longitude": -179.95}), self.job("suva", self.SUVA)])
        self.import_candidates([self.person("west", {"latitude": -17.0, "longitude": 179.95}, ["metiers:weld"])])
        self.assertEqual(self.ranking("suggest", "west")[0], ["east"])

    def test_codes_that_are_addresses(self):
        base = "http://data.europa.eu/esco/"
        vocabulary = {"vocabulary": "esco", "version": "1.2",
                      "items": [{"code": base + "skill/a1", "label": "bake bread"},
                                {"code": base + "skill/b2", "label": "sell bread"}],
                      "occupations": [{"code": base + "occupation/baker", "label": "baker",
                                       "items": [{"item": base + "skill/a1", "core": True}, base + "skill/b2"]}]}
        report = self.json("import", "vocabulary", self.write("esco.json", json.dumps(vocabulary)))
        self.assertEqual(report["notes"], [])
        counts = self.import_offers([self.job("bakery", self.MONTREAL, [base + "skill/a1"], base + "occupation/baker")])
        self.assertEqual(counts["flagged"], 0)
        sought = base + "occupation/baker"
        self.import_candidates([self.person("baker", self.MONTREAL, [base + "skill/a1"], sought=sought),
                                self.person("other", self.MONTREAL, [], sought=sought)])
        self.assertEqual(self.ranking("shortlist", "bakery")[0], ["baker", "other"])
        self.assertIn(base + "occupation/baker", self.text("suggest", "baker", "--date", DATE))
        self.assertIn("bake bread", self.text("suggest", "baker", "--date", DATE))

    def test_a_plain_list_as_csv(self):
        self.write("words.csv", "label,weight\nTailler la pierre,900\nSourire,10\n")
        report = self.json("import", "vocabulary", "words.csv")
        self.assertEqual([(v["name"], v["items"]) for v in report["vocabularies"]], [("words", 2)])
        self.assertEqual(self.json("import", "vocabulary", "words.csv")["unchanged"], ["words"])

    def test_a_bad_vocabulary_leaves_the_store_as_it_was(self):
        before = self.status()
        for content in ("{", "[]", '{"vocabulary":"a:b"}', '{"vocabulary":"x","items":[{"label":5}]}',
                        '{"items":[]}', ""):
            with self.subTest(content=content):
                self.error("import", "vocabulary", self.write("bad.json", content), code=3)
        self.assertEqual(self.status(), before)


class MainJob(CommandTest):
    store = "passerelle.db"
    wanted = None

    def offers(self):
        return [o["id"] for o in self.lines("offers")]

    def wanted_offer(self):
        """One that several persons could take; the template is the same for all tests."""
        if not MainJob.wanted:
            MainJob.wanted = next((o for o in self.offers()
                                   if self.json("shortlist", o, "--date", DATE)["eligible"] >= 3), None)
        self.assertTrue(MainJob.wanted, "hardly anyone fits any offer")
        return MainJob.wanted

    def test_init_ships_communes_and_vocabularies(self):
        self.assertGreater(Template.init["communes"], 34_000)
        self.assertEqual(len([v for v in Template.init["vocabularies"] if v["name"].startswith("demo-")]), 5)
        self.command("init", "--demo", "--store", "other.db")
        self.assertEqual(self.json("init", "--demo", "--store", "other.db")["changed"], [])

    def check_list(self, answer, what, snapshot):
        self.assertEqual(set(answer["policy"]), {"name", "version"})
        for name in ("snapshot", "build", "date"):
            self.assertTrue(answer[name])
        self.assertEqual(answer["snapshot"], snapshot)
        self.assertEqual([r["rank"] for r in answer["results"]], list(range(1, len(answer["results"]) + 1)))
        for result in answer["results"]:
            self.assertIn(what, result)
            self.assertIn(result["verdict"], ("now", "with", "ask", "no"))
            self.assertEqual(sum(c["contribution"] for c in result["contributions"]), result["score"])
            self.assertEqual(len({c["criterion"] for c in result["contributions"]}), len(result["contributions"]))
            for c in result["contributions"]:
                self.assertEqual(
                    set(c), {"criterion", "points", "weight", "contribution", "applicable", "evidence", "missing"})
                self.assertTrue(0 <= c["points"] <= 10_000)
                for fact in c["evidence"] + c["missing"]:
                    self.assertTrue(fact["code"] and fact["text"])
                if not c["applicable"]:
                    self.assertEqual(c["contribution"], 0)
            for part in ("score", "suits", "wanted"):
                self.assertIsInstance(result[part], int)

    def test_both_lists_and_the_explanation_agree(self):
        snapshot = self.status()["snapshot"]
        for policy in ("adviser", "recruiter", "operations"):
            pairs = 0
            for identifier in [self.wanted_offer(), *self.offers()]:
                answer = self.json("shortlist", identifier, "--top", "3", "--policy", policy, "--date", DATE)
                self.check_list(answer, "candidate", snapshot)
                self.assertLessEqual(len(answer["results"]), 3)
                if not answer["results"]:
                    continue
                pairs += 1
                pair = answer["results"][0]
                back = self.json("suggest", pair["candidate"], "--top", "10000", "--policy", policy, "--date", DATE)
                self.check_list(back, "offer", snapshot)
                same = [r for r in back["results"] if r["offer"] == identifier]
                self.assertEqual(len(same), 1)
                explained = self.json("explain", pair["candidate"], identifier, "--policy", policy, "--date", DATE)
                self.assertTrue(explained["eligible"])
                for part in ("score", "suits", "wanted", "verdict", "contributions"):
                    self.assertEqual(same[0][part], pair[part])
                    self.assertEqual(explained[part], pair[part])
                if pairs == 1 + (policy == "adviser"):
                    break
            self.assertGreater(pairs, 0, policy)

    def test_a_start_maps_what_an_earlier_one_built(self):
        ask = ["shortlist", self.wanted_offer(), "--json", "--date", DATE]
        built = self.command(*ask).stdout
        kept = self.read("passerelle.db.corpus")
        self.assertEqual(os.stat(self.path("passerelle.db.corpus")).st_mode & 0o777, 0o600)
        written = os.stat(self.path("passerelle.db.corpus")).st_mtime_ns
        self.assertEqual(self.command(*ask).stdout, built)
        self.assertEqual(os.stat(self.path("passerelle.db.corpus")).st_mtime_ns, written)
        # Whatever lies there instead is built anew.
        for damaged in (b"", kept[:100], kept[:-1], kept[:5000] + b"?" + kept[5001:], b"?" * len(kept)):
            self.write("passerelle.db.corpus", damaged)
            self.assertEqual(self.command(*ask).stdout, built)
            self.assertEqual(len(self.read("passerelle.db.corpus")), len(kept))
        # It goes with what it was made from, and stays when nothing changes.
        self.import_candidates([candidate(1)])
        self.assertFalse(os.path.exists(self.path("passerelle.db.corpus")))
        self.assertNotEqual(self.command(*ask).stdout, built)
        self.import_candidates([candidate(1)])
        self.assertTrue(os.path.exists(self.path("passerelle.db.corpus")))
        # Where it cannot be kept, the answer is the same.
        os.remove(self.path("passerelle.db.corpus"))
        os.mkdir(self.path("passerelle.db.corpus"))
        answer = self.command(*ask).stdout
        self.assertEqual(json.loads(answer)["results"], json.loads(self.command(*ask).stdout)["results"])

    def test_lists_for_people_to_read(self):
        identifier = self.wanted_offer()
        answer = self.json("shortlist", identifier, "--date", DATE)
        for lang, word in (("fr", "convient"), ("en", "suits")):
            text = self.text("shortlist", identifier, "--date", DATE, "--details", lang=lang)
            self.assertIn(word, text)
            for result in answer["results"]:
                self.assertIn(result["candidate"], text)
                self.assertIn(str(result["score"]), text)
        text = self.text("explain", answer["results"][0]["candidate"], identifier, "--date", DATE, lang="fr")
        self.assertIn(identifier, text)

    def test_a_recruiter_sees_nothing_of_home_or_wishes(self):
        for identifier in self.offers()[:5]:
            for result in self.json("shortlist", identifier, "--date", DATE)["results"]:
                for c in result["contributions"]:
                    if c["criterion"] in ("travel", "salary", "hours", "schedule", "start"):
                        self.assertEqual((c["contribution"], c["evidence"], c["missing"]), (0, [], []))

    def test_threads_change_no_byte(self):
        for command in (["shortlist", self.offers()[0]], ["suggest", "gen-c-0000001"],
                        ["suggest", "gen-c-0000002", "--policy", "operations"]):
            outputs = [self.command(*command, "--json", "--date", DATE, "--threads", n).stdout for n in ("1", "2")]
            self.assertEqual(*outputs)
        snapshots = []
        for threads in ("1", "2"):
            self.command("init", "--demo", "--store", f"{threads}.db", "--threads", threads)
            self.command("import", "offers", "--format", "passerelle",
                         os.path.join(Template.directory, "offers.ndjson"), "--store", f"{threads}.db",
                         "--threads", threads)
            snapshots.append(self.json("status", "--store", f"{threads}.db")["snapshot"])
        self.assertEqual(*snapshots)

    def test_the_same_seed_makes_the_same_bytes(self):
        os.mkdir(self.path("a"))
        os.mkdir(self.path("b"))
        generate = ["generate", "--candidates", "600", "--offers", "60"]
        self.command(*generate, "--seed", "7", "--out", "a", "--threads", "1")
        self.command(*generate, "--seed", "8", "--out", "b")
        for name in ("offers.ndjson", "candidates.ndjson"):
            with open(os.path.join(Template.directory, name), "rb") as file:
                expected = file.read()
            self.assertEqual(expected.count(b"\n"), 60 if name == "offers.ndjson" else 600)
            self.assertEqual(self.read(f"a/{name}"), expected)
            self.assertNotEqual(self.read(f"b/{name}"), expected)

    def test_generated_files_are_imported_without_a_fault(self):
        status = self.status()
        self.assertEqual((status["offers"], status["candidates"], status["quarantined"]), (60, 600, 0))
        again = self.json("import", "offers", "--format", "passerelle",
                          os.path.join(Template.directory, "offers.ndjson"))
        self.assertEqual(again["unchanged"], 60)

    def test_the_least_suits_cuts_the_list(self):
        identifier = self.wanted_offer()
        everyone = self.json("shortlist", identifier, "--date", DATE, "--top", "1000")["results"]
        limit = sorted(r["suits"] for r in everyone)[len(everyone) // 2]
        fewer = self.json("shortlist", identifier, "--date", DATE, "--top", "1000",
                          "--min-suits", str(limit))["results"]
        self.assertEqual([r["candidate"] for r in fewer], [r["candidate"] for r in everyone if r["suits"] >= limit])

    def test_measures_speak_the_language_asked_and_their_json_does_not_change(self):
        french, english = (self.text("evaluate", "recovery", lang=lang) for lang in ("fr", "en"))
        self.assertIn("intitulé + fiche", french)
        self.assertNotIn("card", french)
        self.assertIn("title + card", english)
        self.assertEqual(self.json("evaluate", "recovery", lang="fr"), self.json("evaluate", "recovery", lang="en"))

    def test_occupations_are_hidden_and_found_again(self):
        asked = ("evaluate", "occupation", "--format", "passerelle", os.path.join(Template.directory, "offers.ndjson"))
        self.assertIn("confiance", self.text(*asked, lang="fr"))
        self.assertIn("confidence", self.text(*asked, lang="en"))
        report = self.json(*asked)
        self.assertEqual(report["read"], 60)
        everything = report["lines"][0]
        self.assertEqual((everything["group"], everything["offers"]), ("all", 60 - report["left_out"]))
        self.assertLessEqual(everything["code"]["top1"], everything["code"]["top5"])
        self.assertEqual(sum(b["offers"] for half in report["reliability"].values() for b in half), everything["offers"])

    def test_an_offer_without_a_code_gets_the_occupation_of_its_title_or_is_flagged(self):
        records = [offer(1, title="URGENT - Aide-soignant de nuit (H/F)"), offer(2, title="Agent"), offer(3, title="Cariste")]
        for record in records[:2]:
            del record["occupation"]
        path = self.write("sans-code.ndjson", ndjson(records))
        self.json("import", "offers", "--format", "passerelle", path)
        taken, uncertain, given = (o for o in self.lines("offers") if o["id"] in ("O1", "O2", "O3"))
        self.assertEqual(taken["occupation"], "rome:J1501")
        self.assertEqual(taken["occupation_guesses"][0]["occupation"], "rome:J1501")
        self.assertIn("occupation-guessed", [f["code"] for f in taken["flags"]])
        self.assertNotIn("occupation", uncertain)
        self.assertIn("occupation-uncertain", [f["code"] for f in uncertain["flags"]])
        self.assertEqual(given["occupation"], "rome:N1103")
        self.assertNotIn("occupation_guesses", given)
        self.assertEqual(self.json("import", "offers", "--format", "passerelle", path)["unchanged"], 3)

    def test_lists_are_filtered(self):
        for o in self.lines("offers", "--department", "59"):
            self.assertTrue(o["place"]["insee"].startswith("59"))
        occupation = self.lines("offers")[0]["occupation"]
        self.assertTrue(self.lines("offers", "--occupation", occupation))
        for o in self.lines("offers", "--occupation", occupation):
            self.assertEqual(o["occupation"], occupation)


class Sources(CommandTest):
    """A partner's feed, in a format invented here, and its mapping file."""
    store = "small.db"
    MAPPING = '''
name = "guild"
title = "The guild"
[feed]
format = "xml"
records = "guild/jobs/job"
[fields]
id = "@no"
title = "what"
occupation = { path = "rome", prefix = "rome:" }
place_postal_code = "where"
contract = { path = "kind", codes = "kinds" }
published = { path = "since", day = "DD/MM/YYYY" }
[codes.kinds]
"for good" = "CDI"
[[unused]]
paths = ["seal"]
reason = "of the guild's own"
'''
    FEED = ("<guild><jobs><job no='1'><what>Cariste &amp; co</what><rome>N1101</rome><where>59000</where><kind>For good</kind>"
            "<since>02/03/2025</since><seal>x</seal></job>\n<job no='2'><what>Agent</what><where>59100</where></job></jobs></guild>")

    def setUp(self):
        super().setUp()
        self.write("guild.toml", self.MAPPING)
        self.write("feed.xml", self.FEED)

    def test_the_example_of_the_readme(self):
        with open(os.path.join(support.DATASETS, "sources", "README.md"), encoding="utf-8") as file:
            blocks = dict(re.findall(r"^```(xml|toml)\n(.*?)^```", file.read(), re.M | re.S))
        self.write("guild.toml", blocks["toml"])
        self.write("feed.xml", blocks["xml"])
        check = self.json("source", "check", "./guild.toml", "feed.xml")
        self.assertTrue(check["complete"])
        self.assertEqual(check["absent"], [])
        self.json("import", "offers", "--format", "./guild.toml", "feed.xml")
        shown = self.lines("offers")[0]
        self.assertEqual((shown["title"], shown["place"]["insee"], shown["salary"]["monthly_min"]), ("Cariste & préparateur", "59350", 1895.88))

    def test_the_shipped_sources_are_listed(self):
        names = [source["name"] for source in self.json("source", "list")]
        self.assertIn("hellowork", names)
        self.assertIn("schema-org", names)
        self.assertIn("hellowork", self.text("source", "list"))

    def test_a_check_shows_each_field(self):
        check = self.json("source", "check", "./guild.toml", "feed.xml")
        self.assertTrue(check["complete"])
        self.assertEqual((check["records"], check["offers"], check["refused"]), (2, 2, 0))
        self.assertEqual(check["values"], {"read": 9, "empty": 0, "spare": 0, "unused": 1, "unread": 0, "unknown": 0})
        fields = {field["field"]: field for field in check["fields"]}
        self.assertEqual((fields["since"]["target"], fields["since"]["text"], fields["since"]["value"]), ("published", "02/03/2025", "2025-03-02"))
        self.assertEqual(fields["seal"]["reason"], "of the guild's own")
        self.assertEqual(len(check["details"]), 2)
        self.assertEqual(check["details"][1]["id"], "guild:2")
        text = self.text("source", "check", "./guild.toml", "feed.xml", "--each")
        for words in ("→ published", "2025-03-02", "of the guild's own", "line 2 guild:2", "2 records (UTF-8): 2 offers"):
            self.assertIn(words, text)
        self.assertIn("non utilisé", self.text("source", "check", "./guild.toml", "feed.xml", lang="fr"))

    def test_what_nothing_accounts_for_fails_the_check(self):
        self.write("feed.xml", self.FEED.replace("<seal>", "<extra>1</extra><seal>").replace("For good", "for now"))
        done = self.command("source", "check", "./guild.toml", "feed.xml", "--json", code=3)
        check = json.loads(done.stdout)
        self.assertFalse(check["complete"])
        self.assertEqual((check["values"]["unknown"], check["values"]["unread"]), (1, 1))
        self.assertEqual(json.loads(done.stderr)["error"]["code"], "document-unexpected")
        self.assertIn("UNKNOWN", self.command("source", "check", "./guild.toml", "feed.xml", code=3).stdout.decode())

    def test_offers_are_imported_through_a_mapping(self):
        counts = self.json("import", "offers", "--format", "./guild.toml", "feed.xml")
        self.assert_whole(counts)
        self.assertEqual(counts["new"], 2)
        offers = {offer["id"]: offer for offer in self.lines("offers")}
        self.assertEqual(sorted(offers), ["guild:1", "guild:2"])
        first = offers["guild:1"]
        self.assertEqual((first["title"], first["occupation"], first["place"]["insee"], first["contract"], first["published"]),
                         ("Cariste & co", "rome:N1101", "59350", "CDI", "2025-03-02"))
        self.assertEqual(first["sources"], [{"source": "guild", "id": "1"}])
        self.assertEqual(self.json("import", "offers", "--format", "./guild.toml", "feed.xml")["unchanged"], 2)
        # « All the source has now » closes the others of this source alone.
        self.import_offers([offer(1)])
        self.write("feed.xml", self.FEED.split("\n")[0] + "</jobs></guild>")
        self.error("import", "offers", "--format", "./guild.toml", "feed.xml", "--complete", code=7)
        self.assertEqual(self.json("import", "offers", "--format", "./guild.toml", "feed.xml", "--complete", "--yes")["closed"], 1)

    def test_new_fields_of_a_partner_are_flagged(self):
        self.write("feed.xml", self.FEED.replace("<seal>", "<extra>1</extra><seal>"))
        self.json("import", "offers", "--format", "./guild.toml", "feed.xml")
        flags = [flag for each in self.lines("offers") for flag in each.get("flags", []) if flag["code"] == "field-unknown"]
        self.assertEqual([flag["field"] for flag in flags], ["extra"])

    def test_a_bad_mapping_or_feed_leaves_the_store_as_it_was(self):
        self.json("import", "offers", "--format", "./guild.toml", "feed.xml")
        before = self.lines("offers")
        other = self.FEED.replace("Agent", "Other")
        bomb = "<!DOCTYPE g [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]>" + other.replace("Other", "&b;")
        table = [
            # a wrong path to the records; to a field that must be there
            (self.MAPPING.replace("guild/jobs/job", "guild/job"), other, 3, ("document-unexpected", "feed.xml", "line 1")),
            (self.MAPPING.replace('"@no"', '"@number"'), other, 2, ("request-invalid", "guild.toml", "line 8")),
            (self.MAPPING.replace("title = \"what\"", "titel = \"what\""), other, 2, ("request-invalid", "guild.toml", "line 9")),
            (self.MAPPING.replace('"CDI"', '"CDX"'), other, 2, ("request-invalid", "guild.toml", "line 12")),
            (self.MAPPING + "[", other, 3, ("document-malformed", "guild.toml", "line 19")),
            (self.MAPPING, bomb, 3, ("document-malformed", "feed.xml", "line 1")),
            (self.MAPPING, other.replace("&amp;", "&nbsp;"), 3, ("document-malformed", "feed.xml", "line 1")),
            (self.MAPPING, other[:-20], 3, ("document-truncated", "feed.xml", "line 2")),
            (self.MAPPING, other.encode().replace(b"Other", b"\xc3\xa9 \xe9"), 3, ("not-utf8", "feed.xml", "line 2")),
            (self.MAPPING, b"\xff\xfe<", 3, ("document-malformed", "feed.xml", "line 1")),
            (self.MAPPING, b"", 3, ("file-empty", "feed.xml", None)),
        ]
        for mapping, feed, code, expected in table:
            with self.subTest(expected=expected):
                self.write("guild.toml", mapping)
                self.write("feed.xml", feed)
                error = self.error("import", "offers", "--format", "./guild.toml", "feed.xml", code=code)
                self.assertEqual((error["code"], error["source"], error.get("position")), expected)
                self.assertTrue(error["reason"])
                self.assertEqual(self.lines("offers"), before)
        csv = self.MAPPING.replace('"xml"', '"csv"').replace('records = "guild/jobs/job"\n', "").replace('"@no"', '"no"')
        self.write("guild.toml", csv)
        self.write("feed.csv", 'no;what;where\n1;"a;59000\n2;b;59100\n')
        error = self.error("import", "offers", "--format", "./guild.toml", "feed.csv", code=3)
        self.assertEqual((error["code"], error["position"]), ("document-malformed", "line 2"))
        self.assertEqual(self.lines("offers"), before)

    def test_names_that_are_not_known(self):
        error = self.error("import", "offers", "--format", "nobody", "feed.xml", code=2)
        self.assertIn("hellowork", error["reason"])
        self.error("source", "check", "nobody", "feed.xml", code=2)
        self.assertEqual(self.error("source", "check", "./nobody.toml", "feed.xml", code=3)["code"], "file-not-found")
        self.assertEqual(self.error("source", "check", "./guild.toml", "absent.xml", code=3)["code"], "file-not-found")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
