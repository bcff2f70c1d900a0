"""What the tests of the command line share: running it, and small files to feed it."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

BINARY = None  # set by cli_test.py
DATASETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "datasets")
DATE = "2025-06-01"  # the generator's offers are open on it


def environment(**changes):
    """The caller's environment without its language."""
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    env.update(changes)
    return env


def run(arguments, directory, stdin=None, env=None):
    return subprocess.run([BINARY, *arguments], cwd=directory, env=env or environment(), input=stdin,
                          stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, timeout=120)


def zstd_frame(data):
    """A .zst file (RFC 8878) of uncompressed blocks: valid, and made without any library."""
    out = b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little")
    blocks = [data[i:i + 65536] for i in range(0, len(data), 65536)]
    for i, block in enumerate(blocks):
        out += ((i == len(blocks) - 1) | len(block) << 3).to_bytes(3, "little") + block
    return out


def offer(number, **fields):
    return {"id": f"O{number}", "title": f"Offre {number}", "occupation": "rome:N1103", "place": {"insee": "59350"},
            "contract": "CDI", **fields}


def candidate(number, **fields):
    return {"id": f"C{number}", "sought": ["rome:N1103"], "home": {"insee": "59512"}, "mobility": {"radius_km": 30},
            **fields}


def ndjson(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


class Template:
    """Stores made once and copied by the tests: `small.db` has one region's communes and one demonstration vocabulary,
    `passerelle.db` what `init --demo` ships and a small generated population."""
    directory = None
    init = None  # what `init --demo --json` printed

    @classmethod
    def make(cls):
        cls.directory = tempfile.mkdtemp(prefix="passerelle-cli-")
        steps = [["init", "--demo"], ["generate", "--candidates", "600", "--offers", "60", "--seed", "7"],
                 ["import", "offers", "--format", "passerelle", "offers.ndjson"],
                 ["import", "candidates", "--format", "passerelle", "candidates.ndjson"],
                 ["init", "--empty", "--store", "small.db"],
                 ["import", "reference", "--communes", os.path.join(DATASETS, "geography", "communes", "32.csv"),
                  "--store", "small.db"],
                 ["import", "vocabulary", os.path.join(DATASETS, "demo", "vocabulary-logistique.json"), "--store",
                  "small.db"]]
        for step in steps:
            done = run(step + ["--json"], cls.directory)
            if done.returncode != 0:
                raise RuntimeError(f"{step}: {done.stderr.decode()}")
            if step == ["init", "--demo"]:
                cls.init = json.loads(done.stdout)

    @classmethod
    def remove(cls):
        shutil.rmtree(cls.directory, ignore_errors=True)


class CommandTest(unittest.TestCase):
    """Each test in a directory of its own, in English unless it says otherwise."""
    store = None  # "small.db" or "passerelle.db" of the template, copied; None = no store

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="passerelle-cli-")
        self.addCleanup(shutil.rmtree, self.directory, True)
        if self.store:
            shutil.copy(os.path.join(Template.directory, self.store), self.path("passerelle.db"))

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def command(self, *arguments, code=0, stdin=None, lang="en", env=None):
        """Runs it; fails unless it leaves with `code`."""
        arguments = list(arguments) + (["--lang", lang] if lang else [])
        done = run(arguments, self.directory, stdin, env)
        self.assertEqual(done.returncode, code,
                         f"{arguments}\n{done.stdout.decode()[:2000]}\n{done.stderr.decode()[:2000]}")
        return done

    def text(self, *arguments, **options):
        return self.command(*arguments, **options).stdout.decode()

    def json(self, *arguments, **options):
        return json.loads(self.command(*arguments, "--json", **options).stdout)

    def lines(self, *arguments, **options):
        return [json.loads(line) for line in self.command(*arguments, "--json", **options).stdout.splitlines()]

    def error(self, *arguments, code, **options):
        """The error object that --json puts on standard error."""
        done = self.command(*arguments, "--json", code=code, **options)
        self.assertEqual(done.stdout, b"")
        return json.loads(done.stderr)["error"]

    def status(self):
        return self.json("status")

    def import_offers(self, records, *more, **options):
        name = self.write("in.ndjson", records if isinstance(records, (str, bytes)) else ndjson(records))
        return self.json("import", "offers", "--format", "passerelle", name, *more, **options)

    def import_candidates(self, records, **options):
        name = self.write("in.ndjson", records if isinstance(records, (str, bytes)) else ndjson(records))
        return self.json("import", "candidates", "--format", "passerelle", name, **options)

    def assert_whole(self, counts):
        self.assertEqual(counts["read"], sum(counts[k] for k in ("new", "changed", "unchanged", "quarantined")))
