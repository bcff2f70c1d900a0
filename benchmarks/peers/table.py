"""The results of a run as a Markdown table, with the machine they were measured on.

    table.py META RESULTS --command … --commit … --started … --load-start … --load-end …
"""
import argparse
import json
import os

NAMES = {
    "passerelle": "Passerelle",
    "lucene-band": "Apache Lucene 8.7, latitude bands",
    "lucene-latlon": "Apache Lucene 8.7, LatLonPoint box",
    "numpy": "numpy, posting lists",
    "postgres-tuned": "PostgreSQL 15, covering b-trees",
    "postgres-gist": "PostgreSQL 15 + PostGIS, GiST",
    "duckdb": "DuckDB, a batch as one statement",
    "sqlite": "SQLite, clustered postings",
    "faiss-ivf": "FAISS IVF, dense stand-in",
    "sparse_dot_topn": "sparse_dot_topn, competences alone",
}


def machine():
    model = "unknown"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) // (1024 * 1024)
    return model, os.cpu_count(), memory


def answers(row):
    if "lists" not in row:
        return "not compared: " + row.get("question", "no lists")
    if row.get("question") == "approximate":
        return f"recall@20 {row['recall']:.3f}"
    if row["lists_different"] == 0:
        return f"equal ({row['lists']:,} lists)"
    return f"**{row['lists_different']:,} of {row['lists']:,} lists differ**"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("meta")
    parser.add_argument("results")
    for name in ("command", "commit", "started", "load-start", "load-end"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    with open(options.meta) as file:
        meta = json.load(file)
    with open(options.results) as file:
        rows = [json.loads(line) for line in file if line.strip()]
    model, cores, memory = machine()
    proportions = "real ROME, communes and marginals" if meta["real_marginals"] else "demonstration vocabulary, invented proportions"
    print(f"# Peers on `{meta['workload']}`\n")
    print(f"{meta['candidates']:,} candidates × {meta['offers']:,} offers, {proportions}. The question and the rules: README.md of this folder.\n")
    print("| machine | |\n|---|---|")
    print(f"| processor | {model}, {cores} cores, {memory} GiB |")
    print(f"| load average | {options.load_start} at the start, {options.load_end} at the end |")
    print(f"| begun | {options.started} |\n| commit | {options.commit} |\n| command | `{options.command}` |\n")
    for direction, title, unit in (("suggest", "Per candidate, the top 20 offers", "candidate"), ("shortlist", "Per offer, the top 20 candidates", "offer")):
        table = [row for row in rows if row.get("direction") == direction]
        if not table:
            continue
        ours = next((row["us_per_query"] for row in table if row["peer"] == "passerelle"), None)
        print(f"## {title}\n")
        print(f"| engine | µs per {unit}, 2 threads | against ours | processor µs | queries | answers | index built in |\n|---|---:|---:|---:|---:|---|---:|")
        for row in sorted(table, key=lambda r: (r["peer"] != "passerelle", "question" in r, r["us_per_query"])):
            ratio = f"{row['us_per_query'] / ours:.2f}" if ours else "–"
            built = f"{row['build_seconds']:.1f} s" if row.get("build_seconds") else "–"
            processor = number(row["processor_us_per_query"]) if "processor_us_per_query" in row else "–"
            print(f"| {NAMES.get(row['peer'], row['peer'])} | {number(row['us_per_query'])} | {ratio} | {processor} | {row['queries']:,} | {answers(row)} | {built} |")
        print()
    failed = [row for row in rows if "failed" in row]
    for row in failed:
        print(f"- {NAMES.get(row['peer'], row['peer'])} failed (exit code {row['failed']}).")
    if failed:
        print()
    print("Wall time of a batch over the queries' number; building, loading and a warm-up are outside. « against ours »: how many times our "
          "time per query. « processor µs »: both threads' processor time, where the peer can tell; it says what a shared machine's wall "
          "time hides. Ratios of one run only.")


if __name__ == "__main__":
    main()
