"""FAISS as the dense stand-in: what one gets when the question is squeezed into vectors. Approximate by nature.

Items and occupations are random directions; an offer is its weighted requirements and the occupations close to its own, a
person is what they declare and practised; home and workplace are three coordinates more, so that far costs. Licences, the
radius as a limit, the best (not summed) relation and the months have no place in an inner product: recall tells what that
costs.

    faiss_peer.py DATA DIRECTION(suggest|shortlist) STRIDE THREADS OUT
"""
import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: its threads and FAISS's would fight

import faiss  # noqa: E402
import numpy as np  # noqa: E402
import scipy.sparse as sparse  # noqa: E402

TOP, PROJECTED, PROBES = 20, 124, 16
OCCUPATION, COMPETENCES = 0.3, 0.5
FAR = 0.5 / (50 / 6371.0) ** 2  # what the square of 50 km costs, in parts of the score


def main():
    folder, direction, stride, threads, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    faiss.omp_set_num_threads(threads)

    def load(name):
        return np.fromfile(f"{folder}/{name}.i32", dtype="<i4")

    start = time.perf_counter()
    random = np.random.default_rng(1)
    c_offsets, item, p_offsets, practised = load("items.offsets"), load("items.item"), load("practised.offsets"), load("practised.occupation")
    r_offsets, r_item, r_weight = load("requirements.offsets"), load("requirements.item"), load("requirements.weight")
    rel_offsets, rel_from, rel_points = load("related.offsets"), load("related.from"), load("related.points")
    items, occupations = 1 + max(item.max(), r_item.max()), len(rel_offsets) - 1
    c_xyz, o_xyz = (load(f"{side}.xyz").reshape(-1, 3) / float(1 << 30) for side in ("candidates", "offers"))
    centre = o_xyz.mean(axis=0)

    def directions(n):
        return (random.standard_normal((n, PROJECTED)) / np.sqrt(PROJECTED)).astype(np.float32)

    item_vectors, occupation_vectors = directions(items), directions(occupations)

    def projected(offsets, columns, values, vectors):
        return sparse.csr_matrix((values.astype(np.float32), columns, offsets), shape=(len(offsets) - 1, len(vectors))) @ vectors

    people = projected(c_offsets, item, np.ones(len(item)), item_vectors) + projected(p_offsets, practised, np.ones(len(practised)), occupation_vectors)
    sums = np.maximum(load("offers.sum_weights"), 1)
    asked = COMPETENCES * r_weight / np.repeat(sums, np.diff(r_offsets))
    close = projected(rel_offsets, rel_from, OCCUPATION * rel_points / 10_000, occupation_vectors)
    offers = projected(r_offsets, r_item, asked, item_vectors) + close[load("offers.occupation")]
    # −FAR·|home − workplace|² but for a term of the query's own, as four more coordinates either way.
    scale = np.sqrt(2 * FAR)

    def placed(vectors, xyz, indexed):
        here = (xyz - centre) * scale
        last = -(here ** 2).sum(axis=1) / 2 if indexed else np.ones(len(xyz))
        return np.ascontiguousarray(np.hstack([vectors, here, last[:, None]]), dtype=np.float32)

    suggest = direction == "suggest"
    base = placed(offers, o_xyz, True) if suggest else placed(people, c_xyz, True)
    queries = (placed(people, c_xyz, False) if suggest else placed(offers, o_xyz, False))[::stride]
    lists = max(16, int(2 * np.sqrt(len(base))))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(base.shape[1]), base.shape[1], lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = 1
    index.train(base[:: max(1, len(base) // (lists * 64))])
    index.add(base)
    index.nprobe = PROBES
    build = time.perf_counter() - start
    index.search(queries[:64], TOP)
    start = time.perf_counter()
    _, found = index.search(queries, TOP)
    seconds = time.perf_counter() - start
    with open(out, "w") as file:
        for i, row in enumerate(found.tolist()):
            file.writelines(f"{i * stride},{line},0\n" for line in row if line >= 0)
    print(json.dumps({"peer": "faiss-ivf", "direction": direction, "queries": len(queries), "stride": stride, "threads": threads,
                      "seconds": round(seconds, 3), "us_per_query": round(seconds * 1e6 / len(queries), 2), "build_seconds": round(build, 2),
                      "question": "approximate"}))


if __name__ == "__main__":
    main()
