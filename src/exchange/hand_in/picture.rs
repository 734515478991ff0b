//! How is a map drawn for print? Areas, lines and marks as SVG, with north arrow, scale and legend.
//!
//! The map is in Web Mercator; the scale holds in its middle.

use std::fmt::Write;

use super::Language;

/// Width of a map in its own units.
const WIDTH: f64 = 1000.0;
/// Height of a map in its own units.
const HEIGHT: f64 = 640.0;
/// Free room around what is drawn, as a share of its size.
const MARGIN: f64 = 0.04;
/// Circumference of the sphere of Web Mercator, in metres.
const AROUND_M: f64 = 40_075_016.685_578_49;
/// The scale's bar is at most this long, in units.
const LONGEST_BAR: f64 = 220.0;
/// A map shows at least so many metres from side to side.
const LEAST_M: f64 = 300.0;

/// Fills of the five classes of a share, from nobody to everybody: told apart in grey too.
const SHARES: [&str; 5] = ["#f3f6f8", "#d3e2ea", "#a3c4d4", "#6a9cb5", "#33708f"];

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A place that serves already.
    Existing,
    /// A place that a plan builds.
    Planned,
    /// A place that a plan moves, upgrades or extends.
    Changed,
    /// A place that a plan closes.
    Closed,
}

/// A point with a sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// What it is.
    pub sign: Sign,
    /// A number or a short name beside it.
    pub label: Option<String>,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineLook {
    /// Water, as a line.
    Water,
    /// A small street.
    Street,
    /// A main street.
    MainStreet,
    /// The limit of a division.
    Boundary,
}

/// A line of longitudes and latitudes.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How it looks.
    pub look: LineLook,
    /// Its points.
    pub points: Vec<[f64; 2]>,
}

/// An area with what share of its people is covered.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Outlines and holes.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// The share, 0 to 1; `None` where it is not told.
    pub share: Option<f64>,
    /// Whether it is water, drawn beneath.
    pub water: bool,
}

/// A map of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub note: String,
    /// Areas, drawn first; those of water before the others.
    pub areas: Vec<Area>,
    /// Lines, drawn over the areas.
    pub lines: Vec<Line>,
    /// Marks, drawn last.
    pub marks: Vec<Mark>,
}

/// Longitude and latitude as metres of Web Mercator.
fn mercator([lon, lat]: [f64; 2]) -> [f64; 2] {
    let y = (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln() / std::f64::consts::TAU;
    [lon / 360.0 * AROUND_M, y * AROUND_M]
}

/// From metres of Web Mercator to units of the map.
struct Frame {
    west: f64,
    north: f64,
    units_per_m: f64,
    /// Metres on the ground for one metre of Web Mercator, in the middle.
    shrink: f64,
}

impl Frame {
    /// Around the areas that are no water, and the marks.
    fn around(picture: &Picture) -> Frame {
        let own = picture.areas.iter().filter(|area| !area.water).flat_map(|area| area.rings.iter().flatten().copied());
        let points = own.chain(picture.marks.iter().map(|mark| [mark.lon, mark.lat])).map(mercator);
        let empty = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [w, s, e, n] = points.fold(empty, |[w, s, e, n], [x, y]| [w.min(x), s.min(y), e.max(x), n.max(y)]);
        let [w, s, e, n] = if w <= e { [w, s, e, n] } else { [0.0; 4] };
        let [width, height] = [(e - w).max(LEAST_M), (n - s).max(LEAST_M * HEIGHT / WIDTH)].map(|size| size * (1.0 + 2.0 * MARGIN));
        let units_per_m = (WIDTH / width).min(HEIGHT / height);
        let [x, y] = [(w + e) / 2.0, (s + n) / 2.0];
        let lat = 2.0 * (y / AROUND_M * std::f64::consts::TAU).exp().atan() - std::f64::consts::FRAC_PI_2;
        Frame { west: x - WIDTH / units_per_m / 2.0, north: y + HEIGHT / units_per_m / 2.0, units_per_m, shrink: lat.cos() }
    }

    fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let [x, y] = mercator(point);
        [(x - self.west) * self.units_per_m, (self.north - y) * self.units_per_m]
    }

    fn path(&self, path: &mut String, points: &[[f64; 2]], closed: bool) {
        let mut last = None;
        for (number, point) in points.iter().enumerate() {
            let at = self.place(*point).map(|part| (part * 10.0).round() as i64);
            if last.replace(at) != Some(at) {
                let [x, y] = at.map(|part| part as f64 / 10.0);
                let _ = write!(path, "{}{x} {y}", if number == 0 { 'M' } else { 'L' });
            }
        }
        if closed {
            path.push('Z');
        }
    }

    /// A round length that the bar shows, in metres, and the bar's length in units.
    fn bar(&self) -> (f64, f64) {
        let units_per_ground_m = self.units_per_m / self.shrink;
        let longest_m = LONGEST_BAR / units_per_ground_m;
        let power = 10f64.powf(longest_m.log10().floor());
        let length_m = [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|m| *m <= longest_m).unwrap_or(power);
        (length_m, length_m * units_per_ground_m)
    }
}

/// The class of a share: 0 to 20 percent is the first, everybody the last.
fn class(share: f64) -> usize {
    ((share * 5.0).floor() as usize).min(4)
}

/// The map as an SVG element; ids within it end in the number of the map.
pub(super) fn svg(picture: &Picture, number: usize, language: Language) -> String {
    let frame = Frame::around(picture);
    let mut out = format!(
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\
         <defs><pattern id=\"gap{number}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <path d=\"M0 0V7\" stroke=\"#8a4b2a\" stroke-width=\"1\" opacity=\".55\"/></pattern>\
         <clipPath id=\"clip{number}\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\"/></clipPath></defs>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fcfcfa\"/><g clip-path=\"url(#clip{number})\">",
        escape(&picture.title)
    );
    areas(&mut out, picture, &frame, number);
    lines(&mut out, picture, &frame);
    picture.marks.iter().for_each(|one| mark(&mut out, one, frame.place([one.lon, one.lat])));
    out.push_str("</g>");
    furniture(&mut out, picture, &frame, number, language);
    out.push_str("</svg>");
    out
}

fn areas(out: &mut String, picture: &Picture, frame: &Frame, number: usize) {
    let mut sorted: Vec<&Area> = picture.areas.iter().collect();
    sorted.sort_by_key(|area| !area.water);
    for area in sorted {
        let mut path = String::new();
        area.rings.iter().for_each(|ring| frame.path(&mut path, ring, true));
        let (fill, line) = match (area.water, area.share) {
            (true, _) => ("#dbe7ef", ""),
            (false, Some(share)) => (SHARES[class(share)], " stroke=\"#7d8a94\" stroke-width=\"1\""),
            (false, None) => ("none", " stroke=\"#7d8a94\" stroke-width=\"1\" stroke-dasharray=\"3 3\""),
        };
        let _ = write!(out, "<path d=\"{path}\" fill=\"{fill}\" fill-opacity=\".88\" fill-rule=\"evenodd\"{line}/>");
        if !area.water && area.share.is_some_and(|share| share < 0.5) {
            let _ = write!(out, "<path d=\"{path}\" fill=\"url(#gap{number})\" fill-rule=\"evenodd\"/>");
        }
    }
}

fn lines(out: &mut String, picture: &Picture, frame: &Frame) {
    let looks = [
        (LineLook::Water, "#b9d0de", 2.0),
        (LineLook::Street, "#cfcfca", 0.5),
        (LineLook::MainStreet, "#b5b2a8", 1.2),
        (LineLook::Boundary, "#5d6770", 1.4),
    ];
    for (look, colour, width) in looks {
        let mut path = String::new();
        picture.lines.iter().filter(|line| line.look == look).for_each(|line| frame.path(&mut path, &line.points, false));
        if !path.is_empty() {
            let _ =
                write!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>");
        }
    }
}

fn mark(out: &mut String, one: &Mark, [x, y]: [f64; 2]) {
    let [x, y] = [x, y].map(|part| (part * 10.0).round() / 10.0);
    let _ = match one.sign {
        Sign::Existing => write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"#1d3d4f\" stroke=\"#fff\" stroke-width=\"1.5\"/>"),
        Sign::Planned => write!(
            out,
            "<path d=\"M{x} {}L{} {}L{} {}Z\" fill=\"#b3471b\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
            y - 11.0,
            x + 10.0,
            y + 7.0,
            x - 10.0,
            y + 7.0
        ),
        Sign::Changed => {
            write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"13\" height=\"13\" fill=\"#7a5a00\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
                x - 6.5,
                y - 6.5
            )
        }
        Sign::Closed => write!(
            out,
            "<path d=\"M{} {}L{} {}M{} {}L{} {}\" stroke=\"#444\" stroke-width=\"3\"/>",
            x - 6.0,
            y - 6.0,
            x + 6.0,
            y + 6.0,
            x - 6.0,
            y + 6.0,
            x + 6.0,
            y - 6.0
        ),
    };
    if let Some(label) = &one.label {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" class=\"label\">{}</text>",
            ((x + 12.0) * 10.0).round() / 10.0,
            ((y + 4.0) * 10.0).round() / 10.0,
            escape(label)
        );
    }
}

/// North arrow, scale and legend, on a ground of their own.
fn furniture(out: &mut String, picture: &Picture, frame: &Frame, number: usize, language: Language) {
    let north = language.pick("北", "N");
    let _ = write!(
        out,
        "<g transform=\"translate({},42)\"><path d=\"M0 -28L9 8L0 1L-9 8Z\" fill=\"#333\"/>\
         <text y=\"26\" text-anchor=\"middle\" class=\"small\">{north}</text></g>",
        WIDTH - 34.0
    );
    let (length_m, units) = frame.bar();
    let told = if length_m >= 1000.0 {
        format!("{} {}", length_m / 1000.0, language.pick("公里", "km"))
    } else {
        format!("{length_m} {}", language.pick("米", "m"))
    };
    let _ = write!(
        out,
        "<g transform=\"translate(20,{})\"><rect x=\"-8\" y=\"-24\" width=\"{:.1}\" height=\"38\" fill=\"#fff\" fill-opacity=\".8\"/>\
         <path d=\"M0 -6V0H{units:.1}V-6\" fill=\"none\" stroke=\"#333\" stroke-width=\"2\"/>\
         <text x=\"0\" y=\"-10\" class=\"small\">0</text><text x=\"{units:.1}\" y=\"-10\" class=\"small\" text-anchor=\"middle\">{told}</text></g>",
        HEIGHT - 20.0,
        units + 56.0
    );
    legend(out, picture, number, language);
}

fn legend(out: &mut String, picture: &Picture, number: usize, language: Language) {
    let mut signs: Vec<Sign> = picture.marks.iter().map(|mark| mark.sign).collect();
    signs.sort_unstable();
    signs.dedup();
    let shaded = picture.areas.iter().any(|area| !area.water && area.share.is_some());
    let rows = signs.len() + if shaded { 7 } else { 0 };
    if rows == 0 {
        return;
    }
    let (width, height) = (190.0, 30.0 + rows as f64 * 20.0);
    let _ = write!(
        out,
        "<g transform=\"translate({},{})\"><rect width=\"{width}\" height=\"{height}\" fill=\"#fff\" fill-opacity=\".9\" stroke=\"#aab4bc\"/>\
         <text x=\"10\" y=\"20\" class=\"small\" font-weight=\"bold\">{}</text>",
        WIDTH - width - 14.0,
        HEIGHT - height - 14.0,
        language.pick("图例", "Legend")
    );
    let mut y = 38.0;
    for sign in signs {
        mark(out, &Mark { lon: 0.0, lat: 0.0, sign, label: None }, [22.0, y]);
        let _ = write!(out, "<text x=\"40\" y=\"{}\" class=\"small\">{}</text>", y + 5.0, escape(sign_name(sign, language)));
        y += 20.0;
    }
    if shaded {
        let _ = write!(out, "<text x=\"10\" y=\"{}\" class=\"small\">{}</text>", y + 5.0, language.pick("覆盖率", "Share covered"));
        for (place, colour) in SHARES.iter().enumerate() {
            y += 20.0;
            let _ = write!(
                out,
                "<rect x=\"12\" y=\"{}\" width=\"22\" height=\"13\" fill=\"{colour}\" stroke=\"#7d8a94\"/>\
                 <text x=\"40\" y=\"{}\" class=\"small\">{}–{}%</text>",
                y - 7.0,
                y + 5.0,
                place * 20,
                (place + 1) * 20
            );
        }
        y += 20.0;
        let _ = write!(
            out,
            "<rect x=\"12\" y=\"{}\" width=\"22\" height=\"13\" fill=\"url(#gap{number})\" stroke=\"#7d8a94\"/>\
             <text x=\"40\" y=\"{}\" class=\"small\">{}</text>",
            y - 7.0,
            y + 5.0,
            language.pick("不足一半（缺口）", "less than half (gap)")
        );
    }
    out.push_str("</g>");
}

fn sign_name(sign: Sign, language: Language) -> &'static str {
    match sign {
        Sign::Existing => language.pick("现状设施", "Existing place"),
        Sign::Planned => language.pick("规划新建", "To be built"),
        Sign::Changed => language.pick("改扩建、迁建", "Changed or moved"),
        Sign::Closed => language.pick("撤并", "To be closed"),
    }
}

/// A text as it may stand in markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(marks: Vec<Mark>) -> Picture {
        Picture { title: "t".to_owned(), marks, ..Picture::default() }
    }

    fn at(lon: f64, lat: f64) -> Mark {
        Mark { lon, lat, sign: Sign::Existing, label: None }
    }

    #[test]
    fn the_scale_is_true_in_the_middle_of_the_map() {
        // Two points on the parallel of 60 degrees, 0.02 degrees apart: half of 2,226.4 m.
        let frame = Frame::around(&picture(vec![at(10.0, 60.0), at(10.02, 60.0)]));
        let [a, b] = [[10.0, 60.0], [10.02, 60.0]].map(|point| frame.place(point));
        let (length_m, units) = frame.bar();
        let apart_m = (b[0] - a[0]) / units * length_m;
        assert!((apart_m - 1113.2).abs() < 1.0, "{apart_m}");
    }

    #[test]
    fn north_is_up_and_everything_lies_on_the_paper() {
        let frame = Frame::around(&picture(vec![at(108.9, 34.2), at(109.0, 34.3)]));
        let [south, north] = [[108.9, 34.2], [109.0, 34.3]].map(|point| frame.place(point));
        assert!(north[1] < south[1] && south[0] < north[0]);
        for [x, y] in [south, north] {
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn everybody_and_nobody_have_the_last_and_the_first_class() {
        assert_eq!([0.0, 0.199, 0.2, 0.999, 1.0].map(class), [0, 0, 1, 4, 4]);
    }

    #[test]
    fn a_name_in_a_map_is_text_and_no_markup() {
        let mut one = at(0.0, 0.0);
        one.label = Some("<b>\"&".to_owned());
        assert!(svg(&picture(vec![one]), 1, Language::English).contains("&lt;b&gt;&quot;&amp;"));
    }
}
