"""Cimba Python 0.9: model code compiled by Numba, which runs on the Cimba engine, in C. As in its own benchmark, the line is a
store of arrival times and each server is a process."""

import cimba as cb

from model import main


class Station(cb.Model):
    line: cb.Store[float]
    service: cb.Param[float]

    def __init__(self, service):
        self.service = service


class Server(cb.Model):
    station: cb.Ref[Station]
    behind: cb.Ref[Station]

    def __init__(self, station, behind):
        self.station = station
        self.behind = behind

    @cb.process
    def serve(self):
        while True:
            came = self.station.line.get()
            cb.hold(cb.random.exponential(self.station.service))
            self.behind.line.put(came)


class LastServer(cb.Model):
    station: cb.Ref[Station]
    count: cb.Output[int]
    spent: cb.Output[float]

    def __init__(self, station):
        self.station = station

    @cb.process
    def serve(self):
        self.spent = 0.0
        while True:
            came = self.station.line.get()
            cb.hold(cb.random.exponential(self.station.service))
            self.count += 1
            self.spent += cb.now() - came


class Network(cb.Model):
    interval: cb.Param[float]
    customers: cb.Param[int]
    stations: list[Station]
    servers: list[Server]
    last: list[LastServer]

    def __init__(self, interval, stations, customers):
        self.interval = interval
        self.customers = customers
        self.stations = [Station(service) for _, service in stations]
        self.servers = [
            Server(here, behind)
            for (servers, _), here, behind in zip(stations, self.stations, self.stations[1:])
            for _ in range(servers)
        ]
        self.last = [LastServer(self.stations[-1]) for _ in range(stations[-1][0])]

    @cb.process
    def arrive(self):
        for _ in range(self.customers):
            cb.hold(cb.random.exponential(self.interval))
            self.stations[0].line.put(cb.now())


def simulate(interval, stations, customers):
    network = Network(interval, stations, customers)
    results = cb.Experiment(network, seed=0x70656572).run(workers=1)
    count = sum(int(results[server].count[0, 0]) for server in network.last)
    spent = sum(float(results[server].spent[0, 0]) for server in network.last)
    return count, spent / count


main(simulate)
