"""How long does scipy (and pandana, where it is installed) take for every node's nearest place, on the lattice of benches/walking.rs?

    cargo bench --bench walking -- --lattice /tmp/lattice.csv
    python3 benches/walking_peers.py /tmp/lattice.csv

Needs numpy and scipy; pandana and pandas are used when they can be imported. Prints medians and minima in milliseconds.
"""

import statistics
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

ROUNDS = 11


def read(path):
    edges, places = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.strip().split(",")
            (edges if kind == "edge" else places).append([float(part) for part in rest])
    return np.array(edges), np.array(places)


def timed(name, work):
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1e3)
    print(f"{name:<40} median {statistics.median(times):9.2f}  least {min(times):9.2f}")


def main(path):
    edges, places = read(path)
    ends, metres = edges[:, :2].astype(np.int64), edges[:, 2]
    count = int(ends.max()) + 1
    both = (np.r_[ends[:, 0], ends[:, 1]], np.r_[ends[:, 1], ends[:, 0]])
    graph = csr_matrix((np.r_[metres, metres], both), shape=(count, count))
    sources = np.unique(places[:, 0].astype(np.int64))
    timed("scipy, nearest of every node", lambda: dijkstra(graph, indices=sources, min_only=True))
    try:
        import pandana
        import pandas
    except ImportError:
        return
    square = np.arange(count)
    side = int(round(count**0.5))
    network = pandana.Network(
        pandas.Series((square % side) * 100.0),
        pandas.Series((square // side) * 100.0),
        pandas.Series(ends[:, 0]),
        pandas.Series(ends[:, 1]),
        pandas.DataFrame({"metres": metres}),
    )
    network.precompute(3000)
    at = places[:, 0].astype(np.int64)
    network.set_pois("places", 3000, 5, pandas.Series((at % side) * 100.0), pandas.Series((at // side) * 100.0))
    timed("pandana, nearest of every node", lambda: network.nearest_pois(3000, "places", num_pois=1))
    timed("pandana, five nearest of every node", lambda: network.nearest_pois(3000, "places", num_pois=5))


if __name__ == "__main__":
    main(sys.argv[1])
