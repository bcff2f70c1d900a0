"""The decision log behind the service: what was answered, what was decided, who was erased, and the same bytes again."""
import json
import os
import subprocess

import support
from support import DATE, OTHER_SIRET, ServerTest, environment, run, token


class Decisions(ServerTest):
    def entry_of(self, answer):
        return dict(answer.headers)["Decision"]

    def entry(self, number):
        answer = self.server.get(f"/v1/audit/{number}", "operator")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def log(self):
        return self.server.store + ".decisions"

    def replay(self, *arguments):
        settings = []
        for each in self.server.settings:
            settings += ["--set", each]
        return subprocess.run([support.BINARY, "replay", *arguments, "--by", "controle", "--store", self.server.store, "--json", *settings],
                              env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120)

    def test_a_shortlist_is_in_the_log_before_it_is_out(self):
        answer = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}&top=3", "operations")
        entry = self.entry(self.entry_of(answer))
        self.assertEqual((entry["actor"], entry["role"], entry["offer"], entry["date"]), ("operations-1", "operations", "offre-1", DATE))
        self.assertEqual(entry["answer_bytes"], len(answer.body))
        listed = answer.json()
        self.assertEqual(entry["snapshot"], listed["snapshot"])
        self.assertEqual([each["candidate"] for each in entry["about"]], [line["candidate"] for line in listed["results"]])
        self.assertEqual([each["score"] for each in entry["about"]], [line["score"] for line in listed["results"]])
        self.assertIn("entries", json.loads(run("audit", "verify", "--log", self.log(), "--json")))

    def test_every_route_that_ranks_is_logged(self):
        body, person = support.offer(77), support.person(77)
        for method, path, role, sent in (("GET", f"/v1/offers/offre-1/shortlist?date={DATE}", "operations", None),
                                         ("GET", f"/v1/candidates/personne-1/suggestions?date={DATE}&view=list", "adviser", None),
                                         ("GET", f"/v1/candidates/personne-1/suggestions?date={DATE}", "adviser", None),
                                         ("GET", f"/v1/candidates/personne-1/offers/offre-1?date={DATE}", "adviser", None),
                                         ("GET", f"/v1/candidates/personne-1/offers/offre-1?date={DATE}", "operations", None),
                                         ("POST", f"/v1/shortlists?date={DATE}", "operations", body),
                                         ("POST", f"/v1/suggestions?date={DATE}", "adviser", person)):
            with self.subTest(method=method, path=path, role=role):
                answer = self.server.request(method, path, role, body=sent)
                self.assertEqual(answer.status, 200, answer.body)
                number = self.entry_of(answer)
                self.assertEqual(self.entry(number)["answer_bytes"], len(answer.body))
                again = self.replay(number)
                self.assertEqual((again.returncode, again.stdout.rstrip(b"\n")), (0, answer.body.rstrip(b"\n")), again.stderr)

    def test_a_recruiters_answers_are_logged_and_replayed_and_show_no_number(self):
        listed = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "recruiter")
        pair = self.server.get(f"/v1/candidates/{listed.json()['results'][0]['candidate']}/offers/offre-1?date={DATE}", "recruiter")
        for answer in (listed, pair):
            self.assertEqual(answer.status, 200)
            self.assertNotIn("Decision", dict(answer.headers))
        report = json.loads(self.replay("--all").stdout)
        self.assertEqual(report["other"], 0)
        self.assertGreaterEqual(report["same"], 2)
        entries = [json.loads(line) for line in run("audit", "list", "--actor", "recruiter-1", "--log", self.log(), "--json").splitlines()]
        self.assertTrue(all(each["role"] == "recruiter" for each in entries))
        self.assertTrue(any(each["about"] and each["about"][0]["candidate"].startswith("personne-") for each in entries))

    def test_a_replay_on_other_content_says_so(self):
        server = support.Server()
        self.addCleanup(server.stop)
        answer = server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "operations")
        self.assertEqual(server.request("PUT", "/v1/candidates/personne-50", "operator", body=support.person(50)).status, 201)
        settings = []
        for each in server.settings:
            settings += ["--set", each]
        again = subprocess.run([support.BINARY, "replay", self.entry_of(answer), "--by", "controle", "--store", server.store, *settings],
                               env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        self.assertNotEqual(again.returncode, 0)
        self.assertIn(answer.json()["snapshot"].encode(), again.stderr)

    def decide(self, role, **fields):
        body = {"offer": "offre-1", "candidate": "personne-1", "state": "set_aside", "reason": "requirement_not_met", "by": "M. Exemple", **fields}
        return self.server.request("POST", "/v1/decisions", role, body={k: v for k, v in body.items() if v is not None})

    def test_nobody_is_set_aside_without_a_reason_and_a_name(self):
        for fields, field in (({"reason": None}, "reason"), ({"by": None}, "by"), ({"by": ""}, "by"), ({"reason": "by_phone"}, "reason"), ({"reason": "health"}, "reason"),
                              ({"state": "refused"}, "state"), ({"comment": "x"}, "comment"), ({"answer": "1"}, "answer"), ({"by": "x" * 201}, "by")):
            with self.subTest(fields=fields):
                answer = self.decide("operations", **fields)
                self.assertIn(answer.status, (400, 422), answer.body)
                self.assertEqual(answer.json()["field"], field)
        kept = self.decide("operations")
        self.assertEqual(kept.status, 201, kept.body)
        entry = self.entry(kept.json()["entry"])
        self.assertEqual((entry["kind"], entry["call"], entry["about"][0]["by"], entry["about"][0]["reason"]), ("outcome", "set_aside", "M. Exemple", "requirement_not_met"))

    def test_one_decides_on_ones_own_alone(self):
        self.assert_refused(self.decide("adviser", candidate="personne-3"), 403, "other-portfolio")
        self.assert_refused(self.decide("recruiter", offer="offre-2"), 403, "other-employer")
        self.assert_refused(self.decide("recruiter"), 404, "not-found")  # a recruiter knows no ids
        self.assert_refused(self.decide("operations", candidate="personne-999"), 404, "not-found")
        name = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "recruiter").json()["results"][0]["candidate"]
        kept = self.decide("recruiter", candidate=name)
        self.assertEqual((kept.status, kept.json()), (201, {"kept": "set_aside"}))

    def test_an_erased_person_is_unreadable_and_the_chain_whole(self):
        self.assertEqual(self.server.request("PUT", "/v1/candidates/personne-8", "operator", body=support.person(8)).status, 201)
        answer = self.server.get(f"/v1/candidates/personne-8/suggestions?date={DATE}&view=list", "adviser")
        number = self.entry_of(answer)
        self.assertEqual(self.entry(number)["erased"], 0)
        self.assertEqual(self.server.request("DELETE", "/v1/candidates/personne-8?purpose=demande", "operator").status, 200)
        after = self.entry(number)
        self.assertEqual((after["persons"], after["erased"], after["about"]), (1, 1, []))
        for name in os.listdir(self.log()):
            with open(os.path.join(self.log(), name), "rb") as file:
                self.assertNotIn(b"personne-8", file.read(), name)
        self.assertGreater(json.loads(run("audit", "verify", "--log", self.log(), "--json"))["entries"], 1)
        self.assertNotEqual(self.replay(number).returncode, 0)

    def test_entries_that_are_not_there(self):
        for number in ("0", "999999", "x", "1x", "-1"):
            self.assert_refused(self.server.get(f"/v1/audit/{number}", "operator"), 404, "not-found")

    def test_a_log_that_cannot_be_written_keeps_the_answer_back(self):
        if os.geteuid() != 0:
            self.skipTest("needs a full device")
        server = support.Server()
        self.addCleanup(server.stop)
        self.assertEqual(server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "operations").status, 200)
        # The process may write no file beyond what this one is now.
        size = max(os.path.getsize(os.path.join(server.store + ".decisions", n)) for n in os.listdir(server.store + ".decisions") if n.startswith("decisions-"))
        if subprocess.run(["prlimit", f"--fsize={size}", "--pid", str(server.process.pid)], capture_output=True).returncode != 0:
            self.skipTest("prlimit is not there")
        answer = server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "operations")
        self.assertGreaterEqual(answer.status, 500, answer.body)
        self.assertNotIn(b"results", answer.body)
        self.assertEqual(server.get("/healthz").status, 200)


if __name__ == "__main__":
    support.main()
