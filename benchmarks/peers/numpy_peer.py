"""numpy on the simplified question: posting lists by occupation sorted by latitude, whole slices at a time.

    numpy_peer.py DATA DIRECTION(suggest|shortlist) STRIDE PROCESSES OUT

Exact: everything that decides is int64.
"""
import json
import multiprocessing
import sys
import time

import numpy as np

TOP = 20
UNIT = float(1 << 30)


class Data:
    def __init__(self, folder):
        def load(name, dtype="<i4"):
            suffix = {"<i4": "i32", "<i8": "i64", "<f8": "f64"}[dtype]
            return np.fromfile(f"{folder}/{name}.{suffix}", dtype=dtype)

        self.c_xyz = load("candidates.xyz").reshape(-1, 3).astype(np.int64)
        self.c_latitude = load("candidates.latlon", "<f8")[0::2]
        self.reach = load("candidates.reach", "<i8")
        self.c_licences = load("candidates.licences")
        self.p_offsets, self.p_occupation, self.p_months = (load("practised." + n) for n in ("offsets", "occupation", "months"))
        self.i_offsets, self.item = load("items.offsets"), load("items.item")
        self.o_xyz = load("offers.xyz").reshape(-1, 3).astype(np.int64)
        self.o_latitude = load("offers.latlon", "<f8")[0::2]
        self.o_occupation, self.o_licences = load("offers.occupation"), load("offers.licences")
        self.asked = load("offers.asked_months").astype(np.int64)
        self.sum = load("offers.sum_weights").astype(np.int64)
        self.weights = load("offers.weights").reshape(-1, 3).astype(np.int64)
        self.r_offsets, self.r_item, self.r_weight = (load("requirements." + n) for n in ("offsets", "item", "weight"))
        self.rel_offsets, self.rel_from, self.rel_points = (load("related." + n) for n in ("offsets", "from", "points"))
        self.occupations = len(self.rel_offsets) - 1
        self.items = 1 + max(self.item.max(initial=0), self.r_item.max(initial=0))


def postings(occupation, latitude, occupations):
    """Positions sorted by (occupation, latitude), where each occupation begins, and their latitudes."""
    order = np.lexsort((latitude, occupation))
    starts = np.searchsorted(occupation[order], np.arange(occupations + 1))
    return order, starts, latitude[order]


def degrees(chord):
    """Great-circle degrees of a squared chord, with a margin: for the cut by latitude only."""
    return np.degrees(2 * np.arcsin(np.minimum(1.0, np.sqrt(chord) / (2 * UNIT)))) * 1.0005 + 1e-4


def ragged(offsets, rows):
    """Flat positions of the elements of these rows, and where each row begins among them (one more at the end)."""
    begin, length = offsets[rows], offsets[rows + 1] - offsets[rows]
    bounds = np.concatenate(([0], np.cumsum(length)))
    return np.arange(bounds[-1]) + np.repeat(begin - bounds[:-1], length), bounds


def row_sums(values, bounds):
    total = np.concatenate(([0], np.cumsum(values)))
    return total[bounds[1:]] - total[bounds[:-1]]


def best(ids, scores):
    if len(ids) > TOP:
        kth = np.partition(scores, len(scores) - TOP)[len(scores) - TOP]
        keep = scores >= kth
        ids, scores = ids[keep], scores[keep]
    order = np.lexsort((ids, -scores))[:TOP]
    return ids[order], scores[order]


class Suggest:
    def __init__(self, d):
        self.d = d
        self.order, self.starts, self.latitude = postings(d.o_occupation, d.o_latitude, d.occupations)
        # Offers laid out in posting order, so that a slice is contiguous.
        self.xyz, self.licences = d.o_xyz[self.order], d.o_licences[self.order]
        # By practised occupation: the occupations it opens.
        to = np.repeat(np.arange(d.occupations), np.diff(d.rel_offsets))
        by_from = np.argsort(d.rel_from, kind="stable")
        self.to, self.points = to[by_from], d.rel_points[by_from].astype(np.int64)
        self.from_starts = np.searchsorted(d.rel_from[by_from], np.arange(d.occupations + 1))
        self.relation = np.zeros(d.occupations, np.int64)
        self.months = np.zeros(d.occupations, np.int64)
        self.held = np.zeros(d.items, np.int64)

    def answer(self, c):
        d = self.d
        practised = slice(d.p_offsets[c], d.p_offsets[c + 1])
        self.relation[:] = 0
        for p in d.p_occupation[practised]:
            row = slice(self.from_starts[p], self.from_starts[p + 1])
            np.maximum.at(self.relation, self.to[row], self.points[row])
        margin = degrees(d.reach[c])
        low, high = d.c_latitude[c] - margin, d.c_latitude[c] + margin
        pieces = []
        for to in np.flatnonzero(self.relation):
            begin, end = self.starts[to], self.starts[to + 1]
            if begin == end:
                continue
            inside = self.latitude[begin:end]
            a, b = begin + inside.searchsorted(low), begin + inside.searchsorted(high, "right")
            if a < b:
                pieces.append(np.arange(a, b))
        if not pieces:
            return None
        at = np.concatenate(pieces)
        delta = self.xyz[at] - d.c_xyz[c]
        at = at[(np.einsum("ij,ij->i", delta, delta) <= d.reach[c]) & ((self.licences[at] & ~d.c_licences[c]) == 0)]
        if len(at) == 0:
            return None
        o = self.order[at]
        self.months[d.p_occupation[practised]] = d.p_months[practised]
        items = d.item[d.i_offsets[c]:d.i_offsets[c + 1]]
        self.held[items] = 1
        flat, bounds = ragged(d.r_offsets, o)
        met = row_sums(self.held[d.r_item[flat]] * d.r_weight[flat], bounds)
        occupation, asked, w = d.o_occupation[o], d.asked[o], d.weights[o]
        competences = met * 10_000 // np.maximum(d.sum[o], 1)
        experience = np.minimum(self.months[occupation], asked) * 10_000 // np.maximum(asked, 1)
        score = w[:, 0] * self.relation[occupation] // 10_000 + w[:, 1] * competences // 10_000 + w[:, 2] * experience // 10_000
        self.held[items] = 0
        self.months[d.p_occupation[practised]] = 0
        return best(o, score)


class Shortlist:
    def __init__(self, d):
        self.d = d
        person = np.repeat(np.arange(len(d.reach)), np.diff(d.p_offsets))
        order, self.starts, self.latitude = postings(d.p_occupation, d.c_latitude[person], d.occupations)
        self.person, self.p_months = person[order], d.p_months[order].astype(np.int64)
        self.xyz, self.reach, self.licences = d.c_xyz[self.person], d.reach[self.person], d.c_licences[self.person]
        self.margin = degrees(d.reach.max())
        self.relation = np.zeros(len(d.reach), np.int64)
        self.months = np.zeros(len(d.reach), np.int64)
        self.weight = np.zeros(d.items, np.int64)

    def answer(self, o):
        d = self.d
        to = d.o_occupation[o]
        low, high = d.o_latitude[o] - self.margin, d.o_latitude[o] + self.margin
        row = slice(d.rel_offsets[to], d.rel_offsets[to + 1])
        pieces, points, own = [], [], None
        for occupation, close in zip(d.rel_from[row], d.rel_points[row]):
            begin, end = self.starts[occupation], self.starts[occupation + 1]
            inside = self.latitude[begin:end]
            a, b = begin + inside.searchsorted(low), begin + inside.searchsorted(high, "right")
            if a >= b:
                continue
            if occupation == to:
                own = slice(a, b)
            pieces.append(slice(a, b))
            points.append(np.full(b - a, close, np.int64))
        if not pieces:
            return None
        delta = np.concatenate([self.xyz[p] for p in pieces]) - d.o_xyz[o]
        keep = np.einsum("ij,ij->i", delta, delta) <= np.concatenate([self.reach[p] for p in pieces])
        keep &= (d.o_licences[o] & ~np.concatenate([self.licences[p] for p in pieces])) == 0
        met_in, points = np.concatenate([self.person[p] for p in pieces])[keep], np.concatenate(points)[keep]
        if len(met_in) == 0:
            return None
        c = np.unique(met_in)
        self.relation[c] = 0
        np.maximum.at(self.relation, met_in, points)
        if own is not None:
            self.months[self.person[own]] = self.p_months[own]
        requirements = slice(d.r_offsets[o], d.r_offsets[o + 1])
        self.weight[d.r_item[requirements]] = d.r_weight[requirements]
        flat, bounds = ragged(d.i_offsets, c)
        met = row_sums(self.weight[d.item[flat]], bounds)
        w, asked = d.weights[o], d.asked[o]
        score = w[0] * self.relation[c] // 10_000 + w[1] * (met * 10_000 // max(d.sum[o], 1)) // 10_000
        score += w[2] * (np.minimum(self.months[c], asked) * 10_000 // max(asked, 1)) // 10_000
        self.weight[d.r_item[requirements]] = 0
        if own is not None:
            self.months[self.person[own]] = 0
        return best(c, score)


def work(engine, queries):
    lines = []
    for query in queries:
        found = engine.answer(query)
        if found is not None:
            lines.append((query, found[0], found[1]))
    return lines


def main():
    folder, direction, stride, processes, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    start = time.perf_counter()
    data = Data(folder)
    global ENGINE
    ENGINE = Suggest(data) if direction == "suggest" else Shortlist(data)
    build = time.perf_counter() - start
    queries = list(range(0, len(data.reach) if direction == "suggest" else len(data.o_occupation), stride))
    blocks = [queries[i:i + 64] for i in range(0, len(queries), 64)]
    # Processes, not threads: numpy's calls are too short here to let go of the interpreter's lock. Forked, they share the data.
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.map(warm, range(processes))
        start = time.perf_counter()
        answers = pool.map(run, blocks, chunksize=1)
        seconds = time.perf_counter() - start
    with open(out, "w") as file:
        for block, _ in answers:
            for query, ids, scores in block:
                file.writelines(f"{query},{i},{s}\n" for i, s in zip(ids.tolist(), scores.tolist()))
    print(json.dumps({"peer": "numpy", "direction": direction, "queries": len(queries), "stride": stride, "threads": processes,
                      "seconds": round(seconds, 3), "us_per_query": round(seconds * 1e6 / len(queries), 2),
                      "processor_us_per_query": round(sum(spent for _, spent in answers) * 1e6 / len(queries), 2), "build_seconds": round(build, 2)}))


def warm(_):
    work(ENGINE, [0])


def run(block):
    start = time.process_time()
    lines = work(ENGINE, block)
    return lines, time.process_time() - start


if __name__ == "__main__":
    main()
