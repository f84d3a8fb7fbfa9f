"""Opens an object-centric event log with PM4Py and prints what it sees.

    events.py FILE.json VEHICLE          counts of objects, events and relations, the log flattened to vehicles, and one vehicle's story
    events.py FILE.json VEHICLE graph    and the object-centric directly-follows graph
"""

import json
import sys
from collections import Counter

import pm4py

log = pm4py.read_ocel2_json(sys.argv[1])
flat = pm4py.ocel_flattening(log, "vehicle")
own = flat[flat["case:concept:name"] == sys.argv[2]]
follows = {}
if len(sys.argv) > 3:
    follows = pm4py.discover_ocdfg(log)["edges"]["event_couples"]["vehicle"]

print(json.dumps({
    "objects": Counter(log.objects["ocel:type"]),
    "events": Counter(log.events["ocel:activity"]),
    "relations": Counter(log.relations["ocel:qualifier"]),
    "object-relations": sorted(log.o2o[["ocel:oid", "ocel:oid_2", "ocel:qualifier"]].values.tolist()),
    "flat": Counter(flat["concept:name"]),
    "cases": int(flat["case:concept:name"].nunique()),
    "micros": int((log.events["seconds"].fillna(0) * 1e6).round().astype("int64").sum()),
    "story": [
        [str(activity), time.isoformat()]
        for activity, time in zip(own["concept:name"], own["time:timestamp"])
    ],
    "follows": {f"{first} -> {then}": len(pairs) for (first, then), pairs in follows.items()},
}))
