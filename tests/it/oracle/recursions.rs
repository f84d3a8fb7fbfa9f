//! Waits from arrivals and services, by the textbook and without events.

use super::visits::Customer;

/// A service that is not over when the period is.
pub const FOREVER: i64 = i64::MAX / 4;

/// Lindley 1952: a customer of a single server waits for what the one before it leaves behind,
/// `w' = max(0, w + service - interval)`.
pub fn lindley(customers: &[Customer]) -> Vec<i64> {
    let mut waits = Vec::with_capacity(customers.len());
    let mut left = 0_i64;
    let mut last = i64::MIN / 4;
    for customer in customers {
        let wait = (left - (customer.came - last)).max(0);
        waits.push(wait);
        left = (wait + customer.service).min(FOREVER);
        last = customer.came;
    }
    waits
}

/// The same where customers give up: of one who would wait longer than its patience nothing is left behind. What each would wait.
pub fn lindley_with_patience(customers: &[Customer], patience: &[i64]) -> Vec<i64> {
    let mut waits = Vec::with_capacity(customers.len());
    let mut left = 0_i64;
    let mut last = i64::MIN / 4;
    for (customer, &patience) in customers.iter().zip(patience) {
        let wait = (left - (customer.came - last)).max(0);
        waits.push(wait);
        // Who can be served as its patience ends is served.
        let service = if wait <= patience {
            customer.service
        } else {
            0
        };
        left = (wait + service).min(FOREVER);
        last = customer.came;
    }
    waits
}

/// Kiefer and Wolfowitz 1955: the vector of the servers' remaining work, in ascending order, of which a customer takes
/// the least.
pub fn kiefer_wolfowitz(customers: &[Customer], servers: usize) -> Vec<i64> {
    let mut work = vec![0_i64; servers];
    let mut waits = Vec::with_capacity(customers.len());
    let mut last = customers.first().map_or(0, |customer| customer.came);
    for customer in customers {
        let interval = customer.came - last;
        work.iter_mut()
            .for_each(|left| *left = (*left - interval).max(0));
        waits.push(work[0]);
        work[0] = (work[0] + customer.service).min(FOREVER);
        work.sort_unstable();
        last = customer.came;
    }
    waits
}

/// One server, lower classes first, nobody interrupted: whenever the server is free, the first of the lowest class among all
/// who have come by then.
pub fn static_priority(customers: &[Customer]) -> Vec<i64> {
    let classes = customers
        .iter()
        .map(|customer| customer.class)
        .max()
        .unwrap_or(0)
        + 1;
    let mut lines = vec![std::collections::VecDeque::new(); classes as usize];
    let mut waits = vec![FOREVER; customers.len()];
    let mut coming = customers.iter().enumerate().peekable();
    let mut free = i64::MIN;
    loop {
        if lines.iter().all(|line| line.is_empty()) {
            let Some((_, next)) = coming.peek() else {
                break;
            };
            free = free.max(next.came);
        }
        while let Some((index, customer)) = coming.next_if(|(_, customer)| customer.came <= free) {
            lines[customer.class as usize].push_back(index);
        }
        if let Some(index) = lines.iter_mut().find_map(|line| line.pop_front()) {
            waits[index] = free - customers[index].came;
            free = free.saturating_add(customers[index].service);
        }
    }
    waits
}

/// One server, classes in turn: `turns[class]` of a class, then those of the next, and round again. A class of which nobody is there is passed
/// over and loses what is left of its turns; while nobody is there at all the turn stays.
pub fn turns(customers: &[Customer], turns: &[u32]) -> Vec<i64> {
    let mut lines = vec![std::collections::VecDeque::new(); turns.len()];
    let mut waits = vec![FOREVER; customers.len()];
    let mut coming = customers.iter().enumerate().peekable();
    let mut free = i64::MIN;
    let (mut class, mut left) = (0, turns[0]);
    loop {
        if lines.iter().all(|line| line.is_empty()) {
            let Some((_, next)) = coming.peek() else {
                break;
            };
            free = free.max(next.came);
        }
        while let Some((index, customer)) = coming.next_if(|(_, customer)| customer.came <= free) {
            lines[customer.class as usize].push_back(index);
        }
        while left == 0 || lines[class].is_empty() {
            class = (class + 1) % turns.len();
            left = turns[class];
        }
        if let Some(index) = lines[class].pop_front() {
            left -= 1;
            waits[index] = free - customers[index].came;
            free = free.saturating_add(customers[index].service);
        }
    }
    waits
}

/// One line, servers that come and go, services finished beyond the hours: a customer starts at the first instant, from its
/// arrival and the start of the one before it on, at which fewer are in service than there are servers.
pub fn one_line(customers: &[Customer], shifts: &[(i64, usize)]) -> Vec<i64> {
    let mut waits = Vec::with_capacity(customers.len());
    let mut in_service: Vec<i64> = Vec::new();
    let mut shift = 0;
    let mut now = i64::MIN;
    for customer in customers {
        now = now.max(customer.came);
        loop {
            while shifts.get(shift + 1).is_some_and(|&(at, _)| at <= now) {
                shift += 1;
            }
            in_service.retain(|&ends| ends > now);
            if in_service.len() < shifts[shift].1 {
                break;
            }
            let release = in_service.iter().copied().min().unwrap_or(FOREVER);
            let change = shifts.get(shift + 1).map_or(FOREVER, |&(at, _)| at);
            now = release.min(change);
            if now >= FOREVER {
                break;
            }
        }
        waits.push(now - customer.came);
        in_service.push(now.saturating_add(customer.service));
    }
    waits
}
