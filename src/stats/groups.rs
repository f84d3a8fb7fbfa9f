//! Things that count as one because they are linked, directly or by way of others.

/// The connected components of `count` things, each by their places in rising order.
pub fn groups(count: usize, linked: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in 0..count {
        let (own, mut others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.iter().any(|&other| linked(other, at)));
        let mut group = own.concat();
        group.push(at);
        group.sort_unstable();
        others.push(group);
        groups = others;
    }
    groups
}
