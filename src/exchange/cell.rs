//! What does one cell say: a number, an angle, a date, yes or no, a list? Only what is unambiguous is taken.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// What a cell is read as that holds a formula and no result: the program that wrote the file never worked it out.
pub(super) const NO_RESULT: &str = "#FORMULA-WITHOUT-RESULT";

/// What spreadsheets show where a formula failed.
const ERRORS: [&str; 10] = [NO_RESULT, "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

/// Whether a spreadsheet shows an error here.
pub(super) fn is_error(text: &str) -> bool {
    text.starts_with('#') && ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
}

/// Whether a cell for a number, date or code says that there is none.
pub(super) fn is_nothing(text: &str) -> bool {
    text.is_empty() || matches!(text, "-" | "--" | "—" | "——" | "－" | "/" | "／" | "无" | "暂无" | "N/A" | "n/a" | "NULL" | "null")
}

/// Full-width characters as half-width ones.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect::<String>().trim().to_string()) }
}

/// A finite decimal, also full-width and with thousands separators (`1,234.5`).
pub(super) fn decimal(text: &str) -> Option<f64> {
    let text = narrow(text);
    let plain = if text.contains(',') { Cow::Owned(without_thousands(&text)?) } else { text };
    finite(&plain)
}

/// A finite number in Rust's notation; `inf`, `nan` and the like are words, not numbers.
fn finite(text: &str) -> Option<f64> {
    let shaped = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse::<f64>().ok().filter(|number| shaped && number.is_finite())
}

fn without_thousands(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && digits(first) && groups.all(|group| group.len() == 3 && digits(group));
    let fits = fits && fraction.is_none_or(digits);
    fits.then(|| text.replace(',', ""))
}

/// Degrees: a decimal, one with a decimal comma and at least three places (`108,9402`), or degrees, minutes and seconds
/// (`108°56'24.5"E`, `东经108度56分24秒`). South and west are negative.
pub(super) fn degrees(text: &str) -> Option<f64> {
    if let Some(number) = finite(text) {
        return Some(number);
    }
    let narrowed = narrow(text);
    let mut rest = narrowed.as_ref();
    let mut sign = 1.0;
    for (mark, turns) in [("东经", 1.0), ("西经", -1.0), ("北纬", 1.0), ("南纬", -1.0), ("E", 1.0), ("W", -1.0), ("N", 1.0), ("S", -1.0)]
    {
        if let Some(inner) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)) {
            (rest, sign) = (inner.trim(), turns);
            break;
        }
    }
    let number = finite(rest).or_else(|| with_decimal_comma(rest)).or_else(|| sexagesimal(rest))?;
    (sign > 0.0 || number >= 0.0).then_some(sign * number)
}

fn with_decimal_comma(text: &str) -> Option<f64> {
    let (whole, places) = text.split_once(',')?;
    (places.len() >= 3 && places.bytes().all(|b| b.is_ascii_digit())).then(|| finite(&format!("{whole}.{places}"))).flatten()
}

fn sexagesimal(text: &str) -> Option<f64> {
    // Normalizing has taken the double prime apart.
    let text = text.replace("''", "\"").replace("′′", "″");
    let (degrees, rest) = text.split_once(['°', '度', 'º', '˚'])?;
    let (minutes, rest) = part(rest, &['\'', '′', '’', '分'])?;
    let (seconds, rest) = part(rest, &['"', '″', '”', '秒'])?;
    let whole = finite(degrees.trim())?;
    let fits = rest.is_empty() && whole >= 0.0 && (0.0..60.0).contains(&minutes) && (0.0..60.0).contains(&seconds);
    let fits = fits && (whole.fract() == 0.0 || minutes + seconds == 0.0);
    fits.then_some(whole + minutes / 60.0 + seconds / 3600.0)
}

fn part<'t>(text: &'t str, marks: &[char]) -> Option<(f64, &'t str)> {
    match text.split_once(marks) {
        Some((number, rest)) => finite(number.trim()).map(|number| (number, rest.trim())),
        None => Some((0.0, text.trim())),
    }
}

/// What a text is when it is read as a date.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DateCell {
    /// A day of the calendar from 1800 to 2199.
    Day(NaiveDate),
    /// Year, month and day, but no such day.
    Impossible,
    /// Something else.
    NotADate,
}

/// `2023-02-01`, `2023/2/1`, `2023.2.1`, `20230201`, `2023年2月1日`, each with or without a time, or a spreadsheet's five-digit serial number.
pub(super) fn date(text: &str) -> DateCell {
    let text = narrow(text);
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(day) && day.len() == 5 {
        let serial = day.parse().ok().and_then(|serial| NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial)));
        return serial.map_or(DateCell::NotADate, DateCell::Day);
    }
    let parts: Vec<&str> = if digits(day) && day.len() == 8 {
        vec![&day[..4], &day[4..6], &day[6..]]
    } else {
        day.trim_end_matches(['日', '号']).split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts.as_slice() else { return DateCell::NotADate };
    if year.len() != 4 || !parts.iter().all(|part| digits(part)) || month.len() > 2 || day.len() > 2 {
        return DateCell::NotADate;
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return DateCell::NotADate };
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) if (1800..2200).contains(&year) => DateCell::Day(date),
        _ => DateCell::Impossible,
    }
}

/// Yes or no, in either language.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match narrow(text).to_lowercase().as_str() {
        "是" | "有" | "yes" | "y" | "true" | "1" | "√" | "✓" => Some(true),
        "否" | "无" | "no" | "n" | "false" | "0" | "×" => Some(false),
        _ => None,
    }
}

/// The parts of a list; separators are `; 、 , |` in either width and line breaks.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', ',', '，', '|', '｜', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_in_full_width_and_with_thousands_separators() {
        for (text, number) in
            [("12", 12.0), ("１２．５", 12.5), ("1,234", 1234.0), ("1,234,567.5", 1_234_567.5), ("-3", -3.0), ("1e3", 1000.0)]
        {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
        for text in ["", "abc", "NaN", "inf", "infinity", "1,2", "12,34", "1e999", "0x10", "12张", "1 2"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn degrees_minutes_and_seconds_are_worked_out() {
        let expected = 108.0 + 56.0 / 60.0 + 24.0 / 3600.0;
        for text in ["108°56'24\"", "108°56′24″", "108°56'24\"E", "东经108度56分24秒", "108° 56' 24''", "E108°56'24\""] {
            assert!(degrees(text).is_some_and(|found| (found - expected).abs() < 1e-12), "{text}");
        }
        assert_eq!(degrees("108.94°"), Some(108.94));
        assert_eq!(degrees("108,9402"), Some(108.9402));
        assert_eq!(degrees("33°30'S"), Some(-33.5));
        for text in ["108,34", "108°66'", "108°56'24\"7", "x", "108.5°30'", "", "nan", "108 56 24"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_taken_in_every_usual_form_and_impossible_ones_told_apart() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(DateCell::Day).expect("a day");
        for text in [
            "2023-02-01",
            "2023/2/1",
            "20230201",
            "2023年2月1日",
            "2023.2.1",
            "44958",
            "2023-02-01 08:30:00",
            "２０２３－０２－０１",
            "2023-02-01T00:00:00Z",
        ] {
            assert_eq!(date(text), day(2023, 2, 1), "{text}");
        }
        for text in ["2023-02-30", "2023-13-01", "20230229", "0001-01-01", "2023年0月1日"] {
            assert_eq!(date(text), DateCell::Impossible, "{text}");
        }
        for text in ["2023", "2023-02", "01/02/2023", "yesterday", "2023-02-01x", "", "1234567"] {
            assert_eq!(date(text), DateCell::NotADate, "{text}");
        }
    }

    #[test]
    fn lists_are_split_at_every_usual_separator() {
        assert_eq!(list("a；b、c, d|e\n;").collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
    }
}
