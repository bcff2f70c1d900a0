#!/usr/bin/env python3
"""End-to-end tests of recruitment operations on the command line. Usage: operation_test.py BINARY [unittest arguments]."""
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
import support
from support import DATE, CommandTest, Template, candidate, offer

PUBLIC = "rqth"


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


def session(name, date="2025-06-10", seats=3, **fields):
    return {"id": name, "date": date, "half_day": "morning", "seats": seats, **fields}


def operation(name, kind="job-dating", **fields):
    return {"id": name, "kind": kind, "title": f"Opération {name}", "offers": ["O1"], "place": {"insee": "59350"},
            "sessions": [session("matin")], "no_show_percent": 0, **fields}


class Operations(CommandTest):
    store = "small.db"

    def setUp(self):
        super().setUp()
        self.import_offers([offer(n) for n in (1, 2)])
        people = [candidate(n, practised=[{"occupation": "rome:N1103", "months": 12 * (10 - n)}]) for n in range(1, 10)]
        people[8]["restricted"] = {"publics": [PUBLIC]}
        self.import_candidates(people)

    def file(self, *operations, name="ops.json"):
        return self.write(name, json.dumps({"operations": list(operations)}))

    def plan(self, path, *more, **options):
        return self.json("operation", "plan", path, "--date", DATE, *more, **options)

    def quota(self, **fields):
        return {"public": PUBLIC, "label": "public du quota", "legal_basis": "fondement", "percent": 34, **fields}

    def invited(self, answer, operation=0, session=0, what="invited"):
        return [line["candidate"] for line in answer["operations"][operation]["sessions"][session][what]]

    def test_a_plan_with_its_figures(self):
        answer = self.plan(self.file(operation("b", sessions=[session("matin", seats=2)]), operation("a", "mrs")))
        self.assertEqual([one["id"] for one in answer["operations"]], ["a", "b"])
        everybody = self.invited(answer, 0) + self.invited(answer, 1)
        self.assertEqual(len(everybody), 5)
        self.assertEqual(len(set(everybody)), 5)
        for one in answer["operations"]:
            relevance = one["relevance"]
            self.assertEqual(relevance["lost_points"], relevance["alone_points"] - relevance["points"])
            self.assertGreaterEqual(relevance["lost_points"], 0)
            self.assertEqual(one["possible"], 9)
        self.assertEqual((answer["rules"], answer["policy"]["name"]), ({"name": "default", "version": 1}, "operations"))
        french = self.text("operation", "plan", self.file(operation("a")), "--date", DATE, lang="fr")
        for words in ("invités sur 3 possibles", "de moins que la meilleure liste", "au plus 1 fois par semaine", "en attente 1", "dit par l'organisateur"):
            self.assertIn(words, french)
        english = self.text("operation", "plan", self.file(operation("a")), "--date", DATE, lang="en")
        self.assertIn("less than the best list for each operation alone", english)

    def test_same_bytes_for_any_threads_and_order(self):
        operations = [operation("a"), operation("b", "mrs", offers=["O1", "O2"]), operation("c", sessions=[session("s", "2025-06-17"), session("t", "2025-06-18")])]
        one = self.command("operation", "plan", self.file(*operations), "--date", DATE, "--json", "--threads", "1").stdout
        self.assertEqual(self.command("operation", "plan", self.file(*operations), "--date", DATE, "--json", "--threads", "2").stdout, one)
        operations[1]["offers"].reverse()
        self.assertEqual(self.command("operation", "plan", self.file(*reversed(operations)), "--date", DATE, "--json").stdout, one)

    def test_what_is_kept_is_not_asked_again_and_what_is_printed_can_be_recorded(self):
        path = self.file(operation("a"))
        before = self.json("status")["snapshot"]
        first = self.plan(path, "--keep")
        self.assertEqual((first["kept"]["new"], len(self.invited(first))), (5, 3))
        again = self.plan(path, "--keep")
        self.assertEqual((self.invited(again), again["operations"][0]["sessions"][0]["already"]), ([], 3))
        # Another operation of the week, and one of the kind a fortnight later, look elsewhere.
        other = self.plan(self.file(operation("b", "mrs"), operation("c", sessions=[session("s", "2025-06-24")]), name="other.json"))
        self.assertFalse(set(self.invited(other, 0) + self.invited(other, 1)) & set(self.invited(first)))
        printed = self.text("operation", "show", "a", "--csv")
        self.assertEqual(self.json("operation", "record", self.write("again.csv", printed), "--date", DATE), {"read": 5, "new": 0, "changed": 0, "unchanged": 5})
        present = "operation,session,candidate,state,hired\n" + "".join(f"a,matin,{person},présent,{int(i == 0)}\n" for i, person in enumerate(self.invited(first)))
        sheet = self.write("present.csv", present)
        problem = self.error("operation", "record", sheet, "--date", "2025-06-09", code=3)
        self.assertEqual((problem["source"], problem["position"], problem["field"]), ("present.csv", "row 2", "state"))
        self.assertEqual(self.json("operation", "record", sheet, "--date", "2025-06-10")["changed"], 3)
        shown = self.json("operation", "show", "a")["operations"][0]
        self.assertEqual((shown["states"]["present"], shown["hired"], shown["states"]["waiting"]), (3, 1, 2))
        # 40 persons at 30 % and 3 who came; no basin is known here.
        self.assertEqual(shown["no_show_estimate_per_10000"], 2791)
        self.assertIn("embauches : 1", self.text("operation", "show", lang="fr"))
        self.assertEqual(self.json("status")["snapshot"], before)

    def test_csv_of_a_plan_is_what_record_reads(self):
        path = self.file(operation("a"))
        table = self.text("operation", "plan", path, "--date", DATE, "--keep", "--csv")
        rows = list(csv.DictReader(io.StringIO(table)))
        self.assertEqual([(row["state"], row["rank"]) for row in rows], [("invited", "")] * 3 + [("waiting", "1"), ("waiting", "2")])
        self.assertEqual(self.json("operation", "record", self.write("plan.csv", table), "--date", DATE)["unchanged"], 5)

    def test_quotas_are_open_and_whose_they_are_is_not_told(self):
        path = self.file(operation("a", quotas=[self.quota()]))
        self.error("operation", "plan", path, "--date", DATE, "--purpose", " ", code=8)
        logged = len(self.lines("access-log"))
        answer = self.plan(path, "--agent", "lead", "--purpose", "forum de juin")
        entry = self.lines("access-log")[-1]
        self.assertEqual(len(self.lines("access-log")), logged + 1)
        self.assertEqual((entry["agent"], entry["role"], entry["action"], entry["candidate"], entry["purpose"]), ("lead", "operations", "quota", "*", "forum de juin : a"))
        one = answer["operations"][0]
        self.assertEqual(one["quotas"], [{"label": "public du quota", "legal_basis": "fondement", "percent": 34, "places": 1}])
        places = {line["candidate"]: line["place"] for line in one["sessions"][0]["invited"]}
        self.assertEqual(places["C9"], "quota")
        self.assertEqual(sorted(places.values()), ["open", "open", "quota"])
        # The code of the public stands nowhere, in no output.
        for output in ([], ["--json"], ["--csv"]):
            for audience in ("lead", "recruiter"):
                self.assertNotIn(PUBLIC, self.text("operation", "plan", path, "--date", DATE, "--for", audience, *output))
        self.text("operation", "plan", path, "--date", DATE, "--keep")
        for output in (["show", "a"], ["show", "a", "--json"], ["show", "a", "--csv"]):
            text = self.text("operation", *output)
            self.assertNotIn(PUBLIC, text)
            self.assertNotIn("quota", text)

    def test_an_employer_reads_no_way_no_quota_and_no_waiting_list(self):
        path = self.file(operation("a", quotas=[self.quota()], prerequisites=[{"licence": "B", "reachable_days": 3, "through": "SECRET"}]))
        answer = self.plan(path, "--for", "recruiter")
        one = answer["operations"][0]
        self.assertEqual(set(one), {"id", "kind", "title", "place", "sessions"})
        self.assertEqual(set(one["sessions"][0]), {"id", "date", "from", "to", "seats", "invited"})
        self.assertEqual(set(one["sessions"][0]["invited"][0]), {"candidate", "offer", "offer_title", "suits"})
        suits = [line["suits"] for line in one["sessions"][0]["invited"]]
        self.assertEqual(suits, sorted(suits, reverse=True))
        for output in ([], ["--json"], ["--csv"]):
            text = self.text("operation", "plan", path, "--date", DATE, "--for", "recruiter", *output)
            for word in ("quota", "SECRET", "fondement", "public du quota", "minutes", "waiting", "en attente"):
                self.assertNotIn(word, text)

    def test_without_a_quota_no_public_changes_a_byte_and_nothing_is_read(self):
        path = self.file(operation("a"))
        logged = len(self.lines("access-log"))
        before = self.text("operation", "plan", path, "--date", DATE, "--json")
        self.assertEqual(len(self.lines("access-log")), logged)
        self.import_candidates([candidate(1, practised=[{"occupation": "rome:N1103", "months": 108}], restricted={"publics": [PUBLIC, "rsa"]})])
        self.assertEqual(self.text("operation", "plan", path, "--date", DATE, "--json"), before)

    def test_bad_files(self):
        """What is refused, with the place and the field."""
        table = [
            (operation("a", kind="noce"), "operation a", "kind", "field-value"),
            (operation("a", offers=["O1", "O9"]), "operation a", "offers", "not-found"),
            (operation("a", place={"insee": "99999"}), "operation a", "insee", "place-unknown"),
            (operation("a", sessions=[session("s", "2025-05-31")]), "operation a", "date", "field-value"),
            (operation("a", sessions=[session("s", seats=0)]), "/operations/0/sessions/0/seats", "seats", "field-value"),
            (operation("a", quotas=[self.quota(legal_basis=None)]), "/operations/0/quotas/0/legal_basis", "legal_basis", "field-missing"),
            (operation("a", seats=3), "/operations/0/seats", "seats", "field-unknown"),
        ]
        for bad, position, field, code in table:
            with self.subTest(field=field, code=code):
                problem = self.error("operation", "plan", self.file(bad), "--date", DATE, "--keep", code=4 if code == "not-found" else 3)
                self.assertEqual((problem["source"], problem["position"], problem["field"], problem["code"]), ("ops.json", position, field, code))
        self.assertEqual(self.error("operation", "plan", "nowhere.json", code=3)["code"], "file-not-found")
        self.assertEqual(self.error("operation", "plan", self.write("no.json", "{"), code=3)["code"], "document-malformed")
        self.assertEqual(self.error("operation", "plan", self.file(operation("a")), "--rules", "nothing", code=2)["field"], "--rules")
        self.error("operation", "plan", self.file(operation("a")), "--for", "everybody", code=2)
        self.error("operation", "show", "nothing", code=4)
        self.error("operation", "show", "--csv", code=2)
        self.error("operation", code=2)
        self.assertEqual(self.json("operation", "show")["operations"], [])

    def test_a_kill_while_keeping_leaves_all_or_nothing(self):
        path = self.file(*[operation(f"o{n}", "forum", sessions=[session("s", f"2025-0{6 + n // 28}-{1 + n % 28:02}")]) for n in range(1, 40)])
        whole = None
        for round in range(12):
            store = os.path.join(self.directory, f"k{round}.db")
            shutil.copy(self.path("passerelle.db"), store)
            child = subprocess.Popen([support.BINARY, "operation", "plan", path, "--date", DATE, "--keep", "--store", store], cwd=self.directory,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=support.environment())
            time.sleep(0.02 + 0.02 * round)
            child.send_signal(signal.SIGKILL)
            child.wait()
            kept = self.json("operation", "show", "--store", store)["operations"]
            if kept:
                whole = whole or kept
                self.assertEqual(len(kept), 39)
                self.assertGreater(sum(one["states"]["invited"] for one in kept), 0)
                self.assertEqual(kept, whole)

    def test_help_in_both_languages(self):
        for words, lang in (("qui inviter, à quoi et quand", "fr"), ("whom to invite, to what and when", "en")):
            self.assertIn(words, self.text("operation", "--help", lang=lang))


if __name__ == "__main__":
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
