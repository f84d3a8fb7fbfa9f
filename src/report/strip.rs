//! A row of small bars: the shape of a series at a glance, never its only form.

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// One bar a value, from nothing (`·`) to the greatest (`█`); a value that is not known is a question mark.
pub fn bars(values: &[Option<f64>]) -> String {
    let greatest = values.iter().flatten().copied().fold(0.0, f64::max);
    values
        .iter()
        .map(|value| match value {
            None => '?',
            Some(value) if *value <= 0.0 || greatest <= 0.0 => '·',
            Some(value) => {
                let step = (value / greatest * BARS.len() as f64).ceil() as usize;
                BARS[step.clamp(1, BARS.len()) - 1]
            }
        })
        .collect()
}
