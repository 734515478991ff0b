//! How long does a search take in a city of half a million spots, and in a registry of 20,000 places?
//!
//! `cargo bench --bench search`. Two cities of made-up names: one as cities are (20,000 streets, 130,000 landmarks, 350,000 house
//! numbers), one of 500,000 landmarks that are all called differently. Medians and the longest of the runs, in milliseconds.

use std::{hint::black_box, sync::Arc, time::Instant};

use carereach::{
    analysis::search::{AddressIndex, Asked, Entry, SearchIndex},
    domain::{
        address_point::{AddressPoint, SpotKind},
        position::Position,
    },
};

const CHARACTERS: &str = "中关村大街海淀朝阳东西南北门安定德胜和平里望京花园小区学院路清华科技园广场商务楼医院社区服务中心站银行超市幼儿园小学中学公园\
    桥河湖山庄苑里坊巷胡同新建国富华康乐福寿长春光明红旗胜利人民解放友谊团结幸福";
const STREETS: usize = 20_000;
const SPOTS: usize = 500_000;
const FACILITIES: usize = 20_000;
const ROUNDS: usize = 15;
const QUESTIONS: [&str; 20] = [
    "中关村大街27号",
    "中关村大街",
    "中关村",
    "路",
    "中心",
    "z",
    "zh",
    "zgcdj",
    "zhongguancun",
    "zhongguancundajie",
    "zhongguncundajie",
    "beijnig daxue",
    "中关树大街",
    "中关村dajie",
    "bjdx",
    "27号",
    "shequfuwuzhongxin",
    "lu",
    "da jie 27",
    "qqqqq",
];

fn main() {
    let mut random = Random(7);
    for (city, points) in [("streets, landmarks and houses", city(&mut random)), ("landmarks of 500,000 names", names(&mut random))] {
        let started = Instant::now();
        let index = AddressIndex::new(&points);
        println!("{city}: {} spots, made in {:.1} s", index.len(), started.elapsed().as_secs_f64());
        for near in [None, Position::new(116.3, 39.9).ok()] {
            for typed in QUESTIONS {
                let asked = Asked::new(typed).expect("a question");
                measure(&format!("{typed}{}", if near.is_some() { ", near" } else { "" }), || index.find(&asked, near, 10).len());
            }
        }
        let mut at = 0.0;
        measure("what is at a point", || {
            at += 0.013;
            black_box(index.around(Position::new(116.0 + at % 0.5, 39.9).expect("a position"))).house.is_some() as usize
        });
    }
    let entry = |id: usize, name: String| Entry {
        id: id.to_string().into(),
        name: name.into(),
        name_en: None,
        detail: "社区服务站 望河路14号".into(),
    };
    let entries = (0..FACILITIES).map(|id| (id as u64, Arc::new(entry(id, random.name(6, 12)).into()))).collect();
    let index = SearchIndex::new(entries);
    println!("a registry of {FACILITIES} places");
    for typed in QUESTIONS {
        measure(typed, || index.find(typed, 10).len());
    }
}

fn measure(what: &str, mut job: impl FnMut() -> usize) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            black_box(job());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what:>30}  median {:6.2}  longest {:6.2}  found {}", times[ROUNDS / 2], times[ROUNDS - 1], job());
}

fn city(random: &mut Random) -> Vec<AddressPoint> {
    let endings = ["路", "街", "大街", "胡同"];
    let streets: Vec<String> = (0..STREETS).map(|at| random.name(2, 5) + endings[at % endings.len()]).collect();
    let mut points: Vec<AddressPoint> = streets.iter().map(|street| random.spot(SpotKind::Street, street.clone())).collect();
    points.extend((0..130_000).map(|_| {
        let name = random.name(3, 10);
        random.spot(SpotKind::Landmark, name)
    }));
    while points.len() < SPOTS {
        let name = format!("{}{}号", streets[random.below(STREETS)], 1 + random.below(300));
        points.push(random.spot(SpotKind::House, name));
    }
    points.push(random.spot(SpotKind::Street, "中关村大街".to_owned()));
    points.push(random.spot(SpotKind::House, "中关村大街27号".to_owned()));
    points
}

fn names(random: &mut Random) -> Vec<AddressPoint> {
    (0..SPOTS)
        .map(|_| {
            let name = random.name(4, 10);
            random.spot(SpotKind::Landmark, name)
        })
        .collect()
}

/// Numbers that repeat from run to run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn name(&mut self, shortest: usize, longest: usize) -> String {
        let characters: Vec<char> = CHARACTERS.chars().collect();
        let length = shortest + self.below(longest - shortest);
        (0..length).map(|_| characters[self.below(characters.len())]).collect()
    }

    fn spot(&mut self, kind: SpotKind, name: String) -> AddressPoint {
        let (lon, lat) = (116.0 + self.below(500_000) as f64 / 1e6, 39.7 + self.below(400_000) as f64 / 1e6);
        let position = Position::new(lon, lat).expect("a position of the city");
        AddressPoint { kind, class: "made-up".into(), name: name.into(), name_en: None, aliases: Vec::new(), position }
    }
}
