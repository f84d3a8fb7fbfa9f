"""SimPy 4.1, the faster idiom: a process for each server, which takes customers out of a store. The other, a process for
each customer and a `Resource` for each station, creates and ends a process for every customer."""

from random import expovariate

import simpy

from model import main


def source(environment, interval, customers, first):
    for _ in range(customers):
        yield environment.timeout(expovariate(1 / interval))
        first.put(environment.now)


def server(environment, service, line, behind, tally):
    while True:
        came = yield line.get()
        yield environment.timeout(expovariate(1 / service))
        if behind is not None:
            behind.put(came)
        else:
            tally[0] += 1
            tally[1] += environment.now - came


def simulate(interval, stations, customers):
    environment = simpy.Environment()
    tally = [0, 0.0]
    lines = [simpy.Store(environment) for _ in stations]
    for (servers, service), line, behind in zip(stations, lines, [*lines[1:], None]):
        for _ in range(servers):
            environment.process(server(environment, service, line, behind, tally))
    environment.process(source(environment, interval, customers, lines[0]))
    environment.run()
    return tally[0], tally[1] / tally[0]


main(simulate)
