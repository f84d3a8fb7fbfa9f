//! Queueing formulas, written from the books. Times are in mean services unless said otherwise.

/// Erlang 1917: the probability of waiting at `c` servers with offered load `a`, by the recursion of the loss formula.
pub fn erlang_c(a: f64, c: u32) -> f64 {
    let loss = (1..=c).fold(1.0, |loss, k| a * loss / (f64::from(k) + a * loss));
    let c = f64::from(c);
    c * loss / (c - a * (1.0 - loss))
}

/// Palm 1943 (Erlang A): M/M/c whose customers give up in line at the rate `impatience` each, with services of mean 1. The
/// probability of giving up, that of waiting, the mean wait of all and the mean number inside, by the balance of births and deaths.
pub fn erlang_a(arrivals: f64, c: u32, impatience: f64) -> [f64; 4] {
    let servers = f64::from(c);
    let (mut weight, mut all, mut busy, mut line, mut inside) = (1.0, 0.0, 0.0, 0.0, 0.0);
    for number in 0..10_000 {
        let number = f64::from(number);
        let waiting = (number - servers).max(0.0);
        all += weight;
        busy += if number >= servers { weight } else { 0.0 };
        line += weight * waiting;
        inside += weight * number;
        let next = number + 1.0;
        let death = next.min(servers) + (next - servers).max(0.0) * impatience;
        weight *= arrivals / death;
    }
    let wait = line / all / arrivals;
    [wait * impatience, busy / all, wait, inside / all]
}

/// Mean wait of M/M/c with `arrivals` a minute and `rate` services a minute and server.
pub fn m_m_c(arrivals: f64, rate: f64, c: u32) -> f64 {
    erlang_c(arrivals / rate, c) / (f64::from(c) * rate - arrivals)
}

/// M/M/c with room for `k` inside: the share of arrivals that find it full, the mean number inside, and the mean time inside of those
/// who join. The probabilities of a birth and death process with `arrivals` a minute and `rate` services a minute and server.
pub fn m_m_c_k(arrivals: f64, rate: f64, c: u32, k: u32) -> [f64; 3] {
    let mut weights = vec![1.0];
    for inside in 1..=k {
        let before = weights[inside as usize - 1];
        weights.push(before * arrivals / (rate * f64::from(inside.min(c))));
    }
    let total: f64 = weights.iter().sum();
    let full = weights[k as usize] / total;
    let inside: f64 = (0..=k)
        .map(|n| f64::from(n) * weights[n as usize] / total)
        .sum();
    [full, inside, inside / (arrivals * (1.0 - full))]
}

/// Pollaczek and Khinchine: mean wait of M/G/1 with load `rho` and squared coefficient of variation `scv`.
pub fn m_g_1(rho: f64, scv: f64) -> f64 {
    rho * (1.0 + scv) / (2.0 * (1.0 - rho))
}

/// Kendall 1953: mean wait of GI/M/1 with load `rho`; `transform` is the Laplace transform of the interval in units of its
/// mean. The root below 1 of `sigma = transform((1 - sigma) / rho)`.
pub fn gi_m_1(rho: f64, transform: impl Fn(f64) -> f64) -> f64 {
    let mut sigma = 0.5;
    for _ in 0..10_000 {
        sigma = transform((1.0 - sigma) / rho);
    }
    sigma / (1.0 - sigma)
}

/// Cobham 1954: mean waits at one server with exponential services of mean 1 and these arrivals, first class first.
pub fn cobham(arrivals: &[f64]) -> Vec<f64> {
    let residual: f64 = arrivals.iter().sum();
    let load = |classes: usize| arrivals[..classes].iter().sum::<f64>();
    (0..arrivals.len())
        .map(|class| residual / ((1.0 - load(class)) * (1.0 - load(class + 1))))
        .collect()
}

/// White and Christie 1958: mean times in the system by class at one server, exponential services of mean 1, where lower
/// classes interrupt higher ones, which go on with what is left.
pub fn white_christie(arrivals: &[f64]) -> Vec<f64> {
    let load = |classes: usize| arrivals[..classes].iter().sum::<f64>();
    (0..arrivals.len())
        .map(|class| 1.0 / ((1.0 - load(class)) * (1.0 - load(class + 1))))
        .collect()
}

/// Kolmogorov's forward equations of an empty M(t)/M/c with services of mean 1: the mean number inside at each whole even
/// hour up to 24, by Runge and Kutta's method.
pub fn rush(arrivals: impl Fn(f64) -> f64, c: u32) -> Vec<f64> {
    const STATES: usize = 160;
    const STEPS: usize = 400;
    let derivative = |rate: f64, p: &[f64]| -> Vec<f64> {
        let out = |n: usize| if n + 1 < STATES { rate } else { 0.0 };
        let death = |n: usize| (n as f64).min(f64::from(c));
        let flow = |n: usize| {
            let enters = if n > 0 { out(n - 1) * p[n - 1] } else { 0.0 };
            let falls = if n + 1 < STATES {
                death(n + 1) * p[n + 1]
            } else {
                0.0
            };
            enters + falls - (out(n) + death(n)) * p[n]
        };
        (0..STATES).map(flow).collect()
    };
    let moved = |p: &[f64], by: &[f64], h: f64| -> Vec<f64> {
        p.iter().zip(by).map(|(p, by)| p + h * by).collect()
    };
    let mut p = vec![0.0; STATES];
    p[0] = 1.0;
    let mut means = Vec::new();
    let h = 1.0 / STEPS as f64;
    for hour in 0..24 {
        // The rate changes on the hour only.
        let rate = arrivals(f64::from(hour) + 0.5);
        for _ in 0..STEPS {
            let a = derivative(rate, &p);
            let b = derivative(rate, &moved(&p, &a, h / 2.0));
            let d = derivative(rate, &moved(&p, &b, h / 2.0));
            let e = derivative(rate, &moved(&p, &d, h));
            for n in 0..STATES {
                p[n] += h / 6.0 * (a[n] + 2.0 * b[n] + 2.0 * d[n] + e[n]);
            }
        }
        if hour % 2 == 1 {
            means.push(p.iter().enumerate().map(|(n, p)| n as f64 * p).sum());
        }
    }
    means
}

/// Lorries a minute through two saturated servers of one a minute each, with so many places for those at the second: the
/// number in the second half, from none to one more than the places, is a birth and death process with equal rates, so all
/// numbers are equally likely, and the second server rests in one of them.
pub fn saturated_tandem(places: u32) -> f64 {
    1.0 - 1.0 / (f64::from(places) + 2.0)
}

/// Mean number in M/M[K]/1, where one server serves up to `most` together and later comers join while there is room: with `r` the
/// root below 1 of `rate r^(most + 1) - (arrivals + rate) r + arrivals = 0`, the number is geometric with mean `r / (1 - r)`.
pub fn batches(arrivals: f64, rate: f64, most: i32) -> f64 {
    // Downwards from 0 to the root the expression is positive, between the root and 1 negative.
    let value = |r: f64| rate * r.powi(most + 1) - (arrivals + rate) * r + arrivals;
    let (mut low, mut high) = (0.0, 1.0 - 1e-9);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if value(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low / (1.0 - low)
}
