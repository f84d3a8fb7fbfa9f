//! Weighted least squares with several explaining variables.

/// What is added to the diagonal of the normal equations of standardised variables, so that variables that say the same share what they
/// explain instead of having no solution (ridge regression, Hoerl and Kennard 1970), and else changes nothing that could be seen.
const RIDGE: f64 = 1e-6;

/// The slopes of the weighted least-squares plane of `explained` over `explaining`, which holds the values of each variable; the
/// intercept is not reported. A variable that does not vary has the slope 0, and so have all where nothing has a weight.
///
/// # Panics
/// If a variable, `explained` and `weights` differ in length.
#[must_use]
pub fn slopes(explaining: &[Vec<f64>], explained: &[f64], weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return vec![0.0; explaining.len()];
    }
    let standard: Vec<Standard> = explaining
        .iter()
        .map(|values| Standard::new(values, weights, total))
        .collect();
    let target = Standard::new(explained, weights, total);
    let product = |a: &Standard, b: &Standard| -> f64 {
        let terms = a.values.iter().zip(&b.values).zip(weights);
        terms.map(|((x, y), w)| w * x * y).sum::<f64>() / total
    };
    let size = standard.len();
    let mut matrix = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            matrix[row][column] = product(&standard[row], &standard[column]);
        }
        matrix[row][row] += RIDGE;
    }
    let right: Vec<f64> = standard
        .iter()
        .map(|variable| product(variable, &target))
        .collect();
    let solved = solve(matrix, right);
    let slopes = solved
        .iter()
        .zip(&standard)
        .map(|(slope, variable)| slope * target.sd / variable.sd);
    slopes
        .map(|slope| if slope.is_finite() { slope } else { 0.0 })
        .collect()
}

/// A variable around its mean, in standard deviations.
struct Standard {
    values: Vec<f64>,
    sd: f64,
}

impl Standard {
    fn new(values: &[f64], weights: &[f64], total: f64) -> Self {
        assert_eq!(values.len(), weights.len(), "one weight a value");
        let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
            values
                .iter()
                .zip(weights)
                .map(|(x, w)| w * of(*x))
                .sum::<f64>()
                / total
        };
        let mean = sum(&|x| x);
        let sd = sum(&|x| (x - mean) * (x - mean)).sqrt();
        let values = values
            .iter()
            .map(|x| if sd > 0.0 { (x - mean) / sd } else { 0.0 });
        Self {
            values: values.collect(),
            sd,
        }
    }
}

/// Solves a symmetric positive definite system, of which the lower triangle is given, by Cholesky's method.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for row in 0..size {
        for column in 0..=row {
            let sum: f64 = (0..column)
                .map(|at| matrix[row][at] * matrix[column][at])
                .sum();
            let rest = matrix[row][column] - sum;
            matrix[row][column] = if row == column {
                // The ridge keeps it positive; rounding shall not undo that.
                rest.max(RIDGE * RIDGE).sqrt()
            } else {
                rest / matrix[column][column]
            };
        }
    }
    for row in 0..size {
        let sum: f64 = (0..row).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - sum) / matrix[row][row];
    }
    for row in (0..size).rev() {
        let sum: f64 = (row + 1..size).map(|at| matrix[at][row] * right[at]).sum();
        right[row] = (right[row] - sum) / matrix[row][row];
    }
    right
}
