//! When is a place open? Plain weekly schedules as an OpenStreetMap opening_hours text; anything finer is left out.

use super::table::Row;

const DAYS: [(&str, &str); 7] = [("MO", "Mo"), ("TU", "Tu"), ("WE", "We"), ("TH", "Th"), ("FR", "Fr"), ("SA", "Sa"), ("SU", "Su")];

/// Columns that make a schedule more than a plain week.
const FINER: [&str; 6] = ["valid_to", "until", "count", "byweekno", "bymonthday", "byyearday"];

/// The hours that schedules say together, such as `Mo-Fr 09:00-12:00,13:30-17:30; Sa 09:00-12:00`.
///
/// None when there is no schedule, or when one of them is no plain week.
pub(super) fn opening_hours(schedules: &[Row]) -> Option<String> {
    let mut week: [Vec<String>; 7] = Default::default();
    for schedule in schedules {
        let (days, hours) = plain(*schedule)?;
        for day in days {
            if !week[day].contains(&hours) {
                week[day].push(hours.clone());
            }
        }
    }
    let week = week.map(|mut hours| {
        hours.sort();
        hours.join(",")
    });
    let mut rules: Vec<String> = Vec::new();
    let mut from = 0;
    while from < 7 {
        let to = (from..7).take_while(|day| week[*day] == week[from]).last().unwrap_or(from);
        if !week[from].is_empty() {
            let days = if from == to { DAYS[from].1.to_owned() } else { format!("{}-{}", DAYS[from].1, DAYS[to].1) };
            rules.push(format!("{days} {}", week[from]));
        }
        from = to + 1;
    }
    (!rules.is_empty()).then(|| rules.join("; "))
}

fn plain(schedule: Row) -> Option<(Vec<usize>, String)> {
    let weekly = matches!(schedule.get("freq").to_ascii_uppercase().as_str(), "WEEKLY" | "");
    let every = matches!(schedule.get("interval"), "" | "1");
    if !weekly || !every || FINER.iter().any(|column| !schedule.get(column).is_empty()) {
        return None;
    }
    let days = schedule.get("byday").split(',').map(|day| {
        let day = day.trim().to_ascii_uppercase();
        DAYS.iter().position(|(code, _)| *code == day)
    });
    let hours = format!("{}-{}", time(schedule.get("opens_at"))?, time(schedule.get("closes_at"))?);
    Some((days.collect::<Option<Vec<_>>>()?, hours))
}

/// `09:00` of `09:00`, `9:00:00`, `09:00Z` and `09:00+08:00`: the times are the place's own.
fn time(text: &str) -> Option<String> {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let mut parts = text[..end].split(':');
    let (hour, minute): (u8, u8) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (hour <= 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::hsds::table::Table;

    fn hours(rows: &str) -> Option<String> {
        let text = format!("freq,interval,byday,opens_at,closes_at,bymonthday,valid_to\n{rows}");
        let table = Table::read("schedules.csv", text.as_bytes(), &[]).expect("readable");
        opening_hours(&table.rows().collect::<Vec<_>>())
    }

    #[test]
    fn plain_weeks_are_put_together_by_days_with_the_same_hours() {
        let week = "WEEKLY,1,\"MO,TU,WE,TH,FR\",13:30:00,17:30Z,,\nWEEKLY,,\"MO,TU,WE,TH,FR\",9:00,12:00+08:00,,\n,,SA,09:00,12:00,,\n";
        assert_eq!(hours(week).as_deref(), Some("Mo-Fr 09:00-12:00,13:30-17:30; Sa 09:00-12:00"));
        assert_eq!(hours("WEEKLY,1,\"SU,WE\",09:00,12:00,,").as_deref(), Some("We 09:00-12:00; Su 09:00-12:00"));
    }

    #[test]
    fn anything_finer_than_a_plain_week_is_left_out() {
        for row in [
            "MONTHLY,1,MO,09:00,12:00,,",
            "WEEKLY,2,MO,09:00,12:00,,",
            "WEEKLY,1,MO,09:00,12:00,3,",
            "WEEKLY,1,MO,09:00,12:00,,2024-01-01",
            "WEEKLY,1,1MO,09:00,12:00,,",
            "WEEKLY,1,MO,,12:00,,",
            "WEEKLY,1,MO,25:00,26:00,,",
            "",
        ] {
            assert_eq!(hours(row), None, "{row}");
        }
    }
}
