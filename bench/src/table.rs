//! The table for people.

use crate::figures::Figures;
use crate::report::{Figure, Report, Row};
use std::fmt::Write;

/// Characters of the first column.
const NAME_CHARS: usize = 44;

/// The whole table.
pub fn render(report: &Report) -> String {
    let machine = &report.machine;
    let mut text = format!(
        "{}, {} cores, load {:.1} before the run\n{}\n",
        machine.cpu, machine.cores, machine.load_before, report.method
    );
    let mut section = "";
    for row in &report.rows {
        if row.section != section {
            section = row.section;
            text.push_str(&head(section));
        }
        text.push_str(&line(row));
    }
    text
}

fn head(section: &str) -> String {
    format!(
        "\n{section:<NAME_CHARS$} {:>12} {:>9} {:>9} {:>7} {:>7} {:>10}\n",
        "figure", "p50", "p99", "spread", "ratio", "target"
    )
}

fn line(row: &Row) -> String {
    let ratio = row
        .ratio
        .as_ref()
        .map_or(String::new(), |ratio| format!("{:.2}", ratio.value));
    let target = row.target.as_ref().map_or("", |target| &target.wanted);
    let verdict = match (&row.target, row.is_missed()) {
        (_, true) => "MISS",
        (Some(_), false) => "ok",
        (None, false) => "",
    };
    let (figure, rest) = figure(&row.figure);
    let mut text = format!(
        "{:<NAME_CHARS$} {figure:>12} {rest} {ratio:>7} {target:>10} {verdict:<4}",
        row.name
    );
    if let Some(ratio) = &row.ratio {
        // Writing to a string does not fail.
        _ = write!(text, "  of {}", ratio.of);
    }
    if !row.note.is_empty() {
        _ = write!(text, "  {}", row.note);
    }
    if let Figure::Answers(figures) = &row.figure
        && figures.failed > 0
    {
        text.push_str(&failures(figures));
    }
    format!("{}\n", text.trim_end())
}

fn figure(figure: &Figure) -> (String, String) {
    let nothing = format!("{:>9} {:>9} {:>7}", "", "", "");
    match figure {
        Figure::Answers(figures) => {
            let median = &figures.median;
            let rest = format!(
                "{:>6.2} ms {:>6.2} ms {:>5.0} %",
                median.p50_ms,
                median.p99_ms,
                figures.spread * 100.0
            );
            (format!("{:.0}/s", median.rate), rest)
        }
        Figure::Bytes { value } if *value < 1_000_000 => (format!("{} kB", value.div_ceil(1_000)), nothing),
        Figure::Bytes { value } => (format!("{:.2} MB", *value as f64 / 1e6), nothing),
        Figure::Milliseconds { value } => (format!("{value:.1} ms"), nothing),
        Figure::Count { value } => (format!("{value:.2}"), nothing),
    }
}

fn failures(figures: &Figures) -> String {
    let first = figures.first_failure.as_deref().unwrap_or_default();
    format!("  {} failed, first: {first}", figures.failed)
}
