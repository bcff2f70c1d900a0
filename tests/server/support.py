"""What the tests of the HTTP service share: a store, a running server, tokens, and requests down to the byte."""
import atexit
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
DATASETS = os.path.join(HERE, "..", "..", "datasets")
DATE = "2025-06-01"
ISSUER, AUDIENCE = "https://issuer.test", "passerelle"
SIRET, OTHER_SIRET = "12345678900011", "98765432100022"
ROLES = ("recruiter", "adviser", "operations", "territory", "operator")

BINARY = None
FOLDER = None  # of this run: keys, the store that servers copy


def environment():
    return {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG") and not k.startswith("PASSERELLE_")}


def run(*arguments, folder=None):
    done = subprocess.run([BINARY, *arguments], cwd=folder or FOLDER, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode()


def offer(number, **fields):
    return {"id": f"offre-{number}", "title": f"Préparateur de commandes {number}", "occupation": "rome:N1103", "place": {"insee": "59350"},
            "contract": "CDI", "employer": {"name": f"Entreprise {number % 2}", "siret": SIRET if number % 2 else OTHER_SIRET}, **fields}


def person(number, **fields):
    return {"id": f"personne-{number}", "sought": ["rome:N1103"], "practised": [{"occupation": "rome:N1103", "months": 6 * number}],
            "home": {"insee": "59512" if number % 2 else "59350"}, "mobility": {"radius_km": 30}, "licences": ["B"] if number % 3 else [], **fields}


def ndjson(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def main():
    """Of each test file: BINARY from the arguments, the store made once."""
    global BINARY, FOLDER
    BINARY = os.path.abspath(sys.argv.pop(1))
    FOLDER = tempfile.mkdtemp(prefix="passerelle-server-")
    atexit.register(shutil.rmtree, FOLDER, True)
    run("init", "--demo", "--json", "--store", "made.db")
    for kind, records in (("offers", [offer(i) for i in range(1, 7)]), ("candidates", [person(i) for i in range(1, 8)])):
        with open(os.path.join(FOLDER, "in.ndjson"), "w", encoding="utf-8") as file:
            file.write(ndjson(records))
        run("import", kind, "--format", "passerelle", "in.ndjson", "--json", "--store", "made.db")
    run("token")  # dev-key.pem, dev-keys.json
    with open(os.path.join(FOLDER, "pseudonyms.key"), "wb") as file:
        file.write(b"p" * 32)
    with open(os.path.join(FOLDER, "portfolios.tsv"), "w", encoding="utf-8") as file:
        file.write("conseil-fichier\tpersonne-2\n")
    unittest.main()


TOKENS = {}


def token(role, subject=None, siret=(SIRET,), portfolio=("personne-1", "personne-8", "personne-9"), seconds=3600, issuer=ISSUER, audience=AUDIENCE):
    wanted = (role, subject, tuple(siret), tuple(portfolio), seconds, issuer, audience)
    if wanted not in TOKENS:
        arguments = ["token", "--role", role, "--subject", subject or f"{role}-1", "--seconds", str(seconds), "--issuer", issuer, "--audience", audience]
        if role == "recruiter":
            for one in siret:
                arguments += ["--siret", one]
        if role == "adviser":
            for one in portfolio:
                arguments += ["--portfolio", one]
        TOKENS[wanted] = run(*arguments).strip()
    return TOKENS[wanted]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def comparable(self):
        """All that was sent but the date: what law 7 is about."""
        return self.status, [(k, v) for k, v in self.headers if k.lower() != "date"], self.body


class Server:
    """`serve` on a port of its own, over a copy of the store."""

    def __init__(self, *settings, store=None, tls=False):
        self.folder = tempfile.mkdtemp(prefix="server-", dir=FOLDER)
        self.store = os.path.join(self.folder, "store.db")
        shutil.copy(store or os.path.join(FOLDER, "made.db"), self.store)
        self.log_path = os.path.join(self.folder, "requests.log")
        self.settings = [f"tokens.keys={FOLDER}/dev-keys.json", f"tokens.issuer={ISSUER}", f"tokens.audience={AUDIENCE}",
                         f"access.pseudonym_key={FOLDER}/pseudonyms.key", f"access.portfolios={FOLDER}/portfolios.tsv",
                         "limits.requests_per_minute=0", f"log.file={self.log_path}", *settings]
        self.start()

    def start(self):
        arguments = [BINARY, "serve", "--listen", "127.0.0.1:0", "--store", self.store, "--json"]
        for setting in self.settings:
            arguments += ["--set", setting]
        self.error_path = os.path.join(self.folder, "stderr")
        self.process = subprocess.Popen(arguments, cwd=self.folder, env=environment(), stdout=subprocess.PIPE, stderr=open(self.error_path, "wb"))
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(open(self.error_path).read())
        self.address = json.loads(line)["listening"]
        self.port = int(self.address.rsplit(":", 1)[1])

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code

    def request(self, method, path, role=None, body=None, headers=None, **claims):
        sent = {"X-Request-Id": "test"}
        if role:
            sent["Authorization"] = f"Bearer {token(role, **claims)}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def get(self, path, role=None, **more):
        return self.request("GET", path, role, **more)

    def raw(self, data, timeout=20):
        """Sends bytes as they are; all that comes back until the end of the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.settimeout(timeout)
            try:
                connection.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                pass
            received = b""
            try:
                while True:
                    some = connection.recv(65536)
                    if not some:
                        return received
                    received += some
            except socket.timeout:
                return received + b"<open>"
            except ConnectionResetError:
                return received

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


class ServerTest(unittest.TestCase):
    """One server for the tests of a class."""
    settings = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.settings)

    @classmethod
    def tearDownClass(cls):
        if cls.server.process.poll() is None:
            code = cls.server.stop()
            assert code == 0, code

    def assert_refused(self, answer, status, code):
        self.assertEqual((answer.status, answer.json().get("code")), (status, code), answer.body)
        self.assertEqual(dict(answer.headers)["Content-Type"], "application/problem+json")
        self.assertEqual(answer.json()["status"], status)
