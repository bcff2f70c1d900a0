#!/usr/bin/env python3
"""End-to-end tests of the territory's plan on the command line. Usage: territory_test.py BINARY [unittest arguments]."""
import csv
import io
import json
import os
import sys
import unittest

sys.dont_write_bytecode = True
import support
from support import DATASETS, DATE, CommandTest, Template, candidate, ndjson, offer

LEVERS = os.path.join(DATASETS, "levers")
TABLES = [os.path.join(LEVERS, name + ".toml") for name in ("barriers", "demands", "conflicts", "levers-hauts-de-france")]
LICENCE = "aide-permis-b-region"


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


class Territory(CommandTest):
    """Seven persons of Lille without a licence, three of Dunkerque; offers in two sectors that need one."""
    store = "small.db"
    persons = 7

    def setUp(self):
        super().setUp()
        self.json("import", "levers", *TABLES)
        basins = self.write("basins.csv", "CODE_COMMUNE_INSEE,BE19,NOMBE19,REG\n59350,3201,Lille,32\n59512,3201,Lille,32\n59183,3202,Dunkerque,32\n")
        self.json("import", "reference", "--basins", basins)
        self.import_offers([offer(n, posts=2, schedules=["day"], requirements={"licences": ["B"]}) for n in (1, 2)])
        self.import_candidates([candidate(n, licences=[]) for n in range(1, self.persons + 1)] +
                               [candidate(n, licences=[], home={"insee": "59183"}, mobility={"radius_km": 150}) for n in range(101, 104)])

    def levers(self, *more, **options):
        return self.json("levers", *more, "--date", DATE, **options)

    def row(self, answer, lever=LICENCE, basin=0):
        return next(row for row in answer["basins"][basin]["unlocks"] if row["levers"] == [lever])

    def test_a_licence_opens_posts_capped_by_what_is_left(self):
        answer = self.levers("--basin", "3201")
        row = self.row(answer)
        self.assertEqual((row["persons"], row["posts"], row["strong_persons"], row["strong_posts"]), (5, 4, 5, 4))
        self.assertEqual([(cell["sector"], cell["persons"]) for cell in row["sectors"]], [("N", 5)])
        self.assertEqual(self.row(self.levers("--basin", "3201", "--places", LICENCE + "=1"))["posts"], 1)
        # In lists of one offer and one person there is one place, and others hold it, or nobody.
        self.assertLessEqual(self.row(self.levers("--basin", "3201", "--top", "1"))["posts"], 4)

    def test_no_count_of_one_to_four_persons_leaves(self):
        answer = self.levers("--all")
        self.assertEqual([basin["basin"] for basin in answer["basins"]], ["3201", "3202"])
        dunkerque = answer["basins"][1]
        self.assertEqual((dunkerque["unlocks"], dunkerque["plan"]["lines"], dunkerque["plan"]["posts"]), ([], [], 0))
        for basin in answer["basins"]:
            for row in basin["unlocks"]:
                for cell in [row, *row["sectors"]]:
                    for figure in ("persons", "strong_persons"):
                        self.assertTrue(cell[figure] is None or cell[figure] % 5 == 0, cell)
            for line in basin["plan"]["lines"]:
                self.assertGreaterEqual(line["places"], 5)
        whole = json.dumps(answer)
        for n in [*range(1, 8), *range(101, 104)]:
            self.assertNotIn(f'"C{n}"', whole)

    def test_the_plan_under_a_budget(self):
        # Only the licence of the region has places: the others' are none.
        ids = {lever for row in self.levers("--basin", "3201")["basins"][0]["unlocks"] for lever in row["levers"]}
        closed = [f"{lever}=0" for lever in sorted(ids) if lever != LICENCE]
        more = ["--places", *closed] if closed else []
        plan = self.levers("--basin", "3201", *more, "--budget", "100")["basins"][0]["plan"]
        self.assertEqual((plan["lines"], plan["posts"], plan["cost_cents"]), ([], 0, 0))
        free = self.levers("--basin", "3201", *more)["basins"][0]["plan"]
        self.assertLessEqual(free["posts"], free["bound"])
        self.assertIn("would become reachable", free["text"])

    def test_same_bytes_for_any_threads_and_a_table(self):
        one = self.command("levers", "--all", "--date", DATE, "--json", "--threads", "1").stdout
        self.assertEqual(self.command("levers", "--all", "--date", DATE, "--json", "--threads", "2").stdout, one)
        rows = list(csv.DictReader(io.StringIO(self.text("levers", "--all", "--date", DATE, "--csv"))))
        whole = [row for row in rows if row["levers"] == LICENCE and row["sector"] == ""]
        self.assertEqual([(row["table"], row["basin"], row["persons"], row["posts"]) for row in whole if row["table"] == "unlock"], [("unlock", "3201", "5", "4")])
        self.assertIn("deviendraient accessibles", self.text("levers", "--all", "--date", DATE, lang="fr"))

    def test_every_count_is_logged_with_its_purpose(self):
        self.levers("--basin", "3201", "--agent", "lead", "--purpose", "plan 2026")
        entry = self.lines("access-log")[-1]
        self.assertEqual((entry["agent"], entry["role"], entry["purpose"], entry["action"], entry["candidate"]), ("lead", "territory", "plan 2026", "count", "*"))
        before = len(self.lines("access-log"))
        self.error("levers", "--basin", "3201", "--purpose", " ", "--date", DATE, code=8)
        self.assertEqual(len(self.lines("access-log")), before)

    def test_wrong_requests(self):
        self.error("levers", "--date", DATE, code=2)
        self.assertEqual(self.error("levers", "--basin", "9999", "--date", DATE, code=4)["code"], "not-found")
        self.assertEqual(self.error("levers", "--all", "--places", "nothing=3", "--date", DATE, code=4)["code"], "not-found")
        self.error("levers", "--all", "--places", "x", "--date", DATE, code=2)


if __name__ == "__main__":
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
