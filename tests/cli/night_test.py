#!/usr/bin/env python3
"""The night run from outside: the same bytes whatever the threads, shards, kills and increments; faults leave nothing half-written.
Usage: night_test.py BINARY [unittest arguments]."""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
import support
from support import DATASETS, DATE, CommandTest, Template, candidate, environment, ndjson, offer

OUTPUTS = ("suggestions.ndjson.zst", "suggestions.csv.zst", "shortlists.ndjson.zst", "shortlists.csv.zst", "changes.ndjson.zst",
           "indicators.csv", "digest.json", "manifest.json")


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


class NightTest(CommandTest):
    store = "passerelle.db"

    def night(self, *more, out="out", code=0, store=False):
        arguments = ["night", "--out", out, "--date", DATE, "--block", "32", *more]
        if not store:
            arguments.append("--no-store")
        if code:
            return self.error(*arguments, code=code)
        return self.json(*arguments)

    def outputs(self, out="out"):
        return {name: self.read(os.path.join(out, name)) for name in OUTPUTS}

    def crowded(self, **rules):
        """A policy with caps that the small population reaches."""
        with open(os.path.join(DATASETS, "policies", "night", "default.toml"), encoding="utf-8") as file:
            text = file.read()
        for name, value in {"per_post": 1, "even_percent": 10, **rules}.items():
            begin = text.index("\n" + name + " = ") + 1
            text = text[:begin] + f"{name} = {value}" + text[text.index("\n", begin):]
        return self.write("night.toml", text)

    def unpack(self, name, out="out"):
        """What the frames hold, by the command's own reader of packed files where no other is at hand."""
        import shutil as tools
        if tools.which("zstd") is None:
            self.skipTest("zstd is not at hand")
        return subprocess.run(["zstd", "-dc", self.path(os.path.join(out, name))], capture_output=True, check=True).stdout.decode()


class SameBytes(NightTest):
    def test_threads(self):
        policy = self.crowded()
        self.night("--night-policy", "./" + policy, "--top", "2", "--threads", "1", out="one")
        self.night("--night-policy", "./" + policy, "--top", "2", "--threads", "2", out="two")
        self.assertEqual(self.outputs("one"), self.outputs("two"))
        digest = json.loads(self.read("one/digest.json"))
        self.assertLess(digest["congestion"]["after"]["gini_ppm"], digest["congestion"]["before"]["gini_ppm"])
        self.assertLess(digest["congestion"]["after"]["beyond_cap"], digest["congestion"]["before"]["beyond_cap"])
        self.assertLessEqual(digest["congestion"]["worst_slot_loss"], 1500)
        self.assertLessEqual(digest["congestion"]["reached"], digest["congestion"]["bound"])

    def test_no_price_gives_the_plain_lists(self):
        policy = self.crowded(most_price=0)
        self.night("--night-policy", "./" + policy)
        digest = json.loads(self.read("out/digest.json"))
        self.assertEqual(digest["congestion"]["before"], digest["congestion"]["after"])
        lists = [json.loads(line) for line in self.unpack("suggestions.ndjson.zst").splitlines()]
        self.assertEqual(len(lists), 600)
        for person in random.Random(1).sample(lists, 5):
            plain = self.json("suggest", person["candidate"], "--date", DATE)["results"]
            self.assertEqual([(line["offer"]["id"] if isinstance(line["offer"], dict) else line["offer"], line["score"], line["verdict"]) for line in plain],
                             [(line["offer"], line["score"], line["verdict"]) for line in person["offers"]])
        for line in self.unpack("shortlists.ndjson.zst").splitlines()[:5]:
            job = json.loads(line)
            plain = self.json("shortlist", job["offer"], "--date", DATE)["results"]
            self.assertEqual([line["score"] for line in plain], [line["score"] for line in job["candidates"]])

    def test_shards(self):
        self.night(out="whole")
        for n in (1, 3, 8):
            folders = [f"s{n}-{i}" for i in range(n)]
            for i, folder in enumerate(folders):
                self.night("--shard", f"{i}/{n}", out=folder)
                self.assertFalse(os.path.exists(self.path(folder + "/manifest.json")))
            random.Random(n).shuffle(folders)
            self.json("night", "merge", *folders, "--out", f"merged{n}", "--date", DATE, "--block", "32", "--no-store")
            self.assertEqual(self.outputs(f"merged{n}"), self.outputs("whole"))

    def test_killed_at_random_moments(self):
        self.night(out="whole")
        dice = random.Random(3)
        kills = int(os.environ.get("PASSERELLE_NIGHT_KILLS", "8"))
        arguments = [support.BINARY, "night", "--out", "killed", "--date", DATE, "--block", "32", "--no-store", "--threads", "1", "--lang", "en"]
        started = time.monotonic()
        subprocess.run(arguments[:3] + ["timed"] + arguments[4:], cwd=self.directory, env=environment(), capture_output=True, check=True)
        length = time.monotonic() - started
        for _ in range(kills):
            running = subprocess.Popen(arguments, cwd=self.directory, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, length))
            running.send_signal(signal.SIGKILL)
            running.wait()
            manifest = self.path("killed/manifest.json")
            if os.path.exists(manifest):  # it had ended: what it left is whole; begin again
                self.assertEqual(self.outputs("killed"), self.outputs("whole"))
                shutil.rmtree(self.path("killed"))
        self.night(out="killed")
        self.assertEqual(self.outputs("killed"), self.outputs("whole"))

    def test_work_done_is_not_done_again(self):
        first = self.night()
        again = self.night()
        self.assertEqual((again["blocks_found"], again["blocks_kept"]), (0, first["blocks_found"]))
        block = sorted(os.listdir(self.path("out/blocks")))[3]
        content = bytearray(self.read("out/blocks/" + block))
        content[-1] ^= 1  # damaged: found again, not believed
        whole = self.outputs()
        self.write("out/blocks/" + block, bytes(content))
        self.assertEqual(self.night()["blocks_found"], 1)
        self.assertEqual(self.outputs(), whole)

    def mutate(self, seed, changes):
        """So many changes of records drawn at random: new, changed, gone."""
        dice = random.Random(seed)
        offers = [json.loads(line) for line in self.lines_of("offers")]
        candidates = [json.loads(line) for line in self.lines_of("candidates")]
        new_offers, new_candidates, closed = {}, {}, set()
        for i in range(changes):
            what = dice.randrange(6)
            if what == 0:
                new_offers[f"N{seed}-{i}"] = {**dice.choice(offers), "id": f"N{seed}-{i}"}
            elif what == 1:
                one = dict(dice.choice(offers), contract=dice.choice(["CDI", "CDD", "MIS"]), posts=dice.randrange(1, 9))
                new_offers[one["id"]] = one
            elif what == 2:
                closed.add(dice.choice(offers)["id"])
            elif what == 3:
                new_candidates[f"P{seed}-{i}"] = {**dice.choice(candidates), "id": f"P{seed}-{i}"}
            else:
                one = dict(dice.choice(candidates), mobility={"radius_km": dice.randrange(5, 60), "means": "car"}, licences=dice.choice([[], ["B"]]))
                new_candidates[one["id"]] = one
        kept = {one["id"]: one for one in offers if one["id"] not in closed}
        kept.update(new_offers)
        self.import_offers(ndjson(list(kept.values())), "--complete", "--yes")
        self.import_candidates(ndjson(list(new_candidates.values())))

    def lines_of(self, what):
        return self.command(what, "--json").stdout.decode().splitlines()

    def test_since_the_last_night(self):
        self.night(out="first")
        self.mutate(1, 30)
        report = self.night("--since", "first", out="since")
        self.assertTrue(report["since"]["kept"], report["since"])
        self.assertLess(report["since"]["persons"], 300)
        self.assertEqual(report["blocks_found"], 0)
        self.night(out="full")
        self.assertEqual(self.outputs("since"), self.outputs("full"))
        # On another day: what the day touches is looked for again.
        later = ["night", "--date", "2025-06-04", "--block", "16", "--no-store"]
        report = self.json(*later, "--out", "later", "--since", "since")
        self.json(*later, "--out", "later-full")
        self.assertEqual(self.outputs("later"), self.outputs("later-full"))
        # Many small steps.
        last = "since"
        for seed in range(2, int(os.environ.get("PASSERELLE_NIGHT_STEPS", "4"))):
            self.mutate(seed, 25)
            self.night("--since", last, out=f"step{seed}")
            self.night(out=f"whole{seed}")
            self.assertEqual(self.outputs(f"step{seed}"), self.outputs(f"whole{seed}"))
            last = f"step{seed}"
        # Other rules: everything again, and it says why.
        report = self.night("--since", "first", "--top", "10", out="other")
        self.assertEqual((report["since"]["kept"], report["since"]["why"]), (False, "rules"))


class Digest(NightTest):
    store = "small.db"

    def setUp(self):
        super().setUp()
        self.import_offers([offer(i) for i in range(1, 8)] + [offer(90, place={"insee": "62041"}, requirements={"licences": ["C"]})])
        self.import_candidates([candidate(i, licences=["B"]) for i in range(1, 13)] + [candidate(50, sought=[])])

    def test_the_store_holds_the_lists_and_views_unpack_them(self):
        self.night(store=True)
        database = sqlite3.connect(self.path("passerelle.db"))
        self.addCleanup(database.close)
        rows = database.execute("SELECT offer, score, verdict FROM v_night_suggestion WHERE candidate = 'C1' ORDER BY rank").fetchall()
        plain = self.json("suggest", "C1", "--date", DATE)["results"]
        self.assertEqual(len(rows), len(plain))
        self.assertEqual(sorted(row[1] for row in rows), sorted(line["score"] for line in plain))
        self.assertGreater(database.execute("SELECT count(*) FROM v_night_shortlist WHERE offer = 'O1'").fetchone()[0], 0)
        self.assertEqual(database.execute("SELECT value FROM night_indicator WHERE territory = 'all' AND indicator = 'offers'").fetchone()[0], 8)
        # A person is 1 to 4 persons: no row tells of them.
        self.assertEqual(database.execute("SELECT count(*) FROM night_indicator WHERE indicator LIKE 'persons-without%' AND value BETWEEN 1 AND 4").fetchone()[0], 0)
        shown = self.json("night", "show", "C1")
        self.assertEqual([line["offer"] for line in shown["offers"]], [row[0] for row in rows])
        self.assertEqual(self.error("night", "show", "nobody", code=4)["code"], "not-found")

    def test_causes_since_the_last_night(self):
        self.night(store=True, out="first")
        self.import_offers([offer(i) for i in range(2, 8)] + [offer(10), offer(90, place={"insee": "62041"}, requirements={"licences": ["C"]})], "--complete", "--yes")
        self.import_candidates([candidate(1, licences=["B", "C"]), candidate(60)])
        report = self.night(store=True, out="second")
        since = report["digest"]["since_last_night"]
        self.assertEqual((since["new_persons"], since["new_offers"], since["gone_offers"]), (1, 1, 1))
        self.assertGreater(since["of_persons"]["entered"]["new-offer"], 0)
        self.assertGreater(since["of_persons"]["left"]["offer-gone"], 0)
        self.assertGreater(since["of_offers"]["entered"]["new-person"], 0)
        text = self.text("night", "--out", "third", "--date", DATE, lang="fr")
        self.assertIn("Depuis la nuit du " + DATE, text)
        # Nothing changed since: nothing is told.
        self.assertEqual(json.loads(self.read("third/digest.json"))["since_last_night"]["of_persons"]["lists"], 0)

    def test_a_source_that_lost_its_offers_is_told(self):
        self.night(store=True, out="first")
        self.import_offers([offer(1)], "--complete", "--yes")
        report = self.night(store=True, out="second")
        kinds = [anomaly["kind"] for anomaly in report["digest"]["anomalies"]]
        self.assertIn("source-lost", kinds)

    def test_displaced_suggestions_say_so(self):
        self.import_offers([offer(i, place={"insee": "59512"}) for i in range(100, 130)])
        with open(os.path.join(DATASETS, "policies", "night", "default.toml"), encoding="utf-8") as file:
            text = file.read()
        text = text.replace("per_post = 20", "per_post = 2").replace("even_percent = 105", "even_percent = 10")
        self.night("--night-policy", "./" + self.write("night.toml", text), "--top", "2", store=True)
        shown = [self.json("night", "show", f"C{i}", lang="fr") for i in range(1, 13)]
        displaced = [line for person in shown for line in person["displaced"]]
        self.assertTrue(displaced)
        self.assertRegex(displaced[0]["text"], r"^déjà proposée à \d+ personnes?$")


class Faults(NightTest):
    def test_a_missing_shard(self):
        for i in (0, 2):
            self.night("--shard", f"{i}/3", out=f"s{i}")
        error = self.error("night", "merge", "s0", "s2", "--out", "merged", "--date", DATE, "--block", "32", "--no-store", code=3)
        self.assertEqual((error["code"], error["reason"].split(": ")[-1]), ("file-missing", "shard 1/3"))
        self.assertFalse(os.path.exists(self.path("merged/manifest.json")))
        self.assertFalse(os.path.exists(self.path("merged/suggestions.csv.zst")))
        error = self.error("night", "merge", "s0", "s0", "s2", "--out", "merged", "--date", DATE, "--block", "32", "--no-store", code=3)
        self.assertEqual(error["code"], "duplicate-id")

    def test_shards_of_two_snapshots(self):
        self.night("--shard", "0/2", out="s0")
        self.import_candidates([candidate(9001)])
        self.night("--shard", "1/2", out="s1")
        error = self.error("night", "merge", "s0", "s1", "--out", "merged", "--date", DATE, "--block", "32", "--no-store", code=3)
        self.assertEqual((error["code"], error["field"], error["source"]), ("document-unexpected", "snapshot", "s0/shard.json"))
        error = self.error("night", "merge", "s1", "--out", "merged", "--date", "2025-06-03", "--block", "32", "--no-store", code=3)
        self.assertEqual(error["field"], "date")

    def test_a_folder_that_cannot_be_written(self):
        self.write("file", "not a folder")
        error = self.night(out="file/out", code=2)
        self.assertEqual((error["code"], error["field"]), ("request-invalid", "--out"))
        self.assertEqual(self.night("--since", "nowhere", code=3)["code"], "file-not-found")

    def test_a_full_disk(self):
        # Each file in turn lies on a device that has no room.
        for full in ("blocks/persons-00002.block", "blocks/records.bin", "suggestions.csv.zst", "changes.ndjson.zst", "digest.json", "manifest.json"):
            shutil.rmtree(self.path("out"), True)
            os.makedirs(self.path("out/blocks"))
            os.symlink("/dev/full", self.path("out/" + full + ".part"))
            error = self.night(code=5)
            self.assertEqual((error["code"], error["source"]), ("store-full", "out/" + full))
            left = [name for _, _, names in os.walk(self.path("out")) for name in names]
            self.assertFalse([name for name in left if not name.endswith(".block") and name != "records.bin"], left)
        self.night()
        self.assertTrue(os.path.exists(self.path("out/manifest.json")))

    def test_a_store_that_is_busy(self):
        database = sqlite3.connect(self.path("passerelle.db"), isolation_level=None)
        self.addCleanup(database.close)
        database.execute("BEGIN IMMEDIATE")
        error = self.night(store=True, code=5)
        self.assertEqual(error["code"], "store-busy")
        database.execute("ROLLBACK")
        self.assertFalse(os.path.exists(self.path("out/manifest.json")))
        self.assertFalse(os.path.exists(self.path("out/suggestions.csv.zst")))
        self.night(store=True)
        self.assertTrue(os.path.exists(self.path("out/manifest.json")))

    def test_a_store_of_an_earlier_version_is_read(self):
        database = sqlite3.connect(self.path("passerelle.db"))
        self.addCleanup(database.close)
        for kind, name in database.execute("SELECT type, name FROM sqlite_master WHERE name LIKE 'night~_%' ESCAPE '~' OR name LIKE 'v~_night%' ESCAPE '~'").fetchall():
            if kind in ("table", "view"):
                database.execute(f"DROP {kind} {name}")
        database.execute("PRAGMA user_version = 7")
        database.commit()
        self.night()
        self.assertEqual(self.error("night", "show", "C1", code=4)["code"], "not-found")
        self.night(store=True)  # brought to this version
        self.assertIn("offers", self.text("night", "show", self.lines("candidates")[0]["id"], "--json"))

    def test_arguments(self):
        for more in (["--shard", "3/3"], ["--shard", "x"], ["--top", "0"], ["--night-policy", "nowhere"]):
            self.assertIn(self.command("night", "--out", "out", "--date", DATE, *more, code=3 if "nowhere" in more else 2).returncode, (2, 3))
        self.command("night", code=2)
        bad = self.write("bad.toml", 'name = "x"\nversion = 1\n[congestion]\nmost_price = 1500\nrond = 3\n')
        error = self.night("--night-policy", "./" + bad, code=2)
        self.assertEqual((error["source"], error["field"], error["position"]), ("bad.toml", "congestion.rond", "line 5"))


if __name__ == "__main__":
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
