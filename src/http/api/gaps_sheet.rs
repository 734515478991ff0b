//! How do the gaps leave for a spreadsheet? All rows; the question, the date and 示例数据 in columns of their own.

use crate::{
    domain::gap::GapState,
    exchange::{Cell, Sheet, SheetFormat, write_sheet},
    http::Problem,
    registry::{Gap, GapAnswer, GapQuestion, SAMPLE_NOTICE, Snapshot},
};

const HEADINGS: [&str; 33] = [
    "rank",
    "code",
    "name",
    "name_en",
    "street",
    "district",
    "lon",
    "lat",
    "people",
    "left_over",
    "covered",
    "share",
    "rounded",
    "nearest_id",
    "nearest_name",
    "nearest_distance_m",
    "gap_id",
    "state",
    "owner_unit",
    "owner_post",
    "deadline",
    "overdue",
    "kind",
    "within_m",
    "group",
    "withheld_below",
    "by",
    "method",
    "figures",
    "division",
    "snapshot",
    "data_as_of",
    "notice",
];

/// The file's bytes and the `Content-Disposition` that names it.
pub fn write(snapshot: &Snapshot, question: &GapQuestion, format: SheetFormat) -> Result<(Vec<u8>, String), Problem> {
    let answer = snapshot.gaps(question)?;
    let scope = question.coverage.division.map(|code| code.to_string()).unwrap_or_default();
    let notice = if snapshot.is_sample() { SAMPLE_NOTICE } else { "" };
    let asked = question_cells(&answer, &scope, notice);
    let rows = answer.items.iter().map(|gap| gap_cells(gap).into_iter().chain(asked.iter().cloned()).collect()).collect();
    let sheet = Sheet { headings: HEADINGS.map(str::to_owned).to_vec(), rows };
    let file = write_sheet(&sheet, format).map_err(Problem::internal)?;
    let ending = match format {
        SheetFormat::Csv => "csv",
        SheetFormat::Xlsx => "xlsx",
    };
    Ok((file, disposition(&answer, ending)))
}

fn gap_cells(gap: &Gap) -> Vec<Cell> {
    let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Number);
    let nearest = gap.nearest.as_ref();
    vec![
        gap.rank.map_or(Cell::Empty, |rank| Cell::Number(rank as f64)),
        text(gap.code.as_deref()),
        text(gap.name),
        text(gap.name_en),
        text(gap.street),
        text(gap.district),
        number(gap.lon),
        number(gap.lat),
        number(gap.people),
        number(gap.left_over),
        number(gap.covered),
        number(gap.share),
        if gap.rounded { Cell::Text("rounded".to_owned()) } else { Cell::Empty },
        text(nearest.map(|place| place.id)),
        text(nearest.map(|place| place.name)),
        number(nearest.map(|place| place.distance_m)),
        text(gap.id.as_deref()),
        text(gap.state.map(GapState::code)),
        text(gap.owner_unit.as_deref()),
        text(gap.owner_post.as_deref()),
        text(gap.deadline.map(|day| day.to_string()).as_deref()),
        text(gap.overdue.filter(|overdue| *overdue).map(|_| "overdue")),
    ]
}

fn question_cells(answer: &GapAnswer, scope: &str, notice: &str) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    vec![
        text(&answer.kind.join(";")),
        Cell::Number(answer.within_m),
        text(answer.group),
        answer.withheld_below.map_or(Cell::Empty, |below| Cell::Number(below.into())),
        text(answer.by),
        text(answer.inputs.method),
        text(&answer.inputs.figures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        text(scope),
        text(answer.inputs.snapshot),
        text(&answer.inputs.data_as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        text(notice),
    ]
}

/// RFC 6266: a plain name for old clients, the Chinese one for all others.
fn disposition(answer: &GapAnswer, ending: &str) -> String {
    let kinds = if answer.kind.is_empty() { "all".to_owned() } else { answer.kind.join("+") };
    let rest = format!("{kinds}-{}m-{}.{ending}", answer.within_m, answer.inputs.data_as_of.format("%Y-%m-%d"));
    // 缺口 in UTF-8.
    format!("attachment; filename=\"gaps-{rest}\"; filename*=UTF-8''%E7%BC%BA%E5%8F%A3-{}", rest.replace('+', "%2B"))
}
