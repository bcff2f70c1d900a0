"""The sample nginx configuration (server/deploy/nginx.conf) before a running server: TLS, HTTP/2, compression, what it keeps back."""
import os
import re
import shutil
import socket
import subprocess
import time

import support
from support import DATE, ServerTest, token


class Proxy(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = os.path.join(support.FOLDER, "nginx")
        os.makedirs(cls.folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            cls.port = probe.getsockname()[1]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{cls.folder}/key.pem", "-out",
                        f"{cls.folder}/chain.pem", "-subj", "/CN=passerelle.example.fr", "-days", "2"], check=True, capture_output=True)
        with open(os.path.join(support.HERE, "..", "..", "server", "deploy", "nginx.conf"), encoding="utf-8") as file:
            sample = file.read()
        for what, instead in ((r"listen 443 ", f"listen 127.0.0.1:{cls.port} "), (r"/etc/passerelle/tls/", f"{cls.folder}/"),
                              (r"server 127\.0\.0\.1:8080;", f"server 127.0.0.1:{cls.server.port};")):
            sample, count = re.subn(what, instead, sample)
            assert count, what
        with open(f"{cls.folder}/nginx.conf", "w", encoding="utf-8") as file:
            paths = " ".join(f"{kind}_temp_path {cls.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
            file.write(f"daemon off; pid {cls.folder}/pid; error_log {cls.folder}/error.log; worker_processes 1;\n"
                       f"events {{ }}\nhttp {{ access_log off; {paths}\n{sample}\n}}\n")
        cls.nginx = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{cls.folder}/nginx.conf", "-e", f"{cls.folder}/error.log"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", cls.port)).close()
                break
            except ConnectionRefusedError:
                assert cls.nginx.poll() is None, open(f"{cls.folder}/error.log").read()
                time.sleep(0.05)

    @classmethod
    def tearDownClass(cls):
        cls.nginx.terminate()
        cls.nginx.wait(20)
        super().tearDownClass()

    def curl(self, path, *more):
        done = subprocess.run(["curl", "-sS", "--http2", "--cacert", f"{self.folder}/chain.pem", "--resolve", f"passerelle.example.fr:{self.port}:127.0.0.1", "-D", "-",
                               *more, f"https://passerelle.example.fr:{self.port}{path}"], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        return head.decode(), body

    def test_answers_come_over_http_2_and_compressed(self):
        path = f"/v1/offers/offre-1/shortlist?date={DATE}"
        auth = ("-H", f"Authorization: Bearer {token('operations')}")
        head, body = self.curl(path, *auth, "-H", "Accept-Encoding: gzip")
        self.assertIn("HTTP/2 200", head)
        self.assertIn("content-encoding: gzip", head)
        plain, whole = self.curl(path, *auth)
        self.assertIn("HTTP/2 200", plain)
        self.assertEqual(whole, self.server.get(path, "operations").body)
        self.assertLess(len(body), len(whole) // 2)

    def test_metrics_are_not_for_the_outside(self):
        head, _ = self.curl("/metrics", "-H", f"Authorization: Bearer {token('operator')}")
        self.assertIn("HTTP/2 404", head)

    def test_refusals_pass_through_as_they_are(self):
        head, body = self.curl("/v1/offers")
        self.assertIn("HTTP/2 401", head)
        self.assertIn("application/problem+json", head)
        self.assertIn(b"token-missing", body)


if __name__ == "__main__":
    support.main()
