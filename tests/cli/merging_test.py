#!/usr/bin/env python3
"""End-to-end tests of offers with several sources on the command line. Usage: merging_test.py BINARY [unittest arguments]."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
import support
from support import DATE, CommandTest, Template, candidate, offer


def setUpModule():
    Template.make()


def tearDownModule():
    Template.remove()


def letters(number):
    return chr(97 + number % 26) + chr(97 + number // 26 % 26)


def posting(number, board, job, **fields):
    """Job `job` as `board` posts it: one text a job, of words of letters."""
    text = " ".join(f"mot{letters(i)}{letters(job)}" for i in range(80))
    return offer(number, title=f"Cariste {letters(job)} (H/F)", description=text, published="2025-05-01",
                 sources=[{"source": board, "id": str(number), "url": f"https://example.org/{board}/{number}"}], **fields)


class Merging(CommandTest):
    store = "small.db"

    def setUp(self):
        super().setUp()
        self.report = self.import_offers([posting(1, "one", 0), posting(2, "two", 0, salary={"monthly_min": 2000}), posting(3, "one", 1)])

    def ids(self):
        return [line["id"] for line in self.lines("offers")]

    def test_a_job_of_two_sources_is_one_offer_everywhere(self):
        self.assertEqual((self.report["new"], self.report["merged"]), (3, 2))
        self.assertEqual(self.ids(), ["O1", "O3"])
        status = self.status()
        self.assertEqual((status["offers"], status["postings"], status["offers_merged"]), (2, 3, 1))
        self.import_candidates([candidate(1)])
        suggested = self.json("suggest", "C1", "--date", DATE)["results"]
        self.assertEqual(sorted(line["offer"] for line in suggested), ["O1", "O3"])
        # The id of any posting leads to the offer.
        of_posting = self.json("shortlist", "O2", "--date", DATE)
        self.assertEqual(of_posting, self.json("shortlist", "O1", "--date", DATE))
        self.assertEqual(self.json("explain", "C1", "O2", "--date", DATE), self.json("explain", "C1", "O1", "--date", DATE))

    def test_show_tells_sources_reasons_and_origins(self):
        shown = self.json("offers", "show", "O2")
        self.assertEqual(shown["id"], "O1")
        self.assertEqual([p["sources"][0]["url"] for p in shown["postings"]], ["https://example.org/one/1", "https://example.org/two/2"])
        self.assertEqual(shown["fields"]["salary"], ["O2"])
        self.assertEqual(shown["joins"][0]["title"], "same")
        self.assertTrue(shown["joins"][0]["same_place"])
        text = self.text("offers", "show", "O1", lang="fr")
        for words in ("https://example.org/two/2", "Pourquoi une seule offre", "même intitulé", "salaire : O2"):
            self.assertIn(words, text)
        self.assertEqual(self.json("offers", "show", "O3")["joins"], [])
        self.assertEqual(self.error("offers", "show", "nobody", code=4)["code"], "not-found")

    def test_unmerge_is_remembered_by_the_next_import_and_taken_back(self):
        before = self.status()["snapshot"]
        parted = self.json("offers", "unmerge", "O1", "two:2")
        self.assertEqual(parted, {"pairs": 1, "shown_as": [{"posting": "O1", "offer": "O1"}, {"posting": "O2", "offer": "O2"}]})
        self.assertEqual(self.ids(), ["O1", "O2", "O3"])
        again = self.import_offers([posting(1, "one", 0), posting(2, "two", 0, salary={"monthly_min": 2100}), posting(3, "one", 1)])
        self.assertEqual((again["changed"], again["merged"]), (1, 0))
        self.assertEqual(self.ids(), ["O1", "O2", "O3"])
        self.assertEqual(self.json("offers", "show", "O2")["kept_apart"], [{"posting": "O2", "from": "O1"}])
        self.assertIn("O2 → offre O1", self.text("offers", "unmerge", "O2", "--undo", lang="fr"))
        self.import_offers([posting(2, "two", 0, salary={"monthly_min": 2000})])
        self.assertEqual(self.status()["snapshot"], before)

    def test_wrong_requests_change_nothing(self):
        before = self.status()
        self.assertEqual(self.error("offers", "unmerge", "nobody", code=4)["code"], "not-found")
        self.error("offers", "unmerge", "O1", "three:3", code=4)
        self.error("offers", "unmerge", "O3", code=2)
        self.error("offers", "unmerge", "O1", "--undo", code=2)
        self.command("offers", "unmerge", code=2)
        self.assertEqual(self.status(), before)

    def test_lists_keep_their_options(self):
        self.assertEqual([line["id"] for line in self.lines("offers", "--source", "two")], ["O1"])
        self.assertEqual([line["id"] for line in self.lines("offers", "--limit", "1")], ["O1"])
        self.assertEqual([line["id"] for line in self.lines("offers", "--after", "O1")], ["O3"])

    def test_evaluation_against_labels(self):
        self.write("offers.ndjson", support.ndjson([posting(1, "one", 0), posting(2, "two", 0), posting(3, "one", 1)]))
        self.write("labels.csv", "a,b,same,reason,half\nO1,O2,yes,partner,reported\nO1,O3,no,post,reported\nO2,O3,unclear,unclear,tuning\nO1,gone,no,post,tuning\n")
        arguments = ["evaluate", "merging", "--format", "passerelle", "--labels", "labels.csv", "offers.ndjson"]
        report = self.json(*arguments)
        self.assertEqual((report["offers"], report["groups"], report["grouped_offers"]), (3, 1, 2))
        reported = report["reported"]
        self.assertEqual((reported["same"], reported["other"], reported["groups"]["found"], reported["groups"]["right"]), (1, 1, 1, 1))
        self.assertEqual((report["tuning"]["unclear"], report["tuning"]["absent"]), (1, 1))
        self.assertIn("as groups", self.text(*arguments))
        self.write("bad.csv", "a,b,same,reason\nO1,O2,perhaps,x\n")
        problem = self.error("evaluate", "merging", "--labels", "bad.csv", "--format", "passerelle", "offers.ndjson", code=3)
        self.assertEqual((problem["field"], problem["position"]), ("same", "row 2"))
        self.write("bad.csv", "a,b,reason\nO1,O2,x\n")
        self.assertEqual(self.error("evaluate", "merging", "--labels", "bad.csv", "--format", "passerelle", "offers.ndjson", code=3)["code"], "column-missing")


if __name__ == "__main__":
    support.BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
