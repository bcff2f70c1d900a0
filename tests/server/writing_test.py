"""Changes over HTTP: visible to matching at once, conditional, strict, and durable when the process is killed."""
import json
import os
import random
import signal
import threading

import support
from support import DATE, ServerTest

PATCH = {"Content-Type": "application/merge-patch+json"}
LINES = {"Content-Type": "application/x-ndjson"}


class Writing(ServerTest):
    def put(self, path, body, **headers):
        return self.server.request("PUT", path, "operator", body=body, headers=headers)

    def shortlist(self, offer_id):
        return [line["candidate"] for line in self.server.get(f"/v1/offers/{offer_id}/shortlist?date={DATE}&top=200", "operations").json()["results"]]

    def test_a_new_person_is_in_the_next_shortlist(self):
        self.assertNotIn("personne-50", self.shortlist("offre-1"))
        answer = self.put("/v1/candidates/personne-50", support.person(50))
        self.assertEqual((answer.status, answer.json()["outcome"]), (201, "new"))
        self.assertIn("personne-50", self.shortlist("offre-1"))
        answer = self.server.request("DELETE", "/v1/candidates/personne-50?purpose=essai", "operator")
        self.assertEqual((answer.status, answer.json()["outcome"]), (200, "removed"))
        self.assertNotIn("personne-50", self.shortlist("offre-1"))
        self.assert_refused(self.server.get("/v1/candidates/personne-50", "operator"), 404, "not-found")
        lines = [json.loads(line) for line in support.run("access-log", "--json", "--store", self.server.store).splitlines()]
        self.assertTrue(any(line["candidate"] == "personne-50" and line["purpose"] == "essai" for line in lines), lines)

    def test_an_erasure_needs_a_purpose(self):
        self.assert_refused(self.server.request("DELETE", "/v1/candidates/personne-3", "operator"), 400, "parameter-value")
        self.assertEqual(self.server.get("/v1/candidates/personne-3", "operator").status, 200)

    def test_an_offer_is_made_changed_and_closed(self):
        answer = self.put("/v1/offers/offre-50", support.offer(50))
        self.assertEqual(answer.status, 201)
        tag = dict(answer.headers)["ETag"]
        self.assertEqual(dict(self.server.get("/v1/offers/offre-50", "operator").headers)["ETag"], tag)
        self.assertEqual(self.put("/v1/offers/offre-50", support.offer(50)).json()["outcome"], "unchanged")
        self.assertEqual(self.server.get("/v1/offers/offre-50", "operator", headers={"If-None-Match": tag}).status, 304)

        answer = self.server.request("PATCH", "/v1/offers/offre-50", "operator", body={"title": "Autre titre"}, headers={**PATCH, "If-Match": tag})
        self.assertEqual((answer.status, answer.json()["outcome"]), (200, "changed"))
        self.assertEqual(self.server.get("/v1/offers/offre-50", "operator").json()["title"], "Autre titre")
        stale = self.server.request("PATCH", "/v1/offers/offre-50", "operator", body={"title": "x"}, headers={**PATCH, "If-Match": tag})
        self.assert_refused(stale, 412, "version-mismatch")
        self.assertEqual([each["offer"] for each in self.server.get("/v1/offers?q=autr%20ti", "operator").json()["items"]], ["offre-50"])

        self.assertEqual(self.server.request("DELETE", "/v1/offers/offre-50", "operator").json()["outcome"], "removed")
        self.assert_refused(self.server.get("/v1/offers/offre-50/shortlist", "operations"), 404, "not-found")

    def test_conditions(self):
        self.assert_refused(self.put("/v1/offers/offre-1", support.offer(1), **{"If-None-Match": "*"}), 412, "version-mismatch")
        self.assert_refused(self.put("/v1/offers/offre-404", support.offer(404), **{"If-Match": "*"}), 412, "precondition-failed")
        for bad in ('W/"a"', "a", '"a", "b"', '""', '"'):
            self.assert_refused(self.put("/v1/offers/offre-1", support.offer(1), **{"If-Match": bad}), 412, "precondition-failed")

    def test_what_cannot_be_used_is_refused_with_its_place(self):
        for body, status, code, field in ((b"{", 400, None, None), (b"[]", None, None, None), (b'{"id":"offre-1","titel":"x"}', 422, "field-unknown", "titel"),
                                          (b'{"id":"offre-1","posts":"many"}', 422, "field-type", "posts"), (b'{"id":"other"}', 422, "field-value", "id"),
                                          (b'{"id":"offre-1","title":"\xff"}', 400, "not-utf8", None)):
            with self.subTest(body):
                answer = self.put("/v1/offers/offre-1", body)
                self.assertIn(answer.status, (status,) if status else (400, 422), answer.body)
                if code:
                    self.assert_refused(answer, status, code)
                if field:
                    self.assertEqual(answer.json()["field"], field)
        deep = b'{"id":"offre-1","title":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        self.assertIn(self.put("/v1/offers/offre-1", deep).status, (400, 422))
        answer = self.put("/v1/candidates/personne-1", {"id": "personne-1", "restricted": {"barriers": [{"constraint": "dépression"}]}})
        self.assertEqual(answer.status, 422)
        self.assertNotIn("dépression", answer.body.decode())

    def test_an_import_answers_line_by_line(self):
        body = support.ndjson([support.offer(60), support.offer(61, titel="x")]) + "{\n" + support.ndjson([support.offer(60)])
        answer = self.server.request("POST", "/v1/offers:import", "operator", body=body, headers=LINES)
        self.assertEqual(answer.status, 200)
        self.assertEqual(dict(answer.headers)["Content-Type"], "application/x-ndjson")
        lines = [json.loads(line) for line in answer.body.decode().splitlines()]
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines[0]["outcome"], "new")
        self.assertEqual(lines[1]["problem"]["field"], "titel")
        self.assertIn("problem", lines[2])
        self.assertEqual(lines[3].get("outcome"), "unchanged")
        self.assertEqual([line["position"] for line in lines], [f"line {i}" for i in range(1, 5)])
        self.assertIn("personne-1", self.shortlist("offre-60"))

    def test_lists_for_what_is_not_stored(self):
        before = support.run("status", "--json", "--store", self.server.store)
        people = self.server.request("POST", f"/v1/shortlists?date={DATE}", "operations", body=support.offer(1)).json()["results"]
        stored = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "operations").json()["results"]
        self.assertEqual([(line["candidate"], line["score"]) for line in people], [(line["candidate"], line["score"]) for line in stored])
        offers = self.server.request("POST", f"/v1/suggestions?date={DATE}", "adviser", body=support.person(1)).json()["results"]
        stored = self.server.get(f"/v1/candidates/personne-1/suggestions?date={DATE}&view=list", "adviser").json()["results"]
        self.assertEqual([(line["offer"], line["score"]) for line in offers], [(line["offer"], line["score"]) for line in stored])
        self.assertEqual(support.run("status", "--json", "--store", self.server.store), before)
        answer = self.server.request("POST", "/v1/shortlists", "operations", body={"id": "a", "titel": "x"})
        self.assert_refused(answer, 422, "field-unknown")
        body = support.offer(1)
        del body["employer"]
        self.assert_refused(self.server.request("POST", "/v1/shortlists", "recruiter", body=body, siret=(support.SIRET, support.OTHER_SIRET)), 422, "field-missing")


class Forms(ServerTest):
    def pages(self, path, role, **more):
        items, cursor, pages = [], "", 0
        while True:
            answer = self.server.get(path + (f"&cursor={cursor}" if cursor else ""), role, **more)
            self.assertEqual(answer.status, 200, answer.body)
            items += answer.json()["items"]
            pages += 1
            cursor = answer.json().get("next")
            if not cursor:
                return items, pages

    def test_pages_follow_one_another_without_a_gap(self):
        items, pages = self.pages("/v1/offers?limit=2", "operator")
        self.assertEqual([each["offer"] for each in items], [f"offre-{i}" for i in range(1, 7)])
        self.assertEqual(pages, 3)
        items, _ = self.pages("/v1/candidates?limit=3", "operator")
        self.assertEqual([each["candidate"] for each in items], [f"personne-{i}" for i in range(1, 8)])
        items, _ = self.pages("/v1/candidates?limit=1", "adviser", portfolio=("personne-3", "personne-1", "nobody"))
        self.assertEqual([each["candidate"] for each in items], ["personne-1", "personne-3"])
        whole, _ = self.pages("/v1/places?q=saint&limit=100", "territory")
        small, _ = self.pages("/v1/places?q=saint&limit=7", "territory")
        self.assertGreater(len(whole), 20)
        self.assertEqual(whole[:50], small[:50])

    def test_search_as_one_types(self):
        places = self.server.get("/v1/places?q=lil", "recruiter").json()["items"]
        self.assertEqual(places[0]["label"], "Lille")
        self.assertEqual(self.server.get("/v1/places?q=59350", "adviser").json()["items"][0]["insee"], "59350")
        occupations = self.server.get("/v1/occupations?q=prep%20com", "adviser").json()["items"]
        self.assertIn("rome:N1103", [each["occupation"] for each in occupations])
        self.assertTrue(self.server.get("/v1/skills?q=a&limit=5", "operations").json()["items"])
        self.assertEqual(self.server.get("/v1/occupations?q=zzzzzz", "adviser").json(), {"items": []})
        self.assertEqual(len(self.server.get("/v1/offers?q=PREPARATEUR%20cmd", "operator").json()["items"]), 0)
        self.assertEqual(len(self.server.get("/v1/offers?q=PREPARATEUR%20comm", "operator").json()["items"]), 6)
        self.assertEqual([c["candidate"] for c in self.server.get("/v1/candidates?q=personne-7", "operator").json()["items"]], ["personne-7"])


class Killed(ServerTest):
    def test_what_was_answered_survives_a_kill(self):
        for round_ in range(int(os.environ.get("PASSERELLE_KILLS", "5"))):
            acknowledged = []

            def write(start):
                try:
                    for i in range(start, start + 1_000):
                        answer = self.server.request("PUT", f"/v1/candidates/tue-{round_}-{i}", "operator", body=support.person(1, id=f"tue-{round_}-{i}"))
                        if answer.status == 201:
                            acknowledged.append(f"tue-{round_}-{i}")
                except OSError:
                    pass
                except Exception as error:  # http.client: cut off
                    if type(error).__module__ != "http.client":
                        raise

            support.token("operator")
            threads = [threading.Thread(target=write, args=(start,)) for start in (0, 10_000, 20_000)]
            for thread in threads:
                thread.start()
            threading.Event().wait(0.2 + random.random() * 0.3)
            self.server.stop(signal.SIGKILL)
            for thread in threads:
                thread.join()
            self.server.start()
            self.assertTrue(acknowledged)
            for name in acknowledged:
                self.assertEqual(self.server.get(f"/v1/candidates/{name}", "operator").status, 200, name)


if __name__ == "__main__":
    support.main()
