"""One page of Markdown from the JSON lines of bench_workload: python3 table.py REPORT COMMAND."""
import json
import math
import os
import sys


def main() -> None:
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    first, last = rows[0], rows[-1]
    print("# Whole workloads\n")
    print(f"`{sys.argv[2]}` · build {first['build']} · {first['processor']}, {os.cpu_count()} cores, kernels {first['kernels']} · "
          f"load average {first['load_before']} before, {last['load_after']} after (1 = one core busy; the benchmark itself makes {first['threads']})\n")
    print("Suggestions under `adviser`, shortlists under `recruiter`, full scoring with verdicts, top", first["top"],
          "for everybody. « Plain loop »: every pair judged in turn by the same functions and flags, on one thread, from the lists that were",
          "checked; the ratio sets it against the batch's time × its threads. « Processor » is what the threads worked: on a machine with nothing",
          f"else to do, {first['threads']} threads take that divided by {first['threads']}.\n")
    print("| workload | persons × offers | suggestions, s (µs each) | shortlists, s (µs each) | both, s | processor, both, s | × plain loop | one suggestion list p50 / p99, µs | "
          "one shortlist p50 / p99, µs | lists checked equal | ready from the file, s | bytes a person / an offer | peak memory, GB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for r in rows:
        s, h = r["suggestions"], r["shortlists"]
        name = r["workload"] + (f" / {r['part']}" if r["part"] != 1 else "")
        ratio = "times_faster_than_plain_loop_on_as_many_threads"
        print(f"| {name} | {r['candidates']:,} × {r['offers']:,} | {s['seconds']:.2f} ({s['us_per_list']:.1f}) | {h['seconds']:.2f} ({h['us_per_list']:.1f}) | "
              f"{r['both_seconds']:.2f} | {s['processor_seconds'] + h['processor_seconds']:.2f} | {s[ratio]} / {h[ratio]} | {s['single_us']['p50']} / {s['single_us']['p99']} | "
              f"{h['single_us']['p50']} / {h['single_us']['p99']} | {r['checked_lists']} | {r['ready_seconds']:.2f} | {r['corpus_bytes_per_candidate']} / {r['corpus_bytes_per_offer']} | {r['peak_bytes'] / 1e9:.2f} |")
    for workload in sorted({r["workload"] for r in rows}):
        cuts = [r for r in rows if r["workload"] == workload]
        if len(cuts) < 3:
            continue
        # Least squares of log time on log size: 1 = twice the region, twice the time (both sides grow, so pairs grow fourfold).
        xs = [math.log(r["candidates"]) for r in cuts]
        for what, times in (("suggestions", [r["suggestions"]["seconds"] for r in cuts]), ("shortlists", [r["shortlists"]["seconds"] for r in cuts]),
                            ("both", [r["both_seconds"] for r in cuts]),
                            ("both, processor", [r["suggestions"]["processor_seconds"] + r["shortlists"]["processor_seconds"] for r in cuts])):
            ys = [math.log(t) for t in times]
            mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
            slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)
            print(f"\nSlope of log time on log size, {workload}, {what}: {slope:.2f}")


main()
