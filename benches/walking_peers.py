"""What do other programs answer to the questions of benches/walking.rs and benches/walking_map.rs, and how long do they take?

    walking_peers.py town TOWN.osm                write a made-up town as a map file
    walking_peers.py lattice LATTICE.csv          every node's nearest place on the lattice of benches/walking.rs
    walking_peers.py map MAP.osm ANSWERS.csv      the questions of benches/walking_map.rs, whose answers are in the file

`benches/peers` installs what this needs and runs it; `make bench` runs that. numpy and scipy are needed; pandana, and osmium
with pyvalhalla, are asked where they can be imported, and it is said where they cannot.

The map is read here by a few rules of this file's own, so that its distances are independent of the product's: a point meets
the nearest point of the nearest street, and scipy's Dijkstra walks from there. pandana walks from node to node, Valhalla from
street to street; each is compared with the same part of the product's distance.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

ROUNDS = 5
EARTH_M = 6_371_008.8
MINUTES = 15
LIMITS_M = (500, 1000)
CLOSED = {"no", "private", "military"}
NOT_WALKED = {"motorway", "motorway_link", "raceway", "construction", "proposed", "abandoned", "razed", "services", "no", "busway",
              "planned", "disused", "demolished", "rest_area", "escape", "via_ferrata", "bus_guideway"}
SIDEWALKS = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
# A part of the network with fewer nodes than this is an island that nobody is put on.
LEAST_NODES = 60


def timed(work, rounds=ROUNDS):
    """The answer, and the median of the milliseconds that it took."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = work()
        times.append((time.perf_counter() - started) * 1e3)
    return answer, float(np.median(times))


def row(name, ms=None, own_ms=None, note=""):
    shown = "" if ms is None else f"{ms:10.3f}"
    ratio = f"{ms / own_ms:9.1f}x" if ms is not None and own_ms else ""
    print(f"{name:<52} {shown:>10} {ratio:>10}  {note}")


def optional(*names):
    """The modules, or None and a word about the first that is not there."""
    try:
        return [importlib.import_module(name) for name in names]
    except ImportError as error:
        row(f"{names[0]} is not installed and was not asked", note=str(error))
        return None


# The lattice.

def lattice(path):
    edges, places = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.strip().split(",")
            (edges if kind == "edge" else places).append([float(part) for part in rest])
    edges, places = np.array(edges), np.array(places)
    ends, metres = edges[:, :2].astype(np.int64), edges[:, 2]
    count = int(ends.max()) + 1
    both = (np.r_[ends[:, 0], ends[:, 1]], np.r_[ends[:, 1], ends[:, 0]])
    graph = csr_matrix((np.r_[metres, metres], both), shape=(count, count))
    sources = np.unique(places[:, 0].astype(np.int64))
    row("work on the lattice", note="(milliseconds)")
    row("scipy, nearest of every node", timed(lambda: dijkstra(graph, indices=sources, min_only=True))[1])
    found = optional("pandana", "pandas")
    if not found:
        return
    pandana, pandas = found
    square, side = np.arange(count), int(round(count**0.5))
    frame = pandas.DataFrame({"metres": metres})
    spots = (pandas.Series((square % side) * 100.0), pandas.Series((square // side) * 100.0))
    started = time.perf_counter()
    network = pandana.Network(*spots, pandas.Series(ends[:, 0]), pandas.Series(ends[:, 1]), frame)
    network.precompute(1500)
    row("pandana, preparing for 1,500 m", (time.perf_counter() - started) * 1e3)
    at = places[:, 0].astype(np.int64)
    network.set_pois("places", 1500, 5, pandas.Series((at % side) * 100.0), pandas.Series((at // side) * 100.0))
    row("pandana, nearest of every node", timed(lambda: network.nearest_pois(1500, "places", num_pois=1), 3)[1])
    row("pandana, five nearest of every node", timed(lambda: network.nearest_pois(1500, "places", num_pois=5), 3)[1])


# A map.

def great_circle_m(a, b):
    a, b = np.radians(a), np.radians(b)
    h = np.sin((b[..., 1] - a[..., 1]) / 2) ** 2 + np.cos(a[..., 1]) * np.cos(b[..., 1]) * np.sin((b[..., 0] - a[..., 0]) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(h, 0, 1)))


def walked(tags):
    highway = tags.get("highway")
    if highway is None or highway in NOT_WALKED or tags.get("foot") in CLOSED:
        return False
    if highway.startswith("trunk"):
        return tags.get("foot") in ("yes", "designated") or any(tags.get(key) in ("both", "left", "right", "yes") for key in SIDEWALKS)
    return tags.get("foot") in ("yes", "designated", "permissive") or tags.get("access") not in CLOSED


def ways_of(path):
    """Longitude and latitude by node id, and the node ids of every way that people may walk."""
    if path.endswith(".pbf"):
        osmium = importlib.import_module("osmium")
        nodes, ways = {}, []
        for element in osmium.FileProcessor(path):
            if element.is_node():
                nodes[element.id] = (element.location.lon, element.location.lat)
            elif element.is_way() and walked(dict(element.tags)):
                ways.append([node.ref for node in element.nodes])
        return nodes, ways
    nodes, ways = {}, []
    for _, element in ElementTree.iterparse(path):
        if element.tag == "node":
            nodes[int(element.get("id"))] = (float(element.get("lon")), float(element.get("lat")))
        elif element.tag == "way" and walked({tag.get("k"): tag.get("v") for tag in element.iter("tag")}):
            ways.append([int(node.get("ref")) for node in element.iter("nd")])
        if element.tag in ("node", "way", "relation"):
            element.clear()
    return nodes, ways


class Streets:
    """The streets of a map: points, pieces between them, and metres of each."""

    def __init__(self, path):
        nodes, ways = ways_of(path)
        pairs = {(min(a, b), max(a, b)) for way in ways for a, b in zip(way, way[1:]) if a != b and a in nodes and b in nodes}
        ids = sorted({node for pair in pairs for node in pair})
        number = {node: at for at, node in enumerate(ids)}
        self.points = np.array([nodes[node] for node in ids])
        self.ends = np.array([(number[a], number[b]) for a, b in sorted(pairs)])
        self.metres = great_circle_m(self.points[self.ends[:, 0]], self.points[self.ends[:, 1]])
        count = len(ids)
        joined = coo_matrix((self.metres + 1e-9, (self.ends[:, 0], self.ends[:, 1])), shape=(count, count))
        _, part = connected_components(joined, directed=False)
        self.attachable = np.bincount(part)[part[self.ends[:, 0]]] >= LEAST_NODES

    def attach(self, spots):
        """The piece, metres along it and metres to it of each spot; -1 where none is within 500 m."""
        scale = np.array([np.cos(np.radians(self.points[:, 1].mean())), 1.0]) * np.radians(1) * EARTH_M
        origin = self.points.mean(axis=0)
        a = (self.points[self.ends[:, 0]] - origin) * scale
        b = (self.points[self.ends[:, 1]] - origin) * scale
        d = b - a
        square = np.maximum((d * d).sum(axis=1), 1e-9)
        low, high = np.minimum(a, b) - 500, np.maximum(a, b) + 500
        pieces, along, way = [], [], []
        for spot in (spots - origin) * scale:
            near = np.flatnonzero(self.attachable & (low <= spot).all(axis=1) & (spot <= high).all(axis=1))
            share = np.clip(((spot - a[near]) * d[near]).sum(axis=1) / square[near], 0, 1)
            away = np.hypot(*(a[near] + share[:, None] * d[near] - spot).T)
            best = int(away.argmin()) if len(near) and away.min() <= 500 else -1
            pieces.append(near[best] if best >= 0 else -1)
            along.append(share[best] * self.metres[near[best]] if best >= 0 else np.inf)
            way.append(away[best] if best >= 0 else np.inf)
        return np.array(pieces), np.array(along), np.array(way)

    def with_spots(self, places, cells):
        """A graph whose nodes are the points, then the places, then the cells."""
        count = len(self.points)
        rows, columns, metres = [self.ends[:, 0]], [self.ends[:, 1]], [self.metres]
        met = [self.attach(spots) for spots in (places, cells)]
        for first, (piece, along, way) in zip((count, count + len(places)), met):
            own = np.flatnonzero(piece >= 0)
            for end, part in ((0, along), (1, self.metres[piece] - along)):
                rows.append(first + own)
                columns.append(self.ends[piece[own], end])
                metres.append(way[own] + part[own])
        (piece, along, way), (of_cells, cell_along, cell_way) = met
        for place in np.flatnonzero(piece >= 0):
            same = np.flatnonzero(of_cells == piece[place])
            rows.append(np.full(len(same), count + place))
            columns.append(count + len(places) + same)
            metres.append(np.abs(along[place] - cell_along[same]) + way[place] + cell_way[same])
        rows, columns, metres = (np.concatenate(part) for part in (rows, columns, metres))
        size = count + len(places) + len(cells)
        # Of two ways between the same nodes the shorter; a sparse matrix would add them up.
        order = np.lexsort((metres, columns, rows))
        rows, columns, metres = rows[order], columns[order], metres[order]
        first = np.r_[True, (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])]
        return csr_matrix((np.maximum(metres[first], 1e-6), (rows[first], columns[first])), shape=(size, size))


def answers_of(path):
    answers = {"place": [], "cell": [], "pair": [], "time": {}}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.strip().split(",")
            if kind == "time":
                answers["time"][rest[0]] = float(rest[1])
            else:
                answers[kind].append([float(part) for part in rest])
    return {kind: rows if kind == "time" else np.array(rows) for kind, rows in answers.items()}


def compared(theirs, ours, people=None):
    """How far their distances are from ours, and how many people they count within the limits."""
    both = np.isfinite(theirs) & np.isfinite(ours) & (ours > 1)
    off = np.abs(theirs[both] / ours[both] - 1)
    text = f"median {np.median(off):.2%} off, {(off <= 0.05).mean():.0%} within 5 %"
    if people is not None:
        shares = [(people[theirs <= limit].sum() / max(people[ours <= limit].sum(), 1) - 1) for limit in LIMITS_M]
        text += ", people within " + ", ".join(f"{limit} m {share:+.1%}" for limit, share in zip(LIMITS_M, shares))
    return text


def of_map(path, answers):
    answers = answers_of(answers)
    places, cells, people, ours = answers["place"], answers["cell"][:, :2], answers["cell"][:, 2], answers["cell"][:, 3]
    own = answers["time"]
    row("work on the map", note="(milliseconds; beside carereach in the same run)")
    for name, ms in own.items():
        row(f"carereach, {name}", ms)
    streets = Streets(path)
    ask_scipy(streets, places, cells, people, ours, own)
    ask_pandana(streets, places, cells, people, ours, own)
    ask_valhalla(path, places, cells, answers["pair"], own)


def ask_scipy(streets, places, cells, people, ours, own):
    graph = streets.with_spots(places, cells)
    first = len(streets.points)
    sources = first + np.arange(len(places))
    found, ms = timed(lambda: dijkstra(graph, directed=False, indices=sources, min_only=True))
    theirs = found[first + len(places):]
    row("scipy, nearest of every cell, attached to edges", ms, own["nearest of every cell"], compared(theirs, ours, people))


def ask_pandana(streets, places, cells, people, ours, own):
    found = optional("pandana", "pandas")
    if not found:
        return
    pandana, pandas = found
    frame = pandas.DataFrame({"metres": streets.metres})
    started = time.perf_counter()
    x, y = (pandas.Series(streets.points[:, axis]) for axis in (0, 1))
    network = pandana.Network(x, y, pandas.Series(streets.ends[:, 0]), pandas.Series(streets.ends[:, 1]), frame)
    network.precompute(3000)
    row("pandana, preparing for 3,000 m", (time.perf_counter() - started) * 1e3)
    network.set_pois("places", 3000, 5, pandas.Series(places[:, 0]), pandas.Series(places[:, 1]))
    answer, ms = timed(lambda: network.nearest_pois(3000, "places", num_pois=1))
    nodes = network.get_node_ids(pandas.Series(cells[:, 0]), pandas.Series(cells[:, 1]))
    theirs = answer[1].reindex(nodes).to_numpy(dtype=float, copy=True)
    theirs[theirs >= 3000] = np.inf
    row("pandana, nearest of every node", ms, own["nearest of every cell"], compared(theirs, ours, people) + " (from node to node)")
    row("pandana, five nearest of every node", timed(lambda: network.nearest_pois(3000, "places", num_pois=5))[1])


def ask_valhalla(path, places, cells, pairs, own):
    found = optional("valhalla", "osmium")
    if not found:
        return
    valhalla, osmium = found
    with tempfile.TemporaryDirectory() as folder:
        tiles, extract = os.path.join(folder, "tiles"), os.path.join(folder, "tiles.tar")
        os.mkdir(tiles)
        open(extract, "wb").close()
        config = valhalla.get_config(tile_extract=extract, tile_dir=tiles)
        del config["mjolnir"]["tile_extract"]
        config_file = os.path.join(folder, "valhalla.json")
        with open(config_file, "w", encoding="utf-8") as file:
            json.dump(config, file)
        if not path.endswith(".pbf"):
            packed = os.path.join(folder, "map.osm.pbf")
            with osmium.SimpleWriter(packed) as writer:
                for element in osmium.FileProcessor(path):
                    writer.add(element)
            path = packed
        build = os.path.join(os.path.dirname(valhalla.__file__), "bin", "valhalla_build_tiles")
        started = time.perf_counter()
        built = subprocess.run([build, "-c", config_file, path], capture_output=True, text=True, check=False)
        if built.returncode:
            row("Valhalla could not make its tiles", note=built.stderr.strip()[-200:])
            return
        row("Valhalla, making its tiles", (time.perf_counter() - started) * 1e3)
        ask_actor(valhalla.Actor(config), places, cells, pairs, own)


def ask_actor(actor, places, cells, pairs, own):
    spot = lambda at: {"lon": at[0], "lat": at[1]}
    targets = [spot(place) for place in places]
    asked = sorted({int(pair[0]) for pair in pairs})
    theirs, times, refused = {}, [], 0
    for cell in asked:
        question = {"sources": [spot(cells[cell])], "targets": targets, "costing": "pedestrian", "units": "kilometers"}
        started = time.perf_counter()
        try:
            answer = actor.matrix(question)
        except Exception:  # What Valhalla does not connect it refuses as a whole.
            refused += 1
            continue
        times.append((time.perf_counter() - started) * 1e3)
        for found in answer["sources_to_targets"][0]:
            if found["distance"] is not None:
                theirs[cell, found["to_index"]] = found["distance"] * 1e3
    both = [(theirs[int(cell), int(place)], on_streets) for cell, place, _, on_streets in pairs if (int(cell), int(place)) in theirs]
    note = compared(*np.array(both).T) + f" over {len(both)} pairs, street to street" if both else "no pair in common"
    note += f", {refused} refused" if refused else ""
    row(f"Valhalla, matrix 1 x {len(targets)}", float(np.median(times)) if times else None, own["all places from a point"], note)
    grounds = []
    for place in targets[:20]:
        question = {"locations": [place], "costing": "pedestrian", "contours": [{"time": MINUTES}], "polygons": True}
        started = time.perf_counter()
        try:
            actor.isochrone(question)
        except Exception:  # Likewise.
            continue
        grounds.append((time.perf_counter() - started) * 1e3)
    if grounds:
        row(f"Valhalla, ground within {MINUTES} minutes", float(np.median(grounds)), own["ground within 15 minutes"])


# A town where there is no map.

def town(path, side=70, seed=7):
    """A lattice of streets with a fifth of them missing, and a park in it that nothing crosses."""
    random = np.random.default_rng(seed)
    step = np.array([0.001087, 0.0009])
    with open(path, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="carereach benches">\n')
        for at in range(side * side):
            lon, lat = np.array([108.9, 34.2]) + (np.array([at % side, at // side]) + random.uniform(-0.2, 0.2, 2)) * step
            out.write(f'<node id="{at + 1}" version="1" lon="{lon:.7f}" lat="{lat:.7f}"/>\n')
        ways = 0
        for at in range(side * side):
            column, line = at % side, at // side
            in_park = side // 3 < column < side // 2 and side // 3 < line < side // 2
            for there, to in ((column + 1 < side, at + 1), (line + 1 < side, at + side)):
                if there and not in_park and random.random() > 0.2:
                    ways += 1
                    out.write(f'<way id="{ways}" version="1"><nd ref="{at + 1}"/><nd ref="{to + 1}"/><tag k="highway" v="residential"/></way>\n')
        out.write("</osm>\n")


if __name__ == "__main__":
    {"town": town, "lattice": lattice, "map": of_map}[sys.argv[1]](*sys.argv[2:])
