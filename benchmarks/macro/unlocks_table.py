"""One page of Markdown from the JSON lines of bench_unlocks: python3 unlocks_table.py REPORT COMMAND."""
import json
import os
import sys


def main() -> None:
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    first, last = rows[0], rows[-1]
    print("# What levers open, over a whole region\n")
    print(f"`{sys.argv[2]}` · {first['processor']}, {os.cpu_count()} cores, {first['threads']} threads, kernels {first['kernels']} · "
          f"load average {first['load_before']} before, {last['load_after']} after (1 = one core busy; the benchmark itself makes {first['threads']})\n")
    print("Plain pass: everybody's lists both ways, top", str(first["top"]) + ". Unlock pass: everybody × every offer, weak and strong, restricted records",
          "read from their text included. « Processor » is what the threads worked. Counts and plans: of all basins,",
          f"{rows[0]['by_basin']['budget_euros']:,} € each. « What if »: the difference of two lists for one person, one thread, without the store.\n")
    print("| workload | persons × offers | plain, s (processor) | unlock, s (processor) | ratio (processor) | pairs opened | weak / strong, by lever | counts and plans, s | posts / bound | "
          "what if p50 / p99, ms | persons compared with the judge | peak memory, GB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for r in rows:
        b, w = r["by_basin"], r["whatif"]
        name = r["workload"] + (f" / {r['part']}" if r["part"] != 1 else "")
        print(f"| {name} | {r['candidates']:,} × {r['offers']:,} | {r['plain_seconds']:.2f} ({r['plain_processor_seconds']:.2f}) | {r['unlock_seconds']:.2f} ({r['unlock_processor_seconds']:.2f}) | "
              f"{r['ratio']:.2f} ({r['ratio_processor']:.2f}) | {r['pairs_opened']:,} | {r['weak']:,} / {r['strong']:,} | {b['count_and_plan_ms'] / 1000:.2f} ({b['basins']} basins) | "
              f"{b['posts']:,} / {b['bound']:,} | {w['p50_ms']:.2f} / {w['p99_ms']:.2f} ({w['persons']}) | {r['persons_compared']} | {r['peak_bytes'] / 1e9:.2f} |")


main()
