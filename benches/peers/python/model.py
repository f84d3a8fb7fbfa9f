"""The three models and the command line, as in `src/lib.rs`: minutes, and one mean."""

import random
import sys

# Mean time between arrivals, and the stations in order: servers, mean service.
MODELS = {
    "m-m-1": (1 / 0.75, [(1, 1.0)]),
    "m-m-4": (1 / 3.2, [(4, 1.0)]),
    "tandem": (1 / 0.8, [(1, 1.0), (2, 2.0), (4, 4.0), (3, 3.0), (1, 1.0)]),
}


def main(simulate):
    """Runs `simulate(interval, stations, customers)`, which returns a count and a mean, and prints them."""
    random.seed(0x70656572)
    interval, stations = MODELS[sys.argv[1]]
    count, mean = simulate(interval, stations, int(sys.argv[2]))
    print(count, mean)
