#!/usr/bin/env python3
"""End-to-end tests of barriers and levers on the command line. Usage: adviser_test.py BINARY [unittest arguments]."""
import json
import os
import shutil
import sys
import unittest

sys.dont_write_bytecode = True
import support
from support import DATASETS, DATE, CommandTest, Template, candidate, ndjson, offer

LEVERS = os.path.join(DATASETS, "levers")
TABLES = [os.path.join(LEVERS, name + ".toml") for name in ("barriers", "demands", "conflicts", "levers-hauts-de-france")]


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


class Tables(CommandTest):
    store = "small.db"

    def test_import_is_idempotent_and_a_version_stays_what_it_is(self):
        self.assertEqual(self.json("import", "levers", *TABLES)["new"], 4)
        again = self.json("import", "levers", *TABLES)
        self.assertEqual((again["new"], again["unchanged"]), (0, 4))
        with open(TABLES[2], encoding="utf-8") as file:
            changed = file.read().replace("l'offre demande", "on demande", 1)
        error = self.error("import", "conflicts", self.write("conflicts.toml", changed), code=3)
        self.assertEqual(error["code"], "duplicate-id")

    def test_bad_tables_are_refused_and_the_old_ones_stay(self):
        self.json("import", "levers", *TABLES)
        self.import_offers([offer(1)])
        self.import_candidates([candidate(1)])
        before = self.json("suggest", "C1", "--role", "adviser", "--date", DATE)
        with open(TABLES[3], encoding="utf-8") as file:
            levers = file.read().replace("version = 1", "version = 2", 1)
        with open(TABLES[2], encoding="utf-8") as file:
            conflicts = file.read().replace("version = 1", "version = 2", 1)
        for text, field, position in (
                (levers.replace("cost_euros = 1350", "cost_euros = -1", 1), "lever aide-permis-b-region.cost_euros", "line "),
                (levers.replace("delay_days = 120\n", "", 1), "lever aide-permis-b-region.delay_days", "line "),
                (conflicts.replace("situation = 33", "situation = 34", 1), "situation", "situation 33"),
                (conflicts.replace("situation = 33", "situation = 99", 1), "situation", "conflict ")):
            error = self.error("import", "levers", self.write("bad.toml", text), code=3)
            self.assertEqual(error["field"], field)
            self.assertTrue(error["position"].startswith(position), error)
            self.assertTrue(error["source"], error)
        self.assertEqual(self.json("suggest", "C1", "--role", "adviser", "--date", DATE), before)

    def test_without_tables(self):
        self.import_offers([offer(1)])
        self.import_candidates([candidate(1)])
        self.assertEqual(self.error("suggest", "C1", "--role", "adviser", "--date", DATE, code=6)["code"], "reference-missing")


class Barriers(CommandTest):
    store = "small.db"

    def setUp(self):
        super().setUp()
        self.json("import", "levers", *TABLES)
        self.import_offers([offer(1, schedules=["night"]), offer(2, schedules=["day"]),
                            offer(3, schedules=["day"], requirements={"licences": ["B"]})])
        self.import_candidates([candidate(1, licences=[]), candidate(2, licences=[])])

    def diagnosis(self, valeur="OUI", code="7"):
        constraint = {"code": "23", "libelle": "x", "valeur": valeur, "date": "2025-05-12T12:54:39+00:00",
                      "situations": [{"code": code, "libelle": "x", "valeur": "OUI"}]}
        family = {"code": "24", "valeur": "NON", "date": "2025-05-12"}
        return self.write("diagnosis.json", json.dumps([json.dumps(constraint), json.dumps(family)]))

    def page(self, *more, **options):
        return self.json("suggest", "C1", "--role", "adviser", "--date", DATE, *more, **options)

    def test_a_diagnosis_changes_the_adviser_page_and_nothing_else(self):
        # Every format a recruiter, or an adviser's plain list, has.
        questions = [question + [*form, "--date", DATE, "--lang", lang]
                     for question in (["shortlist", "O1"], ["shortlist", "O3"], ["shortlist", "O1", "--policy", "operations"], ["suggest", "C1"],
                                      ["explain", "C1", "O1", "--policy", "recruiter"])
                     for form in ([], ["--json"]) for lang in ("fr", "en")]
        questions += [[name, *form] for name in ("candidates", "offers", "status", "quarantine") for form in ([], ["--json"])]
        answers = lambda: [support.run(question, self.directory).stdout for question in questions]
        plain = answers()
        self.assertTrue(all(plain[:-2]))
        before = self.page()
        report = self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        self.assertEqual((report["read"], report["changed"], report["quarantined"]), (1, 1, 0))
        after = self.page()
        self.assertEqual(after["judged"], before["judged"])  # law 6
        self.assertEqual(after["counts"], {"now": 1, "with": 2, "ask": 0, "no": 0})
        levers = {group["levers"][0]["lever"] for group in after["with_lever"]}
        self.assertIn("covoiturage-domicile-travail", levers)
        self.assertIn("aide-permis-b-france-travail", levers)
        self.assertEqual(answers(), plain)
        again = self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        self.assertEqual(again["unchanged"], 1)
        text = self.text("suggest", "C1", "--role", "adviser", "--date", DATE, lang="fr")
        self.assertIn("covoiturage domicile-travail ouvrirait 1 offre", text)

    def test_what_if_says_what_enters(self):
        self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        change = self.json("whatif", "C1", "--grant", "covoiturage-domicile-travail", "--date", DATE)
        self.assertEqual((change["now_before"], change["now_after"], change["opened"]), (1, 2, 1))
        self.assertEqual([line["offer"] for line in change["enters"]], ["O1"])
        self.assertEqual(change["enters"][0]["before"], "with")
        self.assertIn("car sharing", change["enters"][0]["cause"])
        waiting = self.json("whatif", "C1", "--grant", "en-route-pour-l-emploi", "--date", DATE)
        self.assertEqual(waiting["opened"], 0)
        self.assertIn("needs first", waiting["notes"][0])
        both = self.json("whatif", "C1", "--grant", "en-route-pour-l-emploi", "aide-permis-b-france-travail", "--date", DATE)
        self.assertEqual((both["notes"], both["opened"]), ([], 2))
        self.assertEqual(self.error("whatif", "C1", "--grant", "nothing", "--date", DATE, code=4)["code"], "not-found")

    def test_one_pair(self):
        self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        pair = self.json("explain", "C1", "O1", "--role", "adviser", "--date", DATE)
        self.assertEqual((pair["shown"], pair["verdict"], pair["works_from"], pair["cost_cents"]), (True, "with", "2025-06-15", 9000))
        conflict = [reason for reason in pair["verdict_reasons"] if reason["code"] == "conflict"][0]
        self.assertEqual((conflict["subject"], conflict["demands"], conflict["source"]), ("situation 7", ["night-hours"], "field"))
        self.assertEqual(sum(c["contribution"] for c in pair["contributions"]), pair["score"])
        self.assertIn("covoiturage", self.text("explain", "C1", "O1", "--role", "adviser", "--date", DATE, lang="fr"))
        self.assertEqual(self.error("explain", "C1", "O1", "--role", "recruiter", "--date", DATE, code=8)["code"], "access-refused")
        self.assertEqual(self.error("explain", "C1", "nothing", "--role", "adviser", "--date", DATE, code=4)["code"], "not-found")

    def test_a_correction_stands_against_the_same_diagnosis(self):
        self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        self.json("correct", "C1", "--situation", "7", "--state", "no", "--reason", "has bought a car", "--date", DATE)
        self.assertEqual(self.page()["counts"]["now"], 2)
        self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        self.assertEqual(self.page()["counts"]["now"], 2)
        self.assertEqual(self.error("correct", "C1", "--situation", "99", "--state", "no", "--reason", "x", "--date", DATE, code=2)["code"], "request-invalid")

    def test_unknown_codes_are_refused_whole(self):
        for bad in (self.diagnosis(code="99"), self.diagnosis(valeur="PEUT-ETRE"), self.diagnosis(code="9")):
            error = self.error("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, bad, code=3)
            self.assertEqual(error["source"], "diagnosis.json")
            self.assertTrue(error["position"].startswith("/0"), error)
        self.assertEqual(self.page()["notes"][0][:17], "No dated diagnosi")
        own = ndjson([{"candidate": "C1", "barriers": [{"constraint": 23, "state": "yes", "explored": "2025-05-01",
                                                        "situations": [{"code": 7, "state": "yes"}]}]},
                      {"candidate": "C1", "barriers": [{"constraint": 23, "situations": [{"code": 99, "state": "yes"}]}]},
                      {"candidate": "nobody", "publics": ["SECRET"]}])
        report = self.json("import", "barriers", "--format", "passerelle", "--date", DATE, self.write("own.ndjson", own))
        self.assertEqual((report["read"], report["changed"], report["quarantined"]), (3, 1, 2))
        self.assertNotIn("SECRET", json.dumps(report))
        self.assertEqual(self.error("import", "barriers", "--format", "france-travail", self.diagnosis(), code=2)["field"], "--candidate")

    def test_every_read_is_logged_and_not_everyone_may_read(self):
        self.page("--agent", "A-17", "--purpose", "entretien")
        entries = self.lines("access-log", "--candidate", "C1")
        self.assertEqual([(e["agent"], e["role"], e["purpose"], e["action"]) for e in entries], [("A-17", "adviser", "entretien", "read")])
        for role in ("recruiter", "operations", "territory"):
            self.assertEqual(self.error("suggest", "C1", "--role", role, "--date", DATE, code=8)["code"], "access-refused")
        others = self.write("portfolio.txt", "C2\n")
        self.assertEqual(self.error("suggest", "C1", "--role", "adviser", "--portfolio", others, "--date", DATE, code=8)["field"], "portfolio")
        self.assertEqual(self.error("suggest", "C1", "--role", "adviser", "--policy", "recruiter", "--date", DATE, code=2)["field"], "policy")
        self.assertEqual(len(self.lines("access-log")), 1)

    def test_the_same_bytes_for_any_number_of_threads(self):
        self.json("import", "barriers", "--format", "france-travail", "--candidate", "C1", "--date", DATE, self.diagnosis())
        outputs = {self.command("suggest", "C1", "--role", "adviser", "--date", DATE, "--json", "--threads", n).stdout for n in ("1", "2", "4")}
        self.assertEqual(len(outputs), 1)


class Region(CommandTest):
    store = "passerelle.db"

    def test_services_and_certifications(self):
        self.import_offers([offer(1, schedules=["night"]), offer(2, occupation="rome:J1506")])
        self.import_candidates([candidate(1, licences=[], certificates=[], sought=["rome:N1103", "rome:J1506"])])
        barriers = {"candidate": "C1", "barriers": [{"constraint": 23, "state": "yes", "explored": "2025-05-01", "situations": [{"code": 7, "state": "yes"}]},
                                                    {"constraint": 24, "state": "no", "explored": "2025-05-01"}]}
        self.json("import", "barriers", "--format", "passerelle", "--date", DATE, self.write("b.ndjson", ndjson([barriers])))
        service = {"id": "s--1", "nom": "Covoiturage solidaire", "thematiques": ["mobilite--mobilite-douce-partagee-collective"], "commune": "Roubaix",
                   "zone_eligibilite": ["59"], "latitude": 50.69, "longitude": 3.17, "courriel": "someone@example.org"}
        far = dict(service, id="s--2", zone_eligibilite=["80"])
        report = self.json("import", "services", self.write("services.json", json.dumps({"items": [service, far, {"id": "s--3"}]})))
        self.assertEqual((report["read"], report["kept"]), (3, 2))
        self.assertEqual(report["notes"][0]["position"], "/items/2")
        table = "Code_Diplome;Libelle_Diplome;Code_Rome_1;Code_RNCP;Annee_Derniere_Session\n7;Diplôme infirmier;J1506;123;\n8;Ancien titre;J1506;122;2020\n"
        self.assertEqual(self.json("import", "certifications", self.write("c.csv", table))["kept"], 2)
        page = self.json("suggest", "C1", "--role", "adviser", "--date", DATE)
        sharing = [group for group in page["with_lever"] if group["levers"][0]["lever"] == "covoiturage-domicile-travail"]
        self.assertEqual([s["service"] for s in sharing[0]["services"]], ["s--1"])
        self.assertLess(sharing[0]["services"][0]["metres"], 5_000)
        self.assertNotIn("someone@", json.dumps(page))
        # No lever gives the nurse's diploma: the certifications that lead there are named, closed ones not.
        self.assertEqual([(lead["label"], lead["offers"] > 0) for lead in page["leads"]], [("Diplôme infirmier", True)])
        self.assertIn("Diplôme infirmier", self.text("suggest", "C1", "--role", "adviser", "--date", DATE, lang="fr"))

    def test_init_ships_the_tables(self):
        page = self.json("suggest", "gen-c-0000001", "--role", "adviser", "--date", DATE)
        self.assertEqual(len(page["tables"]), 4)
        for group in page["with_lever"] + page["with_training"]:
            self.assertGreater(group["offers"], 0)
            self.assertTrue(group["works_from"] >= DATE)


if __name__ == "__main__":
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
