"""Ciw 3.2: a network is a table, and every customer leaves a record for every station."""

import ciw

from model import main


def simulate(interval, stations, customers):
    last = len(stations) - 1
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1 / interval)] + [None] * last,
        service_distributions=[ciw.dists.Exponential(1 / service) for _, service in stations],
        number_of_servers=[servers for servers, _ in stations],
        routing=[[float(to == at + 1) for to in range(len(stations))] for at in range(len(stations))],
    )
    ciw.seed(0x70656572)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Complete")
    spent = 0.0
    left = simulation.nodes[-1].all_individuals
    for customer in left:
        records = customer.data_records
        spent += records[-1].exit_date - records[0].arrival_date
    return len(left), spent / len(left)


main(simulate)
