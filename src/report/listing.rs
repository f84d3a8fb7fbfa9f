//! Small tables in text: aligned columns for people, or one record a line with tabs for logs and screen readers.

use super::grid::Grid;
use super::text::Style;

/// A table. Columns named in `right` are aligned to the right; plain style gives tabs instead of columns. Where all headings are
/// empty there is no line of them.
pub fn listing(header: &[&str], right: &[usize], rows: &[Vec<String>], style: Style) -> String {
    if style.plain {
        let mut text = String::new();
        if header.iter().any(|heading| !heading.is_empty()) {
            text = header.join("\t") + "\n";
        }
        for row in rows {
            text += &row.join("\t");
            text.push('\n');
        }
        return text;
    }
    let grid = Grid {
        head: header.iter().map(|&heading| heading.to_owned()).collect(),
        figures: (0..header.len()).map(|at| right.contains(&at)).collect(),
        rows: rows.to_vec(),
        widest: None,
        names: 1,
    };
    grid.drawn(style.columns)
}
