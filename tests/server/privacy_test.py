"""Law 7 over HTTP: whatever a person's barriers and publics are, a recruiter receives the same bytes."""
import json
import os
import re
import subprocess

import support
from support import DATE, SIRET, ServerTest

# As many kinds of restricted records as the schema has something to say.
RECORDS = [
    None,
    {"barriers": [{"constraint": 25, "state": "yes", "impact": "high", "explored": "2025-05-01"}]},
    {"barriers": [{"constraint": 23, "state": "yes", "impact": "low"}, {"constraint": 22, "state": "not-explored"}]},
    {"publics": ["rqth"]},
    {"publics": ["rsa", "under-26"], "barriers": [{"constraint": 27, "state": "no"}]},
]

RECRUITER = [
    f"/v1/offers/offre-1/shortlist?date={DATE}",
    f"/v1/offers/offre-1/shortlist?date={DATE}&top=1",
    f"/v1/offers/offre-1/shortlist?date={DATE}&min_suits=9000",
    f"/v1/offers/offre-3/shortlist?date={DATE}&top=200",
    f"/v1/offers/offre-2/shortlist?date={DATE}",
    "/v1/offers/offre-1/shortlist?top=0",
    "/v1/offers/offre-404/shortlist",
    "/v1/candidates/personne-1/offers/offre-1",
    "/v1/candidates/personne-1",
    "/v1/candidates/personne-1/suggestions",
    "/v1/candidates",
    "/v1/offers",
    "/v1/offers/offre-1",
    "/healthz", "/readyz", "/version", "/v1/places?q=li", "/nowhere",
]


class Privacy(ServerTest):
    def seen_by_a_recruiter(self):
        seen = [self.server.get(path, "recruiter").comparable() for path in RECRUITER]
        seen += [self.server.request("HEAD", path, "recruiter").comparable() for path in RECRUITER]
        lines = self.server.get(RECRUITER[0], "recruiter").json()["results"]
        seen += [self.server.get(f"/v1/candidates/{line['candidate']}/offers/offre-1?date={DATE}", "recruiter").comparable() for line in lines]
        seen.append(self.server.request("POST", f"/v1/shortlists?date={DATE}", "recruiter", body=support.offer(1)).comparable())
        return seen

    def test_the_same_bytes_whatever_the_restricted_records(self):
        first = None
        for record in RECORDS:
            for number in range(1, 8):
                answer = self.server.request("PATCH", f"/v1/candidates/personne-{number}", "operator", body={"restricted": record},
                                             headers={"Content-Type": "application/merge-patch+json"})
                self.assertIn(answer.status, (200, 422), answer.body)
                self.assertEqual(answer.status, 200, (record, answer.body))
            seen = self.seen_by_a_recruiter()
            first = first or seen
            for before, after in zip(first, seen):
                self.assertEqual(before, after, record)
        self.assertGreater(len(first), 2 * len(RECRUITER) + 1)

    def test_a_recruiter_sees_no_id_no_home_and_no_wish(self):
        text = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}&top=200", "recruiter").body.decode()
        people = json.loads(text)["results"]
        self.assertGreater(len(people), 2)
        for word in ("personne-", "59512", "59350", "wanted", "radius", "sought", "travel", "salary", "lever", "barrier", "restricted"):
            self.assertNotIn(word, text)
        allowed = {"rank", "candidate", "score", "suits", "verdict", "verdict_reasons", "contributions"}
        for line in people:
            self.assertEqual(set(line), allowed)
            self.assertLessEqual({c["criterion"] for c in line["contributions"]}, {"occupation", "competences", "experience", "education", "languages"})
            self.assertLessEqual({r["constraint"] for r in line["verdict_reasons"]}, {"open", "licences", "certificates", "regulated"})
            self.assertEqual(line["score"], sum(c["contribution"] for c in line["contributions"]))

    def test_names_of_two_employers_share_nothing(self):
        mine = self.server.get(f"/v1/offers/offre-1/shortlist?date={DATE}", "recruiter").json()["results"]
        again = self.server.get(f"/v1/offers/offre-3/shortlist?date={DATE}", "recruiter").json()["results"]
        self.assertEqual({line["candidate"] for line in mine}, {line["candidate"] for line in again})
        self.assertTrue(all(re.fullmatch(r"[A-Za-z0-9_-]{43,}", line["candidate"]) for line in mine))

    def test_without_a_key_recruiters_see_nobody(self):
        server = support.Server("access.pseudonym_key=")
        self.assert_refused(server.get("/v1/offers/offre-1/shortlist", "recruiter"), 403, "role-not-allowed")
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    support.main()
