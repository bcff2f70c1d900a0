"""Turns night.sh's report (JSON lines) into a table. Usage: night_table.py REPORT"""
import json
import sys

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
print("# The night\n")
print(f"`bash benchmarks/night.sh` · build {rows[-1]['build']} · 2 threads · one run each, after one that built the corpus file; other work on the machine is in « load »\n")
print("« Plain » finds top 20 both ways without pools or prices; « night » finds pools of 60, shares out and writes files and store.\n")
print("| population | persons × offers | load | match plain, s | match night, s | share out, s | (match + share out) ÷ plain | end to end, s | peak, GB |")
print("|---|---|---|---|---|---|---|---|---|")
for night in (row for row in rows if row["kind"] == "night"):
    plain = next(row for row in rows if row["kind"] == "plain" and (row["part"], row["variant"]) == (night["part"], night["variant"]))
    phases = night["phases"]
    print(f"| {night['variant']} / {night['part']} | {night['coverage']['persons']:,} × {night['coverage']['offers']:,} | {night['load']} | {plain['phases']['match']} | {phases['match']} | {phases['share-out']} | "
          f"{(phases['match'] + phases['share-out']) / max(plain['phases']['match'], 0.01):.2f} | {night['seconds']} | {night['peak_gb']} |")
print("\n| population | Gini before → after | beyond caps before → after | offers suggested before → after | largest load | points lost | worst line | reached ÷ bound | pools maybe cut |")
print("|---|---|---|---|---|---|---|---|---|")
for night in (row for row in rows if row["kind"] == "night"):
    c = night["congestion"]
    b, a = c["before"], c["after"]
    share = lambda f: f["beyond_cap"] / max(1, f["suggestions"])
    print(f"| {night['variant']} / {night['part']} | {b['gini_ppm'] / 1e6:.3f} → {a['gini_ppm'] / 1e6:.3f} ({a['gini_ppm'] / max(1, b['gini_ppm']) * 100 - 100:+.0f} %) | {share(b) * 100:.1f} % → {share(a) * 100:.1f} % "
          f"({share(a) / max(1e-9, share(b)) * 100 - 100:+.0f} %) | {b['offers_suggested'] / max(1, b['offers']) * 100:.1f} % → {a['offers_suggested'] / max(1, a['offers']) * 100:.1f} % | {b['largest_load']:,} → {a['largest_load']:,} | "
          f"{c['points_lost'] / max(1, b['points']) * 100:.2f} % | {c['worst_slot_loss']} of {c['most_price']} | {c['reached'] / max(1, c['bound']):.4f} | {c['pools_maybe_cut']:,} |")
print("\nSeconds by phase:\n")
for row in rows:
    print(f"- {row['variant']} / {row['part']}, {row['kind']}: " + ", ".join(f"{name} {seconds}" for name, seconds in row["phases"].items()))
