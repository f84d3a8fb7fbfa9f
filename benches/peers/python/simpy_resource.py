from random import expovariate

import simpy

from model import main


def customer(environment, stations, tally):
    came = environment.now
    for resource, service in stations:
        with resource.request() as request:
            yield request
            yield environment.timeout(expovariate(1 / service))
    tally[0] += 1
    tally[1] += environment.now - came


def source(environment, interval, customers, stations, tally):
    for _ in range(customers):
        yield environment.timeout(expovariate(1 / interval))
        environment.process(customer(environment, stations, tally))


def simulate(interval, stations, customers):
    environment = simpy.Environment()
    tally = [0, 0.0]
    resources = [(simpy.Resource(environment, servers), service) for servers, service in stations]
    environment.process(source(environment, interval, customers, resources, tally))
    environment.run()
    return tally[0], tally[1] / tally[0]


main(simulate)
