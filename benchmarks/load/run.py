"""Load on « passerelle serve » by wrk: answers by route, with tokens verified and requests logged, ids drawn over a whole store.

  python3 benchmarks/load/run.py --store FILE [--binary build/release/passerelle] [--seconds 20] [--connections 16] [--ids 20000]
                                 [--date YYYY-MM-DD] [--out FILE]

The server and wrk run on this machine, side by side. Prints a JSON object a route, then « both » (half and half), after a first
round that checks every kind of answer and warms the caches; --out appends them, with the machine's card, to a file.
"""
import argparse
import json
import os
import random
import signal
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))


def card():
    """The machine: figures are only ever compared within one."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next(int(line.split()[1]) // 1024 for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return {"processor": model, "cores": os.cpu_count(), "memory_mb": memory, "load_before": os.getloadavg()[0]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--store", required=True)
    arguments.add_argument("--binary", default=os.path.join(HERE, "..", "..", "build", "release", "passerelle"))
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--connections", type=int, default=16)
    arguments.add_argument("--ids", type=int, default=20_000)
    arguments.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    arguments.add_argument("--top", type=int, default=10)
    arguments.add_argument("--out")
    options = arguments.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed: apt-get install wrk")
    binary, folder = os.path.abspath(options.binary), tempfile.mkdtemp(prefix="passerelle-load-")
    draw = random.Random(1)

    def run(*command):
        return subprocess.run([binary, *command], cwd=folder, check=True, capture_output=True, text=True).stdout

    def ids(kind):
        with subprocess.Popen([binary, kind, "--json", "--store", os.path.abspath(options.store)], stdout=subprocess.PIPE, text=True) as listing:
            return [json.loads(line)["id"] for line in listing.stdout]

    people, offers = ids("candidates"), ids("offers")
    asked_people, asked_offers = (draw.choices(each, k=options.ids) for each in (people, offers))
    run("token")
    adviser = run("token", "--role", "adviser", "--subject", "adviser", "--seconds", "86400").strip()
    operations = run("token", "--role", "operations", "--subject", "operations", "--seconds", "86400").strip()
    with open(os.path.join(folder, "portfolios.tsv"), "w", encoding="utf-8") as file:
        file.writelines(f"adviser\t{one}\n" for one in sorted(set(asked_people)))
    settings = {"tokens.keys": "dev-keys.json", "tokens.issuer": "https://passerelle.invalid/dev", "tokens.audience": "passerelle",
                "access.portfolios": "portfolios.tsv", "limits.requests_per_minute": "0", "log.file": "requests.log"}
    command = [binary, "serve", "--store", os.path.abspath(options.store), "--listen", "127.0.0.1:0", "--json"]
    for name, value in settings.items():
        command += ["--set", f"{name}={value}"]
    started = time.monotonic()
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline()
        if not line:
            sys.exit("the server did not start")
        address = json.loads(line)["listening"]
        ready = time.monotonic() - started
        quoted = lambda text: urllib.parse.quote(text, safe="")
        tail = f"top={options.top}&date={options.date}"
        kinds = {
            "suggestions": [f"/v1/candidates/{quoted(one)}/suggestions?view=list&{tail}\t{adviser}\n" for one in asked_people],
            "adviser_pages": [f"/v1/candidates/{quoted(one)}/suggestions?{tail}\t{adviser}\n" for one in asked_people],
            "shortlists": [f"/v1/offers/{quoted(one)}/shortlist?{tail}&policy=recruiter\t{operations}\n" for one in asked_offers],
        }
        kinds["both"] = [line for pair in zip(kinds["suggestions"], kinds["shortlists"]) for line in pair]
        results = [{"name": "machine", **card(), "offers": len(offers), "candidates": len(people), "ready_seconds": round(ready, 2),
                    "build": json.load(urllib.request.urlopen(address + "/version"))["build"]}]
        print(json.dumps(results[0]), flush=True)
        for kind, lines in kinds.items():
            path = os.path.join(folder, kind)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(lines)
            for line in lines[:200]:
                target, bearer = line.strip().split("\t")
                request = urllib.request.Request(address + target, headers={"Authorization": f"Bearer {bearer}"})
                try:
                    with urllib.request.urlopen(request) as answer:
                        assert "snapshot" in json.load(answer)
                except urllib.error.HTTPError as error:
                    if kind != "adviser_pages" or error.code != 503:
                        raise
                    lines = None  # no tables of levers in this store
                    break
            if lines is None:
                continue
            done = subprocess.run(["wrk", "-t2", f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "10s", "-s", os.path.join(HERE, "ids.lua"), address, "--", path],
                                  capture_output=True, text=True)
            found = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
            if not found:
                sys.exit(done.stdout + done.stderr)
            results.append({"name": kind, "connections": options.connections, "top": options.top, **json.loads(found[0][7:])})
            print(json.dumps(results[-1]), flush=True)
            assert results[-1]["status_errors"] == 0, "refused"
        if options.out:
            with open(options.out, "a", encoding="utf-8") as file:
                file.writelines(json.dumps(each) + "\n" for each in results)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
