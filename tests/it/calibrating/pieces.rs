//! Figures, weights and coverage by themselves.

use bordergate::des::keyed::Key;
use bordergate::experiment::calibrate::{
    Coverage, Draws, ENOUGH, Figure, Fit, MOST_TRUTHS, coverage,
};
use bordergate::stats::normal_between;

const BAND: Figure = Figure {
    low: 95.0,
    high: 105.0,
    error: 10.0,
};

/// A draw's weight is the chance of the band, relative to that of the best.
#[test]
fn agreement_is_the_chance_of_the_band() {
    let best = normal_between(-0.5, 0.5);
    for (simulated, low, high) in [(100.0, -0.5, 0.5), (80.0, 1.5, 2.5), (130.0, -3.5, -2.5)] {
        let expected = normal_between(low, high) / best;
        assert!(
            (BAND.agreement(simulated, 0.0) - expected).abs() < 1e-12,
            "{simulated}"
        );
    }
    // Two errors are one of the root of their squares.
    let wide = Figure {
        error: 1300.0_f64.sqrt(),
        ..BAND
    };
    assert!((BAND.agreement(120.0, 1200.0_f64.sqrt()) - wide.agreement(120.0, 0.0)).abs() < 1e-12);
    assert_eq!(BAND.agreement(f64::NAN, 0.0), 0.0);
}

#[test]
fn without_an_error_only_the_band_agrees() {
    let exact = Figure { error: 0.0, ..BAND };
    for (simulated, agreement) in [(94.9, 0.0), (95.0, 1.0), (105.0, 1.0), (105.1, 0.0)] {
        assert_eq!(exact.agreement(simulated, 0.0), agreement, "{simulated}");
    }
}

/// A true bound, `> 95`: half of all errors bring 95 over it.
#[test]
fn a_bound_has_one_side() {
    let bound = Figure {
        high: f64::INFINITY,
        ..BAND
    };
    assert!((bound.agreement(95.0, 0.0) - 0.5).abs() < 1e-12);
    assert!(bound.agreement(500.0, 0.0) > 0.999);
    assert_eq!(bound.centre(), 95.0);
    let point = Figure {
        low: 100.0,
        high: 100.0,
        error: 10.0,
    };
    assert!((point.agreement(110.0, 0.0) - (-0.5_f64).exp()).abs() < 1e-12);
}

/// Both errors drawn given the band: what has both lies in it, and with no second error what has one is the same.
#[test]
fn errors_are_drawn_given_the_band() {
    let mut stream = Key::root(1).stream();
    let (mut sum, mut squares) = (0.0, 0.0);
    const N: u32 = 20_000;
    for _ in 0..N {
        let u = [stream.unit(), stream.unit()];
        let blurred = BAND.blurred(130.0, 20.0, u);
        assert!((95.0..=105.0).contains(&blurred.widened), "{blurred:?}");
        let alone = BAND.blurred(130.0, 0.0, u);
        assert_eq!(alone.stated, alone.widened);
        sum += blurred.stated;
        squares += blurred.stated * blurred.stated;
    }
    // Given that both errors sum to -30 or so, a fifth of it is the first's, and 20/sqrt(5) its spread.
    let mean = sum / f64::from(N);
    let sd = (squares / f64::from(N) - mean * mean).sqrt();
    assert!((mean - 124.0).abs() < 0.3, "{mean}");
    assert!((sd - 80.0_f64.sqrt()).abs() < 0.2, "{sd}");
}

/// What is published of a simulation lies around it: the band holds it as often as the law says.
#[test]
fn what_would_be_published_lies_around_the_truth() {
    let mut stream = Key::root(2).stream();
    const N: u32 = 20_000;
    let mut below = 0;
    for _ in 0..N {
        let published = BAND.published_for(300.0, [stream.unit(), stream.unit()]);
        assert!((published.high - published.low - 10.0).abs() < 1e-9);
        below += u32::from(published.low < 295.0);
    }
    // The middle of the band is the truth with a symmetric error.
    let share = f64::from(below) / f64::from(N);
    assert!((share - 0.5).abs() < 0.015, "{share}");
    let bound = Figure {
        high: f64::INFINITY,
        ..BAND
    };
    assert_eq!(bound.published_for(300.0, [0.5, 0.5]), bound);
    let under = bound.published_for(10.0, [0.5, 0.5]);
    assert_eq!((under.low, under.high), (f64::NEG_INFINITY, 95.0));
}

/// One input, uniform over its range; what is simulated is a hundred times its place.
fn straight(n: usize) -> Draws {
    let mut stream = Key::root(3).stream();
    let places: Vec<f64> = (0..n).map(|_| stream.unit()).collect();
    Draws {
        simulated: vec![places.iter().map(|place| 100.0 * place).collect()],
        places: vec![places],
    }
}

/// Where nothing can agree no draw has a weight, and where hardly anything does there are too few.
#[test]
fn nothing_agrees_where_nothing_can() {
    let figure = [Figure {
        low: 500.0,
        high: 510.0,
        error: 0.0,
    }];
    let far = Fit::new(&figure, &straight(300), None, Key::root(1));
    assert!(far.effective < ENOUGH && far.effective_stated == 0.0 && !far.is_enough());
    let mut draws = straight(300);
    draws.simulated[0].fill(f64::NAN);
    let nothing = Fit::new(&figure, &draws, None, Key::root(1));
    assert_eq!((nothing.effective, nothing.is_enough()), (0.0, false));
    assert!(nothing.weights.iter().all(|&weight| weight == 0.0));
    let none = Fit::new(&figure, &Draws::default(), None, Key::root(1));
    assert!(!none.is_enough() && none.weights.is_empty());
}

/// One draw that is left out has no weight, and the others those that they had.
#[test]
fn a_draw_can_be_left_out() {
    let figure = [Figure {
        low: 49.5,
        high: 50.5,
        error: 20.0,
    }];
    let draws = straight(400);
    let [all, spare] = [None, Some(7)].map(|spare| Fit::new(&figure, &draws, spare, Key::root(1)));
    assert!(all.effective > ENOUGH && all.widening == 0.0);
    assert_eq!(spare.weights[7], 0.0);
    assert!(all.weights[7] > 0.0);
    assert_eq!(
        spare.weights[8] / spare.weights[9],
        all.weights[8] / all.weights[9]
    );
}

/// The check can fail: truths from the ends of a range, calibrated against draws from its middle, lie in no interval.
#[test]
fn intervals_that_do_not_hold_are_found() {
    let figure = [Figure {
        low: 49.0,
        high: 51.0,
        error: 30.0,
    }];
    let mut draws = straight(8_000);
    let honest = coverage(&figure, &draws, &[0], Key::root(1));
    assert_eq!(honest.truths + honest.left_out, MOST_TRUTHS);
    assert!(
        honest.unknowns[0].held * 100 > 80 * honest.truths,
        "{honest:?}"
    );
    for (draw, place) in draws.places[0].iter_mut().enumerate() {
        *place = if draw < MOST_TRUTHS {
            0.001
        } else {
            0.3 + 0.4 * *place
        };
    }
    let wrong = coverage(&figure, &draws, &[0], Key::root(1));
    assert!(wrong.truths > 100, "{wrong:?}");
    assert!(wrong.unknowns[0].held * 10 < wrong.truths, "{wrong:?}");
    assert!(wrong.unknowns[0].chi_square() > 100.0);
}

#[test]
fn even_ranks_have_no_chi_square() {
    let even = Coverage {
        held: 0,
        ranks: [7; 10],
    };
    assert_eq!(even.chi_square(), 0.0);
    assert_eq!(Coverage::default().chi_square(), 0.0);
    // (20 - 10)² / 10 + (0 - 10)² / 10
    let uneven = Coverage {
        held: 0,
        ranks: [20, 0, 10, 10, 10, 10, 10, 10, 10, 10],
    };
    assert!((uneven.chi_square() - 20.0).abs() < 1e-12);
}
