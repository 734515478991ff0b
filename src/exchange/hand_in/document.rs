//! How is a hand-in written as a page that prints? One self-contained HTML file with its maps drawn in it.

use std::fmt::Write;

use super::{
    Cell, HandIn, HandInTable, Paper,
    picture::{escape, svg},
    shown,
};

/// How it looks on paper and on a screen.
const STYLE: &str = include_str!("document.css");

/// The page as UTF-8; but for the time of making the same for the same hand-in.
pub fn write_document(hand_in: &HandIn, paper: Paper) -> String {
    let language = hand_in.language;
    let (code, size) = match paper {
        Paper::A4 => (language.code(), "A4"),
        Paper::A3 => (language.code(), "A3"),
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><style>@page {{ size: {size} landscape; margin: 14mm 12mm 16mm; @bottom-center {{ content: counter(page) \" / \" counter(pages); font-size: 9pt }} }}\n{STYLE}</style></head><body class=\"{}\">\n",
        if code == "zh" { "zh-CN" } else { code },
        escape(&hand_in.title),
        paper.code()
    );
    cover(&mut out, hand_in);
    for (number, picture) in (1..).zip(&hand_in.pictures) {
        let _ = writeln!(
            out,
            "<figure><h2>{} {number} {}</h2>{}<figcaption>{} {}</figcaption></figure>",
            language.pick("图", "Map"),
            escape(&picture.title),
            svg(picture, number, language),
            escape(&picture.note),
            marks(hand_in)
        );
    }
    for (number, table) in (1..).zip(&hand_in.tables) {
        write_table(&mut out, hand_in, number, table);
    }
    inputs(&mut out, hand_in);
    out.push_str("</body></html>\n");
    out
}

fn cover(out: &mut String, hand_in: &HandIn) {
    let _ = write!(out, "<header><h1>{}</h1>", escape(&hand_in.title));
    hand_in.summary.iter().for_each(|sentence| {
        let _ = write!(out, "<p>{}</p>", escape(sentence));
    });
    let _ = writeln!(out, "<p class=\"marks\">{} · {}</p></header>", marks(hand_in), link(hand_in));
}

fn marks(hand_in: &HandIn) -> String {
    escape(&hand_in.notices.join(" · "))
}

/// Where a figure's inputs are told.
fn link(hand_in: &HandIn) -> String {
    format!("<a href=\"#inputs\">{} {}</a>", hand_in.language.pick("输入", "Inputs"), &hand_in.hash[..hand_in.hash.len().min(12)])
}

fn write_table(out: &mut String, hand_in: &HandIn, number: usize, table: &HandInTable) {
    let _ = write!(
        out,
        "<section><h2>{} {number} {}</h2><p class=\"note\">{} {}</p><table><thead><tr>",
        hand_in.language.pick("表", "Table"),
        escape(&table.name),
        escape(&table.note),
        link(hand_in)
    );
    table.columns.iter().for_each(|column| {
        let _ = write!(out, "<th>{}</th>", escape(&column.heading));
    });
    out.push_str("</tr></thead><tbody>");
    if table.rows.is_empty() {
        let _ = write!(out, "<tr><td colspan=\"{}\">{}</td></tr>", table.columns.len(), hand_in.language.pick("无", "none"));
    }
    table.rows.iter().for_each(|row| row_of(out, row, table));
    out.push_str("</tbody>");
    if !table.totals.is_empty() {
        out.push_str("<tfoot>");
        row_of(out, &table.totals, table);
        out.push_str("</tfoot>");
    }
    out.push_str("</table></section>\n");
}

fn row_of(out: &mut String, row: &[Cell], table: &HandInTable) {
    out.push_str("<tr>");
    for (cell, column) in row.iter().zip(&table.columns) {
        let number = if matches!(cell, Cell::Number(_)) { " class=\"n\"" } else { "" };
        let _ = write!(out, "<td{number}>{}</td>", escape(&shown(cell, column)));
    }
    out.push_str("</tr>");
}

fn inputs(out: &mut String, hand_in: &HandIn) {
    let _ = write!(out, "<section id=\"inputs\"><h2>{}</h2><table class=\"inputs\"><tbody>", hand_in.language.pick("输入", "Inputs"));
    let hash = (hand_in.language.pick("输入哈希 SHA-256", "Hash of the inputs, SHA-256").to_owned(), hand_in.hash.clone());
    let again = hand_in.language.pick("重新生成", "Made again by");
    let again = (again.to_owned(), format!("carereach report {} --to FILE", hand_in.hash));
    for (item, content) in hand_in.inputs.iter().chain([&hash, &again]) {
        let _ = write!(out, "<tr><th>{}</th><td>{}</td></tr>", escape(item), escape(content));
    }
    let made = hand_in.language.pick("制作时间", "Made at");
    let _ = writeln!(out, "</tbody></table><p class=\"note\">{made} {}</p></section>", hand_in.made_at.format("%Y-%m-%d %H:%M:%S UTC"));
}
