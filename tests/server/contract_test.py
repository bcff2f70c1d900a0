"""The contract: every path and example of server/openapi.yaml against a running server, and generated requests, valid and mutated."""
import http.client
import json
import os
import random
import unittest
import urllib.parse

import schema
import support
from support import ROLES, ServerTest, token


def resolved(document, node):
    while "$ref" in node:
        target = document
        for part in node["$ref"].lstrip("#/").split("/"):
            target = target[part]
        node = target
    return node


class Contract(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.server.get("/openapi.json").json()

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield path, method.upper(), operation

    def parameters(self, operation):
        return [resolved(self.document, each) for each in operation.get("parameters", [])]

    def example_of(self, path, operation):
        query = []
        for parameter in self.parameters(operation):
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(parameter["example"], safe=""))
            elif parameter["in"] == "query" and "example" in parameter:
                query.append((parameter["name"], parameter["example"]))
        body, headers = None, {}
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            headers["Content-Type"] = media
            body = content["example"] if isinstance(content["example"], str) else json.dumps(content["example"])
        return path + ("?" + urllib.parse.urlencode(query) if query else ""), body, headers

    def check(self, operation, answer, context):
        """The answer is one that the contract has."""
        responses = operation["responses"]
        chosen = responses.get(str(answer.status)) or responses.get(f"{answer.status // 100}XX")
        self.assertIsNotNone(chosen, (context, answer.status))
        chosen = resolved(self.document, chosen)
        content = chosen.get("content")
        if not content or not answer.body:
            return
        media = dict(answer.headers)["Content-Type"].split(";")[0]
        self.assertIn(media, content, context)
        if media.endswith("json") and "ndjson" not in media:
            self.assertEqual(schema.faults(answer.json(), content[media]["schema"], self.document), [], context)

    def test_the_contract_has_the_routes_and_roles_of_the_table(self):
        table = {}
        for line in support.run("serve", "--routes").splitlines()[2:]:
            call, *rights = [cell.strip() for cell in line.strip("|").split("|")]
            table[call.strip("`")] = {role for role, right in zip(ROLES, rights) if right not in ("–", "open")}
        written = {f"{method} {path}": set(operation.get("x-roles", [])) for path, method, operation in self.operations()}
        self.assertEqual(written, table)

    def test_every_example(self):
        count = 0
        for path, method, operation in self.operations():
            if method == "DELETE":
                continue
            for role in operation.get("x-roles") or [None]:
                with self.subTest(call=f"{method} {path}", role=role):
                    target, body, headers = self.example_of(path, operation)
                    if role == "recruiter" and ("{c}" in path or path == "/v1/decisions"):
                        name = self.server.get("/v1/offers/offre-1/shortlist?date=2025-06-01", "recruiter").json()["results"][0]["candidate"]
                        target = target.replace("personne-1", name)
                        body = body.replace("personne-1", name) if body else body
                    if role in ("recruiter", "operations"):
                        target = target.replace("&purpose=entretien", "")
                    answer = self.server.request(method, target, role, body=body, headers=headers)
                    self.assertIn(answer.status, (200, 201), (target, answer.body))
                    self.check(operation, answer, f"{method} {target}")
                    count += 1
        for path, method, operation in self.operations():
            if method == "DELETE":
                target, _, _ = self.example_of(path, operation)
                answer = self.server.request(method, target, "operator")
                self.assertEqual(answer.status, 200, (target, answer.body))
                self.check(operation, answer, target)
                count += 1
        self.assertGreater(count, 40)

    def test_parameters_are_those_of_the_program(self):
        for path, method, operation in self.operations():
            for parameter in self.parameters(operation):
                if parameter["in"] != "query":
                    continue
                role = (operation.get("x-roles") or [None])[0]
                target, body, headers = self.example_of(path, operation)
                target = target.split("?")[0] + "?" + parameter["name"] + "=%C2%A0"
                answer = self.server.request(method, target, role, body=body, headers=headers)
                self.assertNotEqual(answer.json().get("code"), "parameter-unknown", target)

    def test_generated_requests(self):
        """No 5xx, no hang, no answer outside the contract. PASSERELLE_REQUESTS: how many (100,000 in the long suite)."""
        draw = random.Random(int(os.environ.get("PASSERELLE_SEED", "1")))
        operations = list(self.operations())
        words = ["", "0", "-1", "1", "5", "201", "99999999999999999999", "1.5", "a" * 201, "é", "\u202e", "%00", "%", "null", "'", '"', "../x", "2025-06-01", "2025-02-30",
                 "offre-1", "personne-1", "rome:N1103", "59", "page", "list", "adviser", "recruiter", "*", "{}", "[]", "\x7f", "𝕏"]
        bodies = ["", "{}", "[]", "null", "{", '{"id":1}', '{"id":"offre-1"}', '{"id":"offre-1","id":"offre-2"}', '{"id":"personne-1","home":null}', '{"restricted":[]}', "\xff",
                  '{"id":"offre-1","title":"' + "a" * 5_000 + '"}', "[" * 2_000, '{"a":' * 500, '{"posts":1e400}', '{"posts":-1}', '"x"', "0", '{"place":{"latitude":91,"longitude":0}}']
        tokens = [token(role) for role in ROLES] + ["x.y.z", token("operator")[:-2]]
        total = int(os.environ.get("PASSERELLE_REQUESTS", "1500"))
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        seen = {}
        for i in range(total):
            path, method, operation = draw.choice(operations)
            target, body, headers = self.example_of(path, operation)
            base, _, query = target.partition("?")
            if draw.random() < 0.3:
                for parameter in self.parameters(operation):
                    if parameter["in"] == "path":
                        base = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(draw.choice(words), safe="" if draw.random() < 0.5 else "%"))
            if draw.random() < 0.5:
                names = [p["name"] for p in self.parameters(operation) if p["in"] == "query"] + ["unknown", "top"]
                query = "&".join(f"{draw.choice(names)}={urllib.parse.quote(draw.choice(words), safe='%' if draw.random() < 0.2 else '')}" for _ in range(draw.randrange(4)))
            if body is not None and draw.random() < 0.7:
                if draw.random() < 0.5:
                    at = draw.randrange(len(body) + 1)
                    body = body[:at] + draw.choice(bodies)[:50] + body[at + draw.randrange(4):]
                else:
                    body = draw.choice(bodies)
            if draw.random() < 0.1:
                headers["Content-Type"] = draw.choice(["text/plain", "application/json", "application/x-ndjson", "application/merge-patch+json"])
            if draw.random() < 0.1:
                headers[draw.choice(["If-Match", "If-None-Match"])] = draw.choice(['"a"', "*", "x", 'W/"a"', '""'])
            if draw.random() < 0.2:
                headers["Accept-Language"] = draw.choice(["en", "fr", ";;", "en;q=9999999999999"])
            roles = operation.get("x-roles") or []
            chosen = token(draw.choice(roles)) if roles and draw.random() < 0.8 else draw.choice(tokens)
            if draw.random() < 0.97:
                headers["Authorization"] = f"Bearer {chosen}"
            if draw.random() < 0.05:
                method = draw.choice(["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD"])
            raw = None if body is None else body.encode("latin-1", "ignore") if "\xff" in body else body.encode()
            context = (method, base, query, body and body[:200], headers.get("Content-Type"))
            try:
                connection.request(method, base + ("?" + query if query else ""), body=raw, headers=headers)
                got = connection.getresponse()
                answer = support.Answer(got.status, got.getheaders(), got.read())
            except http.client.HTTPException as error:
                self.fail(f"{context}: {error!r}")
            except (BrokenPipeError, ConnectionResetError):
                # A refusal that did not wait for the body: the answer may be lost with the connection.
                connection.close()
                continue
            if dict(answer.headers).get("Connection") == "close":
                connection.close()
            self.assertLess(answer.status, 500, (context, answer.body))
            seen[answer.status] = seen.get(answer.status, 0) + 1
            if answer.status >= 400 and method != "HEAD":
                self.assertEqual(schema.faults(answer.json(), {"$ref": "#/components/schemas/Problem"}, self.document), [], context)
            elif operation is self.document["paths"].get(path, {}).get(method.lower()):
                self.check(operation, answer, context)
        connection.close()
        self.assertGreater(seen.get(200, 0), total // 20, seen)
        self.assertGreater(len(seen), 5, seen)
        if total > 5_000:
            print(f"{total} requests, by status: {dict(sorted(seen.items()))}")


if __name__ == "__main__":
    support.main()
