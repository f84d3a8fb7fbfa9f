//! Small tables in text: aligned columns for people, or one record a line with tabs for logs and screen readers.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};

/// A table. Columns named in `right` are aligned to the right; `plain` gives tabs instead of columns.
pub fn listing(header: &[&str], right: &[usize], rows: &[Vec<String>], plain: bool) -> String {
    if plain {
        let mut text = header.join("\t") + "\n";
        for row in rows {
            text += &row.join("\t");
            text.push('\n');
        }
        return text;
    }
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row.clone());
    }
    for &column in right {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}
