"""Who may call what: the table of routes × roles walked whole, and every bad token."""
import base64
import hashlib
import hmac
import json
import os
import re
import time

import support
from support import OTHER_SIRET, ROLES, SIRET, ServerTest, token


def table():
    """The table as the program prints it: [(method, pattern, {role: words})]."""
    rows = []
    for line in support.run("serve", "--routes").splitlines()[2:]:
        call, *rights = [cell.strip() for cell in line.strip("|").split("|")]
        method, pattern = call.strip("`").split(" ")
        rows.append((method, pattern, dict(zip(ROLES, rights))))
    return rows


BODIES = {"/v1/shortlists": support.offer(1), "/v1/suggestions": support.person(1), "/v1/offers/{id}": support.offer(1), "/v1/candidates/{id}": support.person(1)}
MEDIA = {"PATCH": "application/merge-patch+json"}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Rights(ServerTest):
    def call(self, method, pattern, role, **claims):
        pseudonym = None
        if role == "recruiter" and ("{c}" in pattern or pattern == "/v1/decisions"):
            pseudonym = self.server.get(f"/v1/offers/offre-1/shortlist?date={support.DATE}", "recruiter").json()["results"][0]["candidate"]
        path = pattern.replace("{c}", pseudonym or "personne-1").replace("{o}", "offre-1")
        if "/audit/" in pattern:
            path = path.replace("{id}", "1")  # of the first list that this walk asked for
        path = path.replace("{id}", "offre-1" if "/offers" in pattern else "personne-1")
        body, headers = None, {}
        if method in ("PUT", "PATCH", "POST"):
            body = BODIES.get(pattern, {})
            if pattern == "/v1/decisions":
                body = {"offer": "offre-1", "candidate": pseudonym or "personne-1", "state": "contacted", "reason": "by_phone", "by": "M. Exemple"}
            headers["Content-Type"] = MEDIA.get(method, "application/x-ndjson" if pattern.endswith(":import") else "application/json")
            if pattern.endswith(":import"):
                body = support.ndjson([support.offer(1) if "offers" in pattern else support.person(1)])
        if method == "DELETE":
            # Allowed deletions would change the store of the other tests: a condition that is not met is as far as they go.
            headers["If-Match"] = '"0"'
            path += "?purpose=essai" if "candidates" in pattern else ""
        return self.server.request(method, path, role, body=body, headers=headers, **claims)

    def test_the_table_whole(self):
        cells = 0
        for method, pattern, rights in table():
            for role in ROLES:
                with self.subTest(call=f"{method} {pattern}", role=role):
                    answer = self.call(method, pattern, role)
                    cells += 1
                    if rights[role] == "–":
                        self.assert_refused(answer, 403, "role-not-allowed")
                    elif method == "DELETE":
                        self.assert_refused(answer, 412, "version-mismatch")
                    else:
                        self.assertIn(answer.status, (200, 201), answer.body)
        self.assertEqual(cells, 27 * 5)

    def test_without_a_token_only_open_routes(self):
        for method, pattern, rights in table():
            with self.subTest(call=f"{method} {pattern}"):
                answer = self.call(method, pattern, None)
                if rights["operator"] == "open":
                    self.assertEqual(answer.status, 200)
                else:
                    self.assert_refused(answer, 401, "token-missing")
                    self.assertEqual(dict(answer.headers)["WWW-Authenticate"], "Bearer")

    def test_the_documentation_shows_this_table(self):
        with open(os.path.join(support.HERE, "..", "..", "server", "README.md"), encoding="utf-8") as file:
            self.assertIn(support.run("serve", "--routes"), file.read())

    def test_another_employers_offer(self):
        for path in ("/v1/offers/offre-2", "/v1/offers/offre-2/shortlist", "/v1/candidates/x/offers/offre-2"):
            with self.subTest(path=path):
                self.assert_refused(self.server.get(path, "recruiter"), 403, "other-employer")
        body = support.offer(1, employer={"siret": OTHER_SIRET})
        self.assert_refused(self.server.request("POST", "/v1/shortlists", "recruiter", body=body), 403, "other-employer")
        listed = self.server.get("/v1/offers?limit=100", "recruiter").json()["items"]
        self.assertEqual([each["offer"] for each in listed], ["offre-1", "offre-3", "offre-5"])
        self.assertEqual(self.server.get("/v1/offers", "recruiter", siret=()).json()["items"], [])
        self.assert_refused(self.server.get("/v1/offers/offre-1", "recruiter", siret=()), 403, "other-employer")

    def test_another_portfolio(self):
        for path in ("/v1/candidates/{}", "/v1/candidates/{}/suggestions", "/v1/candidates/{}/offers/offre-1"):
            # The same words for a person of others and for nobody at all.
            with self.subTest(path=path):
                there, nowhere = (self.server.get(path.format(who), "adviser") for who in ("personne-2", "personne-404"))
                self.assert_refused(there, 403, "other-portfolio")
                self.assertEqual(there.comparable(), nowhere.comparable())
        self.assertEqual(self.server.get("/v1/candidates/personne-2", "adviser", subject="conseil-fichier", portfolio=()).status, 200)
        self.assertEqual([each["candidate"] for each in self.server.get("/v1/candidates", "adviser").json()["items"]], ["personne-1"])

    def test_a_recruiter_stays_under_a_policy_that_hides_wishes(self):
        for policy in ("adviser", "operations"):
            answer = self.server.get(f"/v1/offers/offre-1/shortlist?policy={policy}", "recruiter")
            self.assert_refused(answer, 403, "policy-not-allowed")
        self.assert_refused(self.server.get("/v1/candidates/personne-1/suggestions?policy=recruiter", "adviser"), 403, "policy-not-allowed")
        self.assert_refused(self.server.get("/v1/offers/offre-1/shortlist?policy=none", "recruiter"), 400, "parameter-value")

    def test_a_pseudonym_of_another_employer_opens_nothing(self):
        mine = self.server.get(f"/v1/offers/offre-1/shortlist?date={support.DATE}", "recruiter").json()["results"]
        theirs = self.server.get(f"/v1/offers/offre-2/shortlist?date={support.DATE}", "recruiter", siret=(OTHER_SIRET,)).json()["results"]
        self.assertTrue(mine and theirs)
        self.assertFalse({line["candidate"] for line in mine} & {line["candidate"] for line in theirs})
        path = f"/v1/candidates/{{}}/offers/offre-1?date={support.DATE}"
        self.assertEqual(self.server.get(path.format(mine[0]["candidate"]), "recruiter").json()["suits"], mine[0]["suits"])
        for name in (theirs[0]["candidate"], "personne-1", "x"):
            self.assert_refused(self.server.get(path.format(name), "recruiter"), 404, "not-found")

    def test_bad_tokens(self):
        good = token("operator")
        header, claims, signature = good.split(".")
        with open(os.path.join(support.FOLDER, "dev-keys.json"), encoding="utf-8") as file:
            keys = file.read()
        kid = json.loads(keys)["keys"][0]["kid"]
        hs256 = encoded(json.dumps({"alg": "HS256", "kid": kid}).encode()) + "." + claims
        mac = encoded(hmac.new(keys.encode(), hs256.encode(), hashlib.sha256).digest())
        none = encoded(json.dumps({"alg": "none", "kid": kid}).encode())
        stranger = encoded(json.dumps({"alg": "ES256", "kid": "stranger"}).encode())
        bad = {
            "token-expired": token("operator", seconds=-3600),
            "token-audience": token("operator", audience="another"),
            "token-issuer": token("operator", issuer="https://another.test"),
            "token-algorithm": f"{none}.{claims}.",
            "token-algorithm ": f"{hs256}.{mac}",
            "token-key-unknown": f"{stranger}.{claims}.{signature}",
            "token-signature": f"{header}.{encoded(b'{}')}.{signature}",
            "token-malformed": "x.y",
        }
        for why, wrong in bad.items():
            with self.subTest(why=why):
                answer = self.server.get("/v1/offers", headers={"Authorization": f"Bearer {wrong}"})
                self.assert_refused(answer, 401, "token-refused")
                self.assertNotIn(why.strip(), answer.body.decode())  # the reason is for the log
                self.assertEqual(self.server.log()[-1]["why"], why.strip())
                self.assertEqual(self.server.log()[-1]["refused"], "token-refused")
        for scheme in ("Basic " + good, good, "Bearer"):
            self.assert_refused(self.server.get("/v1/offers", headers={"Authorization": scheme}), 401, "token-refused")

    def test_every_refusal_is_logged_without_bodies_or_searches(self):
        self.server.get("/v1/offers/offre-2/shortlist", "recruiter", headers={"X-Request-Id": "refus-1"})
        line = self.server.log()[-1]
        self.assertEqual({k: line[k] for k in ("request", "route", "subject", "role", "ids", "status", "refused")},
                         {"request": "refus-1", "route": "/v1/offers/{id}/shortlist", "subject": "recruiter-1", "role": "recruiter",
                          "ids": ["offre-2"], "status": 403, "refused": "other-employer"})
        self.server.get("/v1/offers?q=secret-de-quelqu-un", "operations")
        with open(self.server.log_path, encoding="utf-8") as file:
            self.assertNotIn("secret", file.read())

    def test_reads_of_barriers_are_in_the_access_log(self):
        self.server.get("/v1/candidates/personne-1/suggestions?purpose=entretien", "adviser", subject="conseil-7")
        lines = [json.loads(line) for line in support.run("access-log", "--json", "--store", self.server.store).splitlines()]
        self.assertIn(("conseil-7", "adviser", "entretien", "personne-1", "read"),
                      [tuple(line[k] for k in ("agent", "role", "purpose", "candidate", "action")) for line in lines])


class Rate(ServerTest):
    settings = ("limits.requests_per_minute=60", "limits.burst=5")

    def test_a_subject_that_asks_too_much_waits_alone(self):
        statuses = [self.server.get("/v1/offers", "operations").status for _ in range(8)]
        self.assertEqual(statuses[:5], [200] * 5)
        self.assertIn(429, statuses[5:])
        answer = self.server.get("/v1/offers", "operations")
        while answer.status == 200:
            answer = self.server.get("/v1/offers", "operations")
        self.assert_refused(answer, 429, "too-many-requests")
        self.assertGreaterEqual(int(dict(answer.headers)["Retry-After"]), 1)
        self.assertEqual(self.server.get("/v1/offers", "operations", subject="another").status, 200)


class Reload(ServerTest):
    def test_sighup_takes_new_keys_and_keeps_the_old_ones_when_they_cannot_be_read(self):
        keys = os.path.join(self.server.folder, "keys.json")
        with open(os.path.join(support.FOLDER, "dev-keys.json"), encoding="utf-8") as file:
            good = file.read()
        with open(keys, "w", encoding="utf-8") as file:
            file.write(good)
        self.server.stop()
        self.server.settings[0] = f"tokens.keys={keys}"
        self.server.start()
        self.assertEqual(self.server.get("/v1/offers", "operations").status, 200)

        def reload(content):
            before = len([line for line in self.server.log() if line["method"] == "SIGHUP"])
            with open(keys, "w", encoding="utf-8") as file:
                file.write(content)
            self.server.process.send_signal(1)
            for _ in range(200):
                lines = [line for line in self.server.log() if line["method"] == "SIGHUP"]
                if len(lines) > before:
                    return lines[-1]
                time.sleep(0.05)
            self.fail("no reload")

        self.assertIn("refused", reload("{"))
        self.assertEqual(self.server.get("/v1/offers", "operations").status, 200)
        self.assertNotIn("refused", reload(re.sub(r'"kid":"[^"]*"', '"kid":"another"', good)))
        self.assert_refused(self.server.get("/v1/offers", "operations"), 401, "token-refused")


if __name__ == "__main__":
    support.main()
